"""The two selects that set another window, and the search that it leads to. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

import index
from bot.timeline.custom_ids import Asked
from bot.ui.components import Option, Select
from bot.ui.passages import counted

SINCE, UNTIL = "Search from …", "Search up to and including …"
"""What stands in the selects while nothing is chosen."""
_LONGEST: Final = 10
"""Characters of a day in ISO 8601."""


class Search(NamedTuple):
    """The text to search for and the window, both days included."""

    text: str
    since: dt.date
    until: dt.date


def selects(found: index.Timeline, asked: Asked, ids: tuple[str, str]) -> list[Select]:
    """From which bar on, and up to which; once one is chosen, the other has no bars that lie on its wrong side."""
    firsts = [bar for bar in found.bars if asked.last is None or bar.first <= asked.last]
    lasts = [bar for bar in found.bars if asked.first is None or bar.last >= asked.first]
    return [
        Select(ids[0], SINCE, [_option(bar, bar.first, chosen=bar.first == asked.first) for bar in firsts]),
        Select(ids[1], UNTIL, [_option(bar, bar.last, chosen=bar.last == asked.last) for bar in lasts]),
    ]


def _option(bar: index.Bar, end: dt.date, *, chosen: bool) -> Option:
    label = index.brief_span(bar.first, bar.last)
    return Option(end.isoformat(), label, counted(bar.documents, "document"), chosen=chosen)


def chosen_day(value: str) -> dt.date | None:
    """The day that an option stands for; None for what is no option."""
    try:
        return dt.date.fromisoformat(value) if len(value) == _LONGEST else None
    except ValueError:
        return None


def search(reading: index.Reading, asked: Asked, first: dt.date, last: dt.date) -> Search:
    """The same search from one of these days to the other, as far as they are in the window that was asked for.

    Words that stated a time are left out: beside a window they would be searched for like others.
    """
    first, last = min(first, last), max(first, last)
    since, until = max(first, reading.since or first), min(last, reading.until or last)
    if since > until:
        since, until = first, last
    if reading.window_from is None:
        return Search(asked.text, since, until)
    narrowed = reading.model_copy(update={"since": since, "until": until})
    return Search(index.restated(reading) or index.window_restated(narrowed), since, until)
