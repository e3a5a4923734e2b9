"""Searches with one filter less: what is offered when nothing was found, and behind “Drop the dates”. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import index
from bot.search.custom_ids import Search
from bot.ui import restating


@dataclass(frozen=True, slots=True)
class WiderSearch:
    """A search without one of its filters; `without` names the filter to people."""

    without: str
    search: Search


def undated(search: Search, reading: index.Reading) -> Search:
    """The same search without its window, wherever the window was stated: words that stated it are left out.

    Words that are nothing but the window are searched for instead. Its text is empty where nothing is left to ask.
    """
    changes: dict[str, Any] = {"since": None, "until": None}
    if reading.lists and reading.window_from:
        changes["phrases"] = (reading.window_from,)
    return _restated(search, reading.model_copy(update=changes))


def strict(search: Search, reading: index.Reading) -> Search:
    """The same search in which the window that words only prefer is a demand."""
    return _restated(search, reading)


def last_week(search: Search, reading: index.Reading, days: tuple[dt.date, dt.date]) -> Search:
    """The same search in the archive's own last week; of words that are nothing but a later time, all that there is."""
    words = "" if reading.words == reading.passed_over else reading.words
    return _restated(search, reading.model_copy(update={"since": days[0], "until": days[1], "words": words}))


def wider_searches(search: Search, reading: index.Reading) -> list[WiderSearch]:
    """Every search that drops exactly one of the filters `reading` has; a window that only prefers is none."""
    offers = [WiderSearch("the dates", undated(search, reading))] if reading.windowed and not reading.prefers else []
    for field, name in (("titles", "the title"), ("folders", "the folder"), ("excluded", "the excluded words")):
        if getattr(reading, field):
            offers.append(WiderSearch(name, _restated(search, reading.model_copy(update={field: ()}))))
    if reading.phrases:
        loose = " ".join((reading.words, *reading.phrases)).strip()
        plain = reading.model_copy(update={"phrases": (), "words": loose})
        offers.append(WiderSearch("the quotation marks", _restated(search, plain)))
    return [offer for offer in offers if offer.search.text]  # a filter that is all there is can't be dropped


def _restated(search: Search, reading: index.Reading) -> Search:
    sort = reading.sort if reading.sort_from else search.sort  # the words that asked for the order are gone
    asks = not reading.lists or reading.titles or reading.folders or reading.windowed
    text = (restating.stated(reading) or restating.window(reading)) if asks else ""
    return replace(search, text=text, since=reading.since, until=reading.until, sort=sort)
