"""The address of a search says what is asked, and leads to it again."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

import index
from index.web.pages.asked import MAX_PAGE, Asked, read

DAYS = st.none() | st.dates()
NAMES = st.lists(st.text("ab &=?#/é", min_size=1, max_size=5), max_size=2, unique=True).map(tuple)
SEARCHES = st.builds(
    Asked,
    text=st.text('ab &=?#/é"“', max_size=9).map(str.strip),
    since=DAYS,
    until=DAYS,
    sort=st.sampled_from([None, "relevance", "newest", "oldest"]),
    folders=NAMES,
    kinds=NAMES,
    page=st.integers(1, MAX_PAGE),
)


def of(address: str) -> Asked:
    return read(QueryParams(urlsplit(address).query))


@given(SEARCHES)
@settings(max_examples=50)
def test_an_address_is_read_as_what_it_was_written_for(asked: Asked) -> None:
    """What is asked survives its own address."""
    assert of(asked.address) == asked


@given(SEARCHES, st.sampled_from(["folders", "kinds"]))
@settings(max_examples=30)
def test_a_facet_that_is_chosen_twice_is_as_before(asked: Asked, facet: str) -> None:
    """A second click on a folder or a kind takes back the first, which adds it."""
    chosen = asked.toggled(facet, "new")
    assert "new" in getattr(chosen, facet)
    assert chosen.toggled(facet, "new") == asked.but()


def test_dates_are_read_as_people_type_them() -> None:
    """A month or a year begins with its first day and ends with its last."""
    asked = of("/?q=x&since=July+1969&until=1972")
    assert (asked.since, asked.until) == (dt.date(1969, 7, 1), dt.date(1972, 12, 31))


@pytest.mark.parametrize("query", ["since=foo", "until=1969-13", "sort=best"])
def test_what_cannot_be_read_is_said(query: str) -> None:
    """A date or an order that is none is an error that says what to write."""
    with pytest.raises(index.QueryError, match=r"write it as|choose relevance"):
        of(f"/?q=x&{query}")


@pytest.mark.parametrize(
    ("page", "read_as"), [("3", 3), ("0", 1), ("-4", 1), ("x", 1), ("99999999999", 1), ("9999", MAX_PAGE)]
)
def test_a_page_that_is_none_is_the_nearest(page: str, read_as: int) -> None:
    """A page's number is never an error."""
    assert of(f"/?q=x&page={page}").page == read_as


def test_a_window_or_a_folder_alone_asks_for_all_of_it() -> None:
    """Where nothing was typed, what narrows is asked as operators; a kind alone asks nothing."""
    assert Asked(since=dt.date(1969, 1, 1)).query(index.EVERYTHING).text == "since:1969-01-01"
    assert Asked(folders=("coast",)).query(index.EVERYTHING).text == 'in:"coast"'
    assert not Asked(kinds=("pdf",)).asks
    assert Asked(text="x").asks
