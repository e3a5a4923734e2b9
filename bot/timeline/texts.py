"""What a timeline says in words: its head, its numbers, and its picture for who can't see it. Pure."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import index
from bot.ui import headings, limits, text
from bot.ui.passages import counted

SMALL: Final = "-# "
_TOGETHER: Final = "\N{NO-BREAK SPACE}"
_MAX_NOTE: Final = 160
_MAX_NOTES: Final = 3
"""Most characters of a note, and most notes."""
_MAX_QUERY: Final = 200
"""Most characters of a query in a picture's description."""


def head(found: index.Timeline, *, share: bool) -> str:
    """What was asked, how much matches, and what of it the bars don't show; a line for each note."""
    notes = [f"⚠️ {text.label(note, _MAX_NOTE)}" for note in found.chat_warnings[:_MAX_NOTES]]
    asked = headings.asked("📊", found.query.text, found.reading)
    return "\n".join((asked, *(f"{SMALL}{line}" for line in (_count(found, share=share), *notes))))


def _count(found: index.Timeline, *, share: bool) -> str:
    parts = [
        counted(found.documents, "dated document"),
        f"each bar {found.bar_length}" if found.documents else "",
        "in % of all documents of that time" if share and found.documents else "",
        f"{found.in_several:,} dated to several bars and counted in each" if found.in_several else "",
        f"{found.undated:,} undated" if found.undated else "",
    ]
    return " · ".join(part for part in parts if part)


def numbers(found: index.Timeline, *, share: bool) -> str:
    """Each bar's time and number; days and months in a line for each year."""
    lines = []
    for year, bars in groupby(found.bars, key=lambda bar: _year(found, bar)):
        said = " · ".join(_said(bar, year, share=share) for bar in bars)
        lines.append(f"{SMALL}{year}: {said}" if year else f"{SMALL}{said}")
    return "\n".join(lines)


def _said(bar: index.Bar, year: str, *, share: bool) -> str:
    """A bar's time and number, which stay on one line."""
    counted = f"**{number(bar, share=share)}**{_of(bar, share=share)}"
    return f"{_time(bar, year)} {counted}".replace(" ", _TOGETHER)


def _year(found: index.Timeline, bar: index.Bar) -> str:
    return "" if found.unit == "year" else f"{bar.first.year:04}"


def _time(bar: index.Bar, year: str) -> str:
    return index.brief_span(bar.first, bar.last).removesuffix(f" {year}")


def number(bar: index.Bar, *, share: bool) -> str:
    """How many documents, or which part of all; a dash where there is no document at all."""
    if not share:
        return f"{bar.documents:,}"
    return "–" if bar.share is None else percent(bar.share)


def percent(share: float) -> str:
    """As exact as tells something: 12 %, 1.2 %, below 0.1 %."""
    if 0 < share < 0.001:
        return "<0.1 %"
    exact = f"{100 * share:.0f}" if share >= 0.1 or not share else f"{100 * share:.1f}"
    return f"{exact} %"


def _of(bar: index.Bar, *, share: bool) -> str:
    return f" of {bar.all_documents:,}" if share and bar.all_documents else ""


def description(found: index.Timeline, *, share: bool) -> str:
    """The picture in words, as plain text."""
    asked = limits.cut(index.one_line(found.query.text), _MAX_QUERY)
    what = "the share of documents" if share else "how many documents"
    bars = "; ".join(f"{index.brief_span(bar.first, bar.last)}: {number(bar, share=share)}" for bar in found.bars)
    return f"Bar chart: {what} that match “{asked}”, each bar {found.bar_length}. {bars}"
