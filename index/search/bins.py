"""The bars into which time is divided: at most 25 side by side, each beginning where people begin to count. Pure.

A bar is a day, a week from Monday on, a month, a quarter, a year, or as many years as divide a round number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.errors import QueryError
from index.models.timelines import TimeUnit

MAX_BARS: Final = 25
WEEK: Final = 7
STEPS: Final[dict[TimeUnit, tuple[int, ...]]] = {
    "day": (1, WEEK),
    "month": (1, 3),
    "year": (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500),
}
"""How many units a bar may be long, finest first; 25 bars of 500 years are longer than the calendar."""
_WITHOUT_A_UNIT: Final = {"day": "by month, by year or without a unit", "month": "by year or without a unit"}


class Bins(NamedTuple):
    """Bars of `step` units each; `starts` are their first days and `end` is the last day of the last one."""

    unit: TimeUnit
    step: int
    starts: tuple[dt.date, ...]
    end: dt.date

    @property
    def spans(self) -> Iterator[tuple[dt.date, dt.date]]:
        """The first and the last day of each bar."""
        ends = (start - dt.timedelta(days=1) for start in self.starts[1:])
        return zip(self.starts, (*ends, self.end), strict=True)


def bins(first: dt.date, last: dt.date, unit: TimeUnit | None = None, *, finest: TimeUnit = "day") -> Bins:
    """The finest bars of which at most 25 have all days from `first` to `last`.

    They are of this `unit` where one is given, or else of one that is no finer than `finest`. Raises `QueryError` where
    there would be more of the unit given.
    """
    for each in (unit,) if unit else tuple(STEPS)[tuple(STEPS).index(finest) :]:
        for step in STEPS[each]:
            if _count(first, last, each, step) <= MAX_BARS:
                return _divided(first, last, each, step)
    raise QueryError(_too_many(first, last, unit or "day"), shown=True)


def _divided(first: dt.date, last: dt.date, unit: TimeUnit, step: int) -> Bins:
    begin, count = _place(first, unit, step), _count(first, last, unit, step)
    starts = tuple(_start(begin + number, unit, step) for number in range(count))
    return Bins(unit, step, starts, _end(begin + count, unit, step))


def _count(first: dt.date, last: dt.date, unit: TimeUnit, step: int) -> int:
    return _place(last, unit, step) - _place(first, unit, step) + 1


def _place(day: dt.date, unit: TimeUnit, step: int) -> int:
    """The number of the bar that has a day, counted from the calendar's beginning, which is a Monday."""
    return {"day": day.toordinal() - 1, "month": day.year * 12 + day.month - 1, "year": day.year}[unit] // step


def _start(place: int, unit: TimeUnit, step: int) -> dt.date:
    """The first day of a bar; the first one of years begins with the year 1."""
    at = place * step
    if unit == "day":
        return dt.date.fromordinal(at + 1)
    return dt.date(at // 12, at % 12 + 1, 1) if unit == "month" else dt.date(max(at, dt.MINYEAR), 1, 1)


def _end(after: int, unit: TimeUnit, step: int) -> dt.date:
    """The day before a bar begins; the calendar's last one where it would begin later."""
    try:
        return _start(after, unit, step) - dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return dt.date.max


def _too_many(first: dt.date, last: dt.date, unit: TimeUnit) -> str:
    longest = STEPS[unit][-1]
    count = _count(first, last, unit, 1)
    return (
        f"from {first} to {last} there are {count:,} {unit}s, and {MAX_BARS} bars hold {MAX_BARS * longest}; "
        f"narrow the window with since and until, or count {_WITHOUT_A_UNIT.get(unit, 'without a unit')}"
    )
