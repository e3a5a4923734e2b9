"""What a person types is read as they mean it, or refused in a line that says what to write."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.dates.calendar import MONTHS
from index.dates.typed import read_days
from index.errors import QueryError
from index.models.answers import MAX_CHARACTERS, Query, Reading
from index.search.query import read


def reading(text: str, **options: Any) -> Reading:
    return read(Query(text=text, **options))


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("moon landing", {"words": "moon landing"}),
        ('moon "giant leap"', {"words": "moon", "phrases": ("giant leap",)}),
        ("„großer Sprung“ mond", {"words": "mond", "phrases": ("großer Sprung",)}),
        ("«un petit pas» lune", {"words": "lune", "phrases": ("un petit pas",)}),
        ("moon -apollo", {"words": "moon", "excluded": ("apollo",)}),
        ('moon -"apollo 11"', {"words": "moon", "excluded": ("apollo 11",)}),
        ("A-10 plane", {"words": "A-10 plane"}),
        ("moon title:leap in:moon/", {"words": "moon", "titles": ("leap",), "folders": ("moon",)}),
        ('moon title:"first people"', {"words": "moon", "titles": ("first people",)}),
        ('5" pipe', {"words": "5 pipe"}),
        ("at 10:30 sharp", {"words": "at 10:30 sharp"}),
        ("see https://example.org/x", {"words": "see https://example.org/x"}),
    ],
)
def test_terms(text: str, read_as: dict[str, Any]) -> None:
    """Words, phrases, exclusions and operators, and what merely looks like one of them."""
    assert reading(text) == Reading(**read_as)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("x since:1969", "1969-01-01", None),
        ("x until:1969", None, "1969-12-31"),
        ("x until:1968-02", None, "1968-02-29"),
        ("x after:1969", "1970-01-01", None),
        ("x before:1969-07-20", None, "1969-07-19"),
        ("x during:1969-07", "1969-07-01", "1969-07-31"),
        ('x during:"20 July 1969"', "1969-07-20", "1969-07-20"),
        ('x since:"July 20, 1969"', "1969-07-20", None),
        ("x since: 1969", "1969-01-01", None),
        ("x SINCE:1969 until:1972", "1969-01-01", "1972-12-31"),
        ("x since:1969 since:1971", "1971-01-01", None),
    ],
)
def test_windows(text: str, since: str | None, until: str | None) -> None:
    """since and until include their day, after and before do not, and two bounds are the narrower."""
    window = reading(text)
    assert (window.since and window.since.isoformat(), window.until and window.until.isoformat()) == (since, until)
    assert window.window_from is None


def test_options_narrow_the_window_of_the_text() -> None:
    """Neither lets through what the other keeps out."""
    window = reading("x since:1960 until:1980", since=dt.date(1970, 1, 1), until=dt.date(1990, 1, 1))
    assert (window.since, window.until) == (dt.date(1970, 1, 1), dt.date(1980, 12, 31))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "the query is empty"),
        ("   ", "the query is empty"),
        ("...", "nothing to search for"),
        ("-apollo", "beside what it leaves out write at least one word"),
        ("x NOT in:moon", "leave out the minus or NOT"),
        ('in:""', "nothing to search for"),
        ("x -since:1969", "can't be excluded"),
        ("x since:yesterdayish", "can't be read; write it as YYYY-MM-DD"),
        ("x since:1969-02-30", "can't be read"),
        ("x since:03/04/2025", "can't be read"),
        ("x since:1972 until:1969", "ends .* before it begins"),
        ("x before:0001-01-01", "there are no days beyond"),
        ("x" * (MAX_CHARACTERS + 1), "shorten it to 6,000"),
    ],
)
def test_what_can_not_be_meant_is_refused(text: str, line: str) -> None:
    """No filter is ignored in silence: the line says what is wrong and what to write."""
    with pytest.raises(QueryError, match=line):
        reading(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(dt.date(1000, 1, 1)))
def test_a_day_is_read_in_every_form(day: dt.date) -> None:
    """All forms that messages name mean the same day."""
    month = MONTHS[day.month - 1]
    forms = (day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}")
    assert {read_days(form) for form in forms} == {(day, day)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80))
@example('since:"')
@example("−x “")
@example("title:in:since:")
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing that can be typed breaks the reader, and every word is kept somewhere."""
    try:
        found = reading("moon " + text)
    except QueryError:
        return
    assert "moon" in found.meaning.split() or found.sort_from
