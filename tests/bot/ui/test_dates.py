"""Dates are shown as precisely as the source has them, and never shifted."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ui import dates
from tests.bot.fakes import day


@pytest.mark.parametrize(
    ("written", "shown"),
    [("1969-07-20", "20 July 1969"), ("1969-07", "July 1969"), ("1969", "1969")],
)
def test_a_date_is_shown_at_its_own_precision(written: str, shown: str) -> None:
    """A month is never shown as its first day, nor a year as its first month."""
    assert dates.span(day(written)) == shown


def test_no_date_is_called_undated() -> None:
    """A document without a date says so."""
    assert dates.span(None) == "undated"


def test_a_span_of_several_units_shows_both_ends() -> None:
    """A source that names a range of months shows the range."""
    span = day("1969-07").model_copy(update={"latest": dt.date(1969, 9, 30)})
    assert dates.span(span) == "July 1969 – September 1969"


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        (dt.date(1969, 1, 1), dt.date(1972, 12, 31), "1 Jan 1969 – 31 Dec 1972"),
        (dt.date(1969, 7, 20), dt.date(1969, 7, 20), "20 Jul 1969"),
        (dt.date(1969, 1, 1), None, "since 1 Jan 1969"),
        (None, dt.date(1972, 12, 31), "until 31 Dec 1972"),
        (None, None, ""),
    ],
)
def test_a_window_is_shown_in_absolute_days(since: dt.date | None, until: dt.date | None, shown: str) -> None:
    """The reader sees which days were searched, both bounds included."""
    assert dates.window(since, until) == shown
