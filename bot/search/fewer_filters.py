"""Searches with one filter less: what is offered when nothing was found, and behind “Drop the dates”. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

import index
from bot.search.custom_ids import Search

_QUOTES: Final = (('"', '"'), ("“", "”"), ("«", "»"), ("「", "」"))


@dataclass(frozen=True, slots=True)
class WiderSearch:
    """A search without one of its filters; `without` names the filter to people."""

    without: str
    search: Search


def undated(search: Search, reading: index.Reading) -> Search:
    """The same search without its window, wherever the window was stated: words that stated it are left out."""
    return _restated(search, reading.model_copy(update={"since": None, "until": None}))


def strict(search: Search, reading: index.Reading) -> Search:
    """The same search in which the window that words only prefer is a demand."""
    return _restated(search, reading)


def last_week(search: Search, reading: index.Reading, days: tuple[dt.date, dt.date]) -> Search:
    """The same search in the archive's own last week."""
    return _restated(search, reading.model_copy(update={"since": days[0], "until": days[1]}))


def wider_searches(search: Search, reading: index.Reading) -> list[WiderSearch]:
    """Every search that drops exactly one of the filters `reading` has; a window that only prefers is none."""
    offers = [WiderSearch("the dates", undated(search, reading))] if reading.windowed and not reading.prefers else []
    for field, name in (("titles", "title:"), ("folders", "in:"), ("excluded", "the excluded words")):
        if getattr(reading, field):
            offers.append(WiderSearch(name, _restated(search, reading.model_copy(update={field: ()}))))
    if reading.phrases:
        loose = " ".join((reading.words, *reading.phrases)).strip()
        plain = reading.model_copy(update={"phrases": (), "words": loose})
        offers.append(WiderSearch("the quotation marks", _restated(search, plain)))
    return offers


def _restated(search: Search, reading: index.Reading) -> Search:
    sort = reading.sort if reading.sort_from else search.sort  # the words that asked for the order are gone
    return replace(search, text=stated(reading), since=reading.since, until=reading.until, sort=sort)


def stated(reading: index.Reading) -> str:
    """The reading but its window, written so that it is read the same again."""
    terms = [
        reading.words,
        *(_quoted(phrase) for phrase in reading.phrases),
        *(f"-{_quoted(word)}" for word in reading.excluded),
        *(f"title:{_quoted(title)}" for title in reading.titles),
        *(f"in:{_quoted(folder)}" for folder in reading.folders),
    ]
    return " ".join(term for term in terms if term)


def _quoted(term: str) -> str:
    """The term in quotation marks that it doesn't contain itself."""
    opening, closing = next((pair for pair in _QUOTES if pair[1] not in term), _QUOTES[0])
    return f"{opening}{term}{closing}"
