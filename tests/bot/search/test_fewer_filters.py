"""What is offered with one filter less is the same search without just that filter."""

from __future__ import annotations

import datetime as dt

import index
from bot.search import fewer_filters
from bot.search.custom_ids import Search
from index import Query, Reading
from index.search.query import read

TODAY = dt.date(2025, 6, 18)


def reading(search: Search) -> Reading:
    return read(search.query(10, index.EVERYTHING).model_copy(update={"today": TODAY}))


def test_dropping_the_dates_drops_the_words_they_were_read_from() -> None:
    """The button leaves a search without a window, however the window was stated."""
    for text in ("moon landing between 1969 and 1972", "moon landing last week", "moon landing since:1969"):
        search = Search(asker=1, text=text)
        dropped = fewer_filters.undated(search, reading(search))
        assert dropped.text == "moon landing"
        assert not reading(dropped).windowed


def test_only_these_dates_are_days_and_no_words() -> None:
    """The search keeps its window when it is read again on another day, and nothing of it is a guess any more."""
    search = Search(asker=1, text='latest on the "moon landing" last week')
    strict = fewer_filters.strict(search, reading(search))
    assert (strict.since, strict.until) == (dt.date(2025, 6, 9), dt.date(2025, 6, 15))
    assert not reading(strict).prefers
    assert (reading(strict).since, reading(strict).until) == (dt.date(2025, 6, 9), dt.date(2025, 6, 15))


def test_what_words_prefer_is_no_filter() -> None:
    """Nothing is offered without dates that keep nothing out."""
    for text, offered in (("moon last week", []), ("moon since:1969", ["the dates"])):
        search = Search(asker=1, text=text)
        assert [offer.without for offer in fewer_filters.wider_searches(search, reading(search))] == offered


def test_an_order_said_in_words_outlives_them() -> None:
    """Newest first stays newest first when the search is restated without "latest on"."""
    search = Search(asker=1, text="latest on apollo in 1971")
    dropped = fewer_filters.undated(search, reading(search))
    assert (dropped.text, dropped.sort) == ("apollo", "newest")


def test_a_quoted_phrase_stays_words() -> None:
    """Restating a search never turns into a window what was kept from being one."""
    search = Search(asker=1, text='floods "in 1953" since:1950')
    assert reading(fewer_filters.undated(search, reading(search))).phrases == ("in 1953",)
    assert read(Query(text=fewer_filters.stated(reading(search)), today=TODAY)).window_from is None
