"""Spans of days as people read them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import brief_span, read_days


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("1969-07-20", "1969-07-20", "20 Jul 1969"),
        ("1969-06-02", "1969-06-08", "2–8 Jun 1969"),
        ("1969-07-28", "1969-08-03", "28 Jul – 3 Aug 1969"),
        ("1969-12-29", "1970-01-04", "29 Dec 1969 – 4 Jan 1970"),
        ("1969-06-01", "1969-06-30", "Jun 1969"),
        ("1969-07-01", "1969-09-30", "Jul–Sep 1969"),
        ("1969-11-01", "1970-01-31", "Nov 1969 – Jan 1970"),
        ("1969-01-01", "1969-12-31", "1969"),
        ("0960-01-01", "0969-12-31", "0960–0969"),
    ],
)
def test_a_span_is_said_briefly(first: str, last: str, said: str) -> None:
    """Whole years and months as such, what both ends share once."""
    assert brief_span(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == said


@given(st.dates())
def test_a_day_that_is_said_briefly_can_be_read_back(day: dt.date) -> None:
    """Whatever the year."""
    assert read_days(brief_span(day, day)) == (day, day)
