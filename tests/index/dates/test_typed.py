"""Spans as people type them."""

from __future__ import annotations

import pytest

from index import QueryError, read_span


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("1969", "1969-01-01", "1969-12-31"),
        ("July 1969", "1969-07-01", "1969-07-31"),
        ("1969-07", "1969-07-01", "1969-07-31"),
        ("20 July 1969", "1969-07-20", "1969-07-20"),
        ("1969..1972", "1969-01-01", "1972-12-31"),
        ("1969 to 1972", "1969-01-01", "1972-12-31"),
        ("1969–1972", "1969-01-01", "1972-12-31"),
        ("1969-1972", "1969-01-01", "1972-12-31"),
        (" July  1969 until 3 May 1970 ", "1969-07-01", "1970-05-03"),
        ("1969-07...1970-02", "1969-07-01", "1970-02-28"),
    ],
)
def test_a_span_is_a_date_or_from_one_to_another(typed: str, first: str, last: str) -> None:
    """All days of both dates belong to it."""
    assert [day.isoformat() for day in read_span(typed)] == [first, last]


@pytest.mark.parametrize(
    ("typed", "line"), [("the sixties", "1969..1972"), ("1969 to", "1969..1972"), ("1972..1969", "swap its dates")]
)
def test_what_is_no_span_is_told_with_what_is(typed: str, line: str) -> None:
    """The line says how to write it."""
    with pytest.raises(QueryError, match=line):
        read_span(typed)
