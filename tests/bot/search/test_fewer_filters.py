"""What is offered with one filter less is the same search without just that filter."""

from __future__ import annotations

import datetime as dt

import pytest

import index
from bot.search import fewer_filters
from bot.search.custom_ids import Search
from index import Query, Reading
from index.search.query import read
from index.text.terms import exact

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


def test_the_last_week_of_a_time_alone_is_all_that_there_is() -> None:
    """Words that were nothing but a time of which there is no document are not searched for in another."""
    days = (dt.date(2020, 3, 1), dt.date(2020, 3, 7))
    for text, words, passed_over in (("this week", "this week", "this week"), ("harbour this week", "harbour", None)):
        searched = Reading(words=words, passed_over=passed_over)
        ended = reading(fewer_filters.last_week(Search(asker=1, text=text), searched, days))
        assert (ended.since, ended.until) == days
        assert ended.words == ("" if passed_over else "harbour")


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
    assert read(Query(text=index.restated(reading(search)), today=TODAY)).window_from is None


def test_what_a_time_alone_lists_is_searched_for_without_the_dates() -> None:
    """Dropping the dates of a query that is nothing else searches for its words."""
    search = Search(asker=1, text="20 July 1969")
    assert reading(search).lists
    dropped = reading(fewer_filters.undated(search, reading(search)))
    assert (dropped.phrases, dropped.windowed, dropped.lists) == (("20 July 1969",), False, False)


def test_a_filter_that_is_all_there_is_is_not_dropped() -> None:
    """No search is offered that would ask for nothing, and each offered one can be asked."""
    offered = {
        text: [offer.without for offer in fewer_filters.wider_searches(search, reading(search))]
        for text in ("since:1969", "in:moon", "title:moon", "-sun since:1969", "in:moon since:1969", "in:moon -sun")
        for search in [Search(asker=1, text=text)]
    }
    assert offered == {
        "since:1969": [],
        "in:moon": [],
        "title:moon": [],
        "-sun since:1969": ["the excluded words"],
        "in:moon since:1969": ["the dates", "the folder"],
        "in:moon -sun": ["the excluded words"],
    }


@pytest.mark.parametrize(
    "text",
    [
        'moon "the 6" pipe" -sun',
        "„he said “leap” twice“ moon",
        "moon +sun title:「leap」",
        "„ein “ wort“ -»der Mond«",
        "moon -(sun OR star) OR x*",
        "-5 degrees -„old moon”",
        'in:"old moon" title:leap',
    ],
)
def test_a_restated_search_is_read_the_same(text: str) -> None:
    """Whatever marks and signs were typed, the search without one filter keeps all others."""
    read_once = reading(Search(asker=1, text=text))
    read_twice = read(Query(text=index.restated(read_once), today=TODAY))
    same = {"words", "excluded", "titles", "folders", "since", "until"}
    assert read_twice.model_dump(include=same) == read_once.model_dump(include=same)
    assert [exact(phrase) for phrase in read_twice.phrases] == [exact(phrase) for phrase in read_once.phrases]
