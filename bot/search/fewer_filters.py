"""Searches with one filter less: what is offered when nothing was found, and behind “Drop the dates”. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import index
from bot.search.custom_ids import Search


@dataclass(frozen=True, slots=True)
class WiderSearch:
    """A search without one of its filters; `without` names the filter to people."""

    without: str
    search: Search


def undated(search: Search, reading: index.Reading) -> Search:
    """The same search without its window, wherever the window was stated: words that stated it are left out.

    Words that are nothing but the window are searched for instead. Its text is empty where nothing is left to ask.
    """
    return _asking(search, index.without_window(_query(search), reading))


def strict(search: Search, reading: index.Reading) -> Search:
    """The same search in which the window that words only prefer is a demand."""
    return _asking(search, index.asked_as(_query(search), reading))


def last_week(search: Search, reading: index.Reading, days: tuple[dt.date, dt.date]) -> Search:
    """The same search in the archive's own last week; of words that are nothing but a later time, all that there is."""
    return _asking(search, index.in_last_week(_query(search), reading, days))


def wider_searches(search: Search, reading: index.Reading) -> list[WiderSearch]:
    """Every search that drops exactly one of the filters `reading` has; a window that only prefers is none."""
    offers = index.wider_queries(_query(search), reading)
    return [WiderSearch(offer.without, _asking(search, offer.query)) for offer in offers]


def _query(search: Search) -> index.Query:
    return search.query(1, index.EVERYTHING)


def _asking(search: Search, query: index.Query) -> Search:
    return replace(search, text=query.text, since=query.since, until=query.until, sort=query.sort)
