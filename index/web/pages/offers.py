"""The searches that a page of hits leads to: another order, other dates, one filter less. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import index
from index.web.pages.asked import Asked


@dataclass(frozen=True, slots=True)
class Offer:
    """A link's words and the search that it leads to; `current` is the one that is shown."""

    label: str
    asked: Asked
    current: bool = False


def orders(asked: Asked, reading: index.Reading) -> list[Offer]:
    """The orders there are: where nothing is searched for, nothing matches better or worse."""
    named: dict[index.Sort, str] = {"newest": "Newest first", "oldest": "Oldest first"}
    if not reading.lists:
        named = {"relevance": "Best first", **named}
    return [Offer(label, asked.but(sort=sort), current=sort == reading.sort) for sort, label in named.items()]


def other_dates(asked: Asked, answer: index.Answer) -> Iterator[Offer]:
    """The archive's last week, only the dates that were read from words, and no dates at all."""
    reading = answer.reading
    if answer.last_week:
        last = index.in_last_week(answer.query, reading, answer.last_week)
        yield Offer("The archive’s last week", asked.with_query(last))
    if reading.prefers:
        yield Offer("Only these dates", asked.with_query(index.asked_as(answer.query, reading)))
    undated = asked.with_query(index.without_window(answer.query, reading))
    if reading.windowed and undated.asks:
        yield Offer("Drop the dates", undated)


def wider(asked: Asked, answer: index.Answer) -> list[Offer]:
    """Each search with exactly one filter less."""
    offers = [
        Offer(f"Without {one.without}", asked.with_query(one.query))
        for one in index.wider_queries(answer.query, answer.reading)
    ]
    if asked.folders:
        offers.append(Offer("In all folders", asked.but(folders=())))
    if asked.kinds:
        offers.append(Offer("Of all kinds", asked.but(kinds=())))
    return [offer for offer in offers if offer.asked.asks]
