"""The bars that time is divided into: few enough, without gaps, and round."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import QueryError, TimeUnit
from index.search.bins import MAX_BARS, STEPS, bins

ONE = dt.timedelta(days=1)
UNITS: list[TimeUnit] = ["day", "month", "year"]
spans = st.tuples(st.dates(), st.dates()).map(sorted) | st.builds(
    lambda first, days: [first, min(first + dt.timedelta(days), dt.date.max)],
    st.dates(max_value=dt.date(9000, 1, 1)),
    st.integers(0, 12_000),
)
"""From a day to a later one: any, or a few years at most."""


def is_round(day: dt.date, unit: TimeUnit, step: int) -> bool:
    """Whether a bar of that length may begin here; the calendar has no year 0."""
    if unit == "day":
        return step == 1 or day.isoweekday() == 1
    months = day.day == 1 and (unit == "year" or (day.month - 1) % step == 0)
    return months and (unit == "month" or (day.month == 1 and (day.year % step == 0 or day.year == 1)))


@given(spans, st.none() | st.sampled_from(UNITS), st.sampled_from(UNITS))
@example([dt.date.min, dt.date.max], None, "day")
@example([dt.date.max, dt.date.max], None, "day")
@example([dt.date.min, dt.date.min], "year", "day")
def test_bars_are_few_round_and_side_by_side(span: list[dt.date], unit: TimeUnit | None, finest: TimeUnit) -> None:
    """They have every day from first to last, none more than they must, and are the finest that may be."""
    first, last = span
    try:
        found = bins(first, last, unit, finest=finest)
    except QueryError:
        assert unit is not None
        assert bars_between(first, last, unit, STEPS[unit][-1]) > MAX_BARS
        return
    bars = list(found.spans)
    assert 1 <= len(bars) <= MAX_BARS
    assert all(after[0] == before[1] + ONE for before, after in pairwise(bars))
    assert bars[0][0] <= first <= bars[0][1]
    assert bars[-1][0] <= last <= bars[-1][1]
    assert all(is_round(start, found.unit, found.step) for start, _ in bars)
    finer = [(one, step) for one in UNITS for step in STEPS[one]]
    finer = finer[: finer.index((found.unit, found.step))]
    allowed = [one for one in finer if one[0] == unit or (unit is None and UNITS.index(one[0]) >= UNITS.index(finest))]
    assert all(bars_between(first, last, *one) > MAX_BARS for one in allowed)


def bars_between(first: dt.date, last: dt.date, unit: TimeUnit, step: int) -> int:
    """How many bars have a day from first to last, counted one by one."""
    count, day = 1, first
    while count <= MAX_BARS + 1:
        after = beginning_after(day, unit, step)
        if after is None or after > last:
            return count
        count, day = count + 1, after
    return count


def beginning_after(day: dt.date, unit: TimeUnit, step: int) -> dt.date | None:
    """The first day of the next bar; None beyond the calendar."""
    try:
        if unit == "day":
            return day + ONE * (1 if step == 1 else 8 - day.isoweekday())
        if unit == "year":
            return dt.date(day.year // step * step + step, 1, 1)
        months = (day.year * 12 + day.month - 1) // step * step + step
        return dt.date(months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError):
        return None


@pytest.mark.parametrize(
    ("first", "last", "unit", "step", "count"),
    [
        ("1969-07-20", "1969-07-20", "day", 1, 1),
        ("1969-07-01", "1969-07-25", "day", 1, 25),
        ("1969-07-01", "1969-07-31", "day", 7, 5),
        ("1969-01-01", "1969-12-31", "month", 1, 12),
        ("1969-01-01", "1972-12-31", "month", 3, 16),
        ("1960-01-01", "1984-12-31", "year", 1, 25),
        ("1957-10-04", "2024-12-19", "year", 5, 14),
        ("1805-01-01", "2024-12-31", "year", 10, 23),
    ],
)
def test_the_bars_of_usual_spans(first: str, last: str, unit: str, step: int, count: int) -> None:
    """Days, weeks, months, quarters, years, and round numbers of years."""
    found = bins(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert (found.unit, found.step, len(found.starts)) == (unit, step, count)


def test_too_many_bars_are_refused_with_what_to_do() -> None:
    """The line names how many there are, how many fit, and both cures."""
    with pytest.raises(
        QueryError, match=r"there are 365 days, and 25 bars hold 175; narrow .* or count by month, by year"
    ):
        bins(dt.date(1969, 1, 1), dt.date(1969, 12, 31), "day")
