"""A button carries its search, and nothing it carries is believed."""

from __future__ import annotations

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


@given(searches, st.sampled_from("pjfgwd"), st.integers(0, 99))
def test_a_search_survives_in_the_button(search: Search, action: str, number: int) -> None:
    """What a short search was is read back exactly, so that a new process can go on with it; a token stands for it."""
    token = None if custom_ids.fits(search) else "AbC_-9"
    custom_id = custom_ids.custom_id(action, number, search, token)
    assert limits.length(custom_id) <= limits.CUSTOM_ID
    match = custom_ids.TEMPLATE.fullmatch(custom_id)
    assert match is not None
    press = custom_ids.press(match)
    assert (press.action, press.argument, press.asker) == (action, str(number), search.asker)
    assert (press.search, press.token) == ((None, token) if token else (search, None))


def test_days_that_do_not_exist_are_refused() -> None:
    """A made-up id with an impossible day is an error, not a search."""
    match = custom_ids.TEMPLATE.fullmatch("s:p:1:AAAAAAAAAAA:zzzzzz::r:moon")
    assert match is not None
    with pytest.raises(ValueError, match="ordinal"):
        custom_ids.press(match)
