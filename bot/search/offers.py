"""The searches that a page of hits leads to: another order, other dates. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import index
from bot.search import fewer_filters
from bot.search.custom_ids import Search


@dataclass(frozen=True, slots=True)
class Offer:
    """A button's label and the search that it leads to."""

    label: str
    search: Search


def order(search: Search, reading: index.Reading) -> Offer:
    """The newest first or, where they are in order of date already, the best."""
    newest = Offer("Newest first", replace(search, sort="newest"))
    if reading.sort == "relevance":
        return newest
    if not reading.lists:
        return Offer("Best first", replace(search, sort="relevance"))
    # Nothing is searched for that could be matched better or worse: the other end comes first.
    return Offer("Oldest first", replace(search, sort="oldest")) if reading.sort == "newest" else newest


def other_dates(search: Search, answer: index.Answer) -> Iterator[Offer]:
    """The archive's last week, only the dates that were read from words, and no dates at all."""
    reading = answer.reading
    if answer.last_week:
        yield Offer("The archive's last week", fewer_filters.last_week(search, reading, answer.last_week))
    if reading.prefers:
        yield Offer("Only these dates", fewer_filters.strict(search, reading))
    undated = fewer_filters.undated(search, reading)
    if reading.windowed and undated.text:
        yield Offer("Drop the dates", undated)
