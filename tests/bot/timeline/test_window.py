"""The window that two selects set: within the one that was asked for, and of the same search."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import index
from bot.timeline import window
from bot.timeline.custom_ids import Asked
from index.search.query import read
from tests.bot.timeline.timelines import timeline

FIRST, LAST = dt.date(1969, 1, 1), dt.date(1969, 12, 31)
TODAY = dt.date(2025, 6, 18)


@pytest.mark.parametrize(
    ("text", "since", "until", "text_then", "since_then", "until_then"),
    [
        ("moon", None, None, "moon", "1969-01-01", "1969-12-31"),
        ("moon", "1969-03-05", None, "moon", "1969-03-05", "1969-12-31"),
        ("moon until:1969-04", None, None, "moon until:1969-04", "1969-01-01", "1969-04-30"),
        ('moon "rose late" -sun in:a in the spring of 1969', None, None, None, "1969-03-01", "1969-05-31"),
        ("July 1969", None, None, "since:1969-07-01 until:1969-07-31", "1969-07-01", "1969-07-31"),
        ("moon", "1980-01-01", None, "moon", "1969-01-01", "1969-12-31"),
    ],
)
def test_the_search_of_a_window_is_the_same_search(  # noqa: PLR0917 - a table of cases
    text: str, since: str | None, until: str | None, text_then: str | None, since_then: str, until_then: str
) -> None:
    """Its words are kept but for those that stated a time; a bar that reaches beyond the window adds nothing."""
    first, last = (None if day is None else dt.date.fromisoformat(day) for day in (since, until))
    asked = Asked(1, text, first, last)
    reading = read(asked.query(index.EVERYTHING).model_copy(update={"today": TODAY}))
    for ends in ((FIRST, LAST), (LAST, FIRST)):
        found = window.search(reading, asked, *ends)
        assert (str(found.since), str(found.until)) == (since_then, until_then)
        if text_then is not None:
            assert found.text == text_then
        again = read(index.Query(text=found.text, since=found.since, until=found.until, today=TODAY))
        same = {"words", "phrases", "excluded", "titles", "folders"}
        assert again.model_dump(include=same) == reading.model_dump(include=same)
        assert (again.since, again.until) == (found.since, found.until)


@given(st.text(max_size=12) | st.dates().map(str))
def test_an_option_is_a_day_or_nothing(value: str) -> None:
    """Whatever a made-up press has chosen."""
    day = window.chosen_day(value)
    assert day is None or day.isoformat() == value


def test_once_one_end_is_chosen_the_other_can_not_lie_before_it() -> None:
    """What is chosen can still be changed for any that fits."""
    found = timeline("moon", "1960-01-01", "1969-12-31", [3])
    first, last = window.selects(found, Asked(1, "moon", first=dt.date(1964, 1, 1)), ("a", "b"))
    assert [len(first.options), len(last.options)] == [10, 6]
    assert [option.label for option in first.options if option.chosen] == ["1964"]
    assert last.options[0].value == "1964-12-31"
    first, last = window.selects(found, Asked(1, "moon", last=dt.date(1964, 12, 31)), ("a", "b"))
    assert [len(first.options), len(last.options)] == [5, 10]
