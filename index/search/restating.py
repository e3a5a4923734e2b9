"""A reading written as a query again, as it was read or with one of its filters left out. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, NamedTuple

from index.models.answers import Query, Reading

_MARKS: Final = str.maketrans(dict.fromkeys('"“”„‟＂〝〞〟❝❞「」', " "))
"""Marks that could end a phrase before its end; none of them is part of a word."""


class Wider(NamedTuple):
    """A query without one of its filters; `without` names the filter to people."""

    without: str
    query: Query


def restated(reading: Reading) -> str:
    """The reading but its window, written so that it is read the same again."""
    terms = [
        reading.words,
        *(_quoted(phrase) for phrase in reading.phrases),
        *(f"-{_quoted(word)}" for word in reading.excluded),
        *(f"title:{_quoted(title)}" for title in reading.titles),
        *(f"in:{_quoted(folder)}" for folder in reading.folders),
    ]
    return " ".join(term for term in terms if term)


def window_restated(reading: Reading) -> str:
    """The window as operators, where there is nothing else to state: a query has a text."""
    bounds = (("since", reading.since), ("until", reading.until))
    return " ".join(f"{name}:{day.isoformat()}" for name, day in bounds if day)


def without_window(asked: Query, reading: Reading) -> Query:
    """The same query without its window, wherever the window was stated: words that stated it are left out.

    Words that are nothing but the window are searched for instead. Its text is empty where nothing is left to ask.
    """
    changes: dict[str, Any] = {"since": None, "until": None}
    if reading.lists and reading.window_from:
        changes["phrases"] = (reading.window_from,)
    return asked_as(asked, reading.model_copy(update=changes))


def in_last_week(asked: Query, reading: Reading, days: tuple[dt.date, dt.date]) -> Query:
    """The same query in the archive's own last week; of words that are nothing but a later time, all that there is."""
    words = "" if reading.words == reading.passed_over else reading.words
    return asked_as(asked, reading.model_copy(update={"since": days[0], "until": days[1], "words": words}))


def wider_queries(asked: Query, reading: Reading) -> list[Wider]:
    """Every query that drops exactly one of the filters `reading` has; a window that only prefers is none."""
    offers = [Wider("the dates", without_window(asked, reading))] if reading.windowed and not reading.prefers else []
    for field, name in (("titles", "the title"), ("folders", "the folder"), ("excluded", "the excluded words")):
        if getattr(reading, field):
            offers.append(Wider(name, asked_as(asked, reading.model_copy(update={field: ()}))))
    if reading.phrases:
        loose = " ".join((reading.words, *reading.phrases)).strip()
        plain = reading.model_copy(update={"phrases": (), "words": loose})
        offers.append(Wider("the quotation marks", asked_as(asked, plain)))
    return [offer for offer in offers if offer.query.text]  # a filter that is all there is can't be dropped


def asked_as(asked: Query, reading: Reading) -> Query:
    """The same query, to be read as `reading`: a window that words only preferred is a demand."""
    sort = reading.sort if reading.sort_from else asked.sort  # the words that asked for the order are gone
    asks = not reading.lists or reading.titles or reading.folders or reading.windowed
    text = (restated(reading) or window_restated(reading)) if asks else ""
    return asked.model_copy(update={"text": text, "since": reading.since, "until": reading.until, "sort": sort})


def _quoted(term: str) -> str:
    """The term in quotation marks."""
    return f'"{term.translate(_MARKS).strip()}"'
