"""A button carries its search, and nothing it carries is believed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import custom_ids
from bot.search.custom_ids import Search
from bot.ui import limits

searches = st.builds(
    Search,
    asker=st.integers(0, 2**64 - 1),
    text=st.text(min_size=1, max_size=120),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    sort=st.sampled_from([None, "relevance", "newest", "oldest"]),
)


@given(searches, st.sampled_from("pcw"), st.integers(0, 9))
def test_a_search_that_fits_survives_in_the_button(search: Search, action: str, number: int) -> None:
    """What a short search was is read back exactly, so that a new process can go on with it."""
    custom_id = custom_ids.custom_id(action, number, search)
    assert limits.length(custom_id) <= limits.CUSTOM_ID
    match = custom_ids.TEMPLATE.fullmatch(custom_id)
    assert match is not None
    press = custom_ids.press(match)
    assert (press.action, press.argument, press.asker) == (action, str(number), search.asker)
    assert press.search == search if press.token is None else press.token == custom_ids.token(search)


def test_a_search_of_usual_length_needs_no_memory() -> None:
    """Sixty characters with a window still fit the button."""
    search = Search(2**63, "x" * 60, dt.date(1969, 1, 1), dt.date(1972, 12, 31), "newest")
    assert "=" not in custom_ids.custom_id("p", 10, search)


def test_different_searches_have_different_tokens() -> None:
    """The asker is part of the token, so that nobody's button leads to another's search."""
    assert custom_ids.token(Search(1, "moon")) != custom_ids.token(Search(2, "moon"))


def test_days_that_do_not_exist_are_refused() -> None:
    """A made-up id with an impossible day is an error, not a search."""
    match = custom_ids.TEMPLATE.fullmatch("s:p:1:AAAAAAAAAAA:zzzzzz::r:moon")
    assert match is not None
    with pytest.raises(ValueError, match="ordinal"):
        custom_ids.press(match)
