"""Dates as documents state them: the most trusted statement in, a span out; nothing is guessed.

A date that does not exist, can be read in two ways or has an unknown form leaves the document undated, with a note
that says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, get_args

from index.dates.calendar import MONTHS
from index.dates.spans import spans_of
from index.dates.written import Bounds, DateOrder, all_bounds, readings
from index.models.documents import DateSpan, Origin

TRUST: tuple[Origin, ...] = get_args(Origin)
"""Where a date may be stated, most trusted first."""

_ORIGIN_NAMES: dict[Origin, str] = {
    "set by a moderator": "the date set by a moderator",
    "head line": "the head line's date",
    "front matter": "the front matter's date",
    "metadata": "the metadata's date",
    "file name": "the file name's date",
    "page text": "the date in the page's text",
    "middle of the file name": "the date in the middle of the file name",
    "received": "the day of receipt",
    "creation metadata": "the creation date",
}

FUTURE = "is in the future"
"""How the note on a future date ends."""
FUTURE_NOTES = (FUTURE, "lies in the future")
"""Likewise, as any version of Dateline has written it."""
MAX_SHOWN = 60
"""Characters of a date that a note repeats."""

EASTERNMOST = dt.timezone(dt.timedelta(hours=14))
"""Where days begin first (the Line Islands)."""


def latest_today() -> dt.date:
    """Today's date where days begin first: a date that isn't in the future there is in the future nowhere."""
    return dt.datetime.now(EASTERNMOST).date()


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as written in a document, not yet read unless its reader knows which `day` it is.

    `doubt` says why it can't count although it is there, and what to do, such as that the document states another one.
    """

    written: str
    origin: Origin
    doubt: str = ""
    day: dt.date | None = None


class SettledDate(NamedTuple):
    """A document's date, None if it is undated, and what the report should say about it."""

    span: DateSpan | None
    notes: tuple[str, ...] = ()


def settle(stated: Iterable[StatedDate], *, order: DateOrder, today: dt.date) -> SettledDate:
    """A document's date: what its most trusted statement says.

    A date that can't be read is not replaced by a less trusted one, since the two may not mean the same day.
    """
    written = [date for date in stated if date.written.strip()]
    if not written:
        return SettledDate(None)
    return read_date(min(written, key=lambda date: TRUST.index(date.origin)), order=order, today=today)


def read_date(stated: StatedDate, *, order: DateOrder, today: dt.date) -> SettledDate:
    """Reads a date. `today` is only for comparison: a future date is kept and noted."""
    written = " ".join(stated.written.split())
    shown = f"{_ORIGIN_NAMES[stated.origin]} {written if len(written) <= MAX_SHOWN else written[:MAX_SHOWN] + '…'}"
    if stated.doubt:
        return SettledDate(None, (f"{shown} {stated.doubt}; the document is undated",))
    if day := stated.day:
        return _dated(_span(Bounds(day, day, "day"), stated), shown, today)
    found = all_bounds(written, order)
    if not found:
        found = spans_of(written, order)
    if len(found) == 1:
        return _dated(_span(found.pop(), stated), shown, today)
    if found:
        days = " or ".join(sorted(f"{days.earliest.day} {MONTHS[days.earliest.month - 1]}" for days in found))
        return SettledDate(None, (f"{shown} can mean {days}; set date_order to say which; the document is undated",))
    fault = "does not exist" if readings(written, order) else "can't be read (write it as 2025-01-23)"
    return SettledDate(None, (f"{shown} {fault}; the document is undated",))


def _dated(span: DateSpan, shown: str, today: dt.date) -> SettledDate:
    return SettledDate(span, (f"{shown} {FUTURE}",) if span.earliest > today else ())


def _span(days: Bounds, stated: StatedDate) -> DateSpan:
    return DateSpan(
        earliest=days.earliest,
        latest=days.latest,
        precision=days.precision,
        origin=stated.origin,
        as_written=stated.written.strip(),
    )
