"""A timeline as shapes that are links: each bar narrows the search to its time. Pure.

One click is a bar. While exactly one is chosen, every other leads to all days from the one to the other, and the chosen
one back to all of them. Lengths are those of the picture, which a page stretches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import index
from index.web.pages.asked import Asked
from index.web.words import counted

WIDTH: Final = 1000
HEIGHT: Final = 100
_FILLED: Final = 0.8
"""Of a bar's place, how much it fills."""
_WIDEST: Final = 60
_LEAST_HEIGHT: Final = 3
"""Of a bar that is not nothing."""


@dataclass(frozen=True, slots=True)
class Link:
    """A bar: its place from `left`, `across` wide, in which the bar stands; where it leads, and what it says."""

    left: float
    across: float
    x: float
    y: float
    width: float
    height: float
    chosen: bool
    address: str
    time: str
    documents: int
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side, the times of the first, the middle and the last, and the largest number."""

    links: tuple[Link, ...]
    times: tuple[str, ...]
    most: int
    chooses: bool
    """Whether a window is chosen."""
    from_one: bool
    """Whether exactly one bar is, so that another click makes a range."""


def chart(found: index.Timeline, asked: Asked) -> Chart | None:
    """The chart of a timeline; None where there is nothing to choose from."""
    if not any(bar.documents for bar in found.bars):
        return None
    most = max(bar.documents for bar in found.bars)
    one = next((bar for bar in found.bars if (bar.first, bar.last) == (asked.since, asked.until)), None)
    across = WIDTH / len(found.bars)
    links = [_link(bar, (number * across, across, HEIGHT / most), asked, one) for number, bar in enumerate(found.bars)]
    return Chart(
        links=tuple(links),
        times=tuple(_times(found.bars)),
        most=most,
        chooses=bool(asked.since or asked.until),
        from_one=one is not None,
    )


def _link(bar: index.Bar, place: tuple[float, float, float], asked: Asked, one: index.Bar | None) -> Link:
    """The bar at a place: from where and how far across, and how high each document is."""
    left, across, each = place
    width = min(across * _FILLED, _WIDEST)
    height = max(_LEAST_HEIGHT, each * bar.documents) if bar.documents else 0.0
    time = index.brief_span(bar.first, bar.last)
    return Link(
        left=round(left, 2),
        across=round(across, 2),
        x=round(left + (across - width) / 2, 2),
        y=round(HEIGHT - height, 2),
        width=round(width, 2),
        height=round(height, 2),
        chosen=_chosen(bar, asked),
        address=_leads(bar, asked, one).address,
        time=time,
        documents=bar.documents,
        label=f"{time}: {counted(bar.documents, 'document')}{_range(bar, one)}",
    )


def _chosen(bar: index.Bar, asked: Asked) -> bool:
    """Whether a day of it is in the window that was chosen."""
    if asked.since is None and asked.until is None:
        return False
    return (asked.since is None or bar.last >= asked.since) and (asked.until is None or bar.first <= asked.until)


def _leads(bar: index.Bar, asked: Asked, one: index.Bar | None) -> Asked:
    if one is None:
        return asked.within(bar.first, bar.last)
    if bar == one:
        return asked.but(since=None, until=None)
    return asked.within(min(bar.first, one.first), max(bar.last, one.last))


def _range(bar: index.Bar, one: index.Bar | None) -> str:
    """What a click does, where it does more than choose the bar."""
    if one is None:
        return ""
    if bar == one:
        return "; show all times again"
    first, last = min(bar.first, one.first), max(bar.last, one.last)
    return f"; choose {index.brief_span(first, last)}"


def _times(bars: Sequence[index.Bar]) -> list[str]:
    """Of the first, the middle and the last bar, as far as there are so many."""
    places = dict.fromkeys((0, (len(bars) - 1) // 2, len(bars) - 1))
    return [index.brief_span(bars[place].first, bars[place].last) for place in places]
