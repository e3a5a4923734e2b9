"""A button carries its timeline, and nothing it carries is believed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.custom_ids import TEMPLATE as SEARCHES
from bot.timeline import custom_ids
from bot.timeline.custom_ids import Asked
from bot.ui import limits

days = st.none() | st.dates()
timelines = st.builds(
    Asked,
    asker=st.integers(0, 2**64 - 1),
    text=st.text(min_size=1, max_size=120),
    since=days,
    until=days,
    by=st.sampled_from([None, "day", "month", "year"]),
    share=st.booleans(),
    first=days,
    last=days,
)


@given(timelines, st.sampled_from("fuswd"))
def test_a_timeline_survives_in_the_button(asked: Asked, action: str) -> None:
    """What a short one was is read back exactly, whatever is chosen; a token stands for the text of a long one."""
    token = None if custom_ids.fits(asked) else "AbC_-9"
    custom_id = custom_ids.custom_id(action, asked, token)
    assert limits.length(custom_id) <= limits.CUSTOM_ID
    match = custom_ids.TEMPLATE.fullmatch(custom_id)
    assert match is not None
    assert SEARCHES.fullmatch(custom_id) is None
    press = custom_ids.press(match)
    assert (press.action, press.token) == (action, token)
    assert press.asked == (replace(asked, text="") if token else asked)


def test_days_that_do_not_exist_are_refused() -> None:
    """A made-up id with an impossible day is an error, not a timeline."""
    match = custom_ids.TEMPLATE.fullmatch("t:s:AAAAAAAAAAA:zzzzzz::::-n:-moon")
    assert match is not None
    with pytest.raises(ValueError, match="ordinal"):
        custom_ids.press(match)


def test_all_that_a_query_of_usual_length_needs_fits() -> None:
    """So that its words are not stored."""
    assert custom_ids.fits(Asked(2**63, "x" * 45, dt.date.max, dt.date.max, "year", True, dt.date.max, dt.date.max))
