"""Searches to try are made of what is there, and their buttons fit."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given

import index
from bot.help import examples
from bot.ui import limits
from index.search.query import read
from tests.bot.hostile import hostile

DATED = index.Holdings(documents=2, undated=0, passages=2, earliest=dt.date(1957, 10, 4), latest=dt.date(1969, 7, 20))
UNDATED = index.Holdings(documents=2, undated=2, passages=2, earliest=None, latest=None)


@pytest.mark.parametrize(
    "title", ["Moon", "A title of many more than just six words", "Who: me", "in:x a", '"a b"', "-a b"]
)
def test_a_title_that_is_more_than_a_few_words_is_no_example(title: str) -> None:
    """What a query would read as an operator, a phrase or an exclusion; the next plain one is taken."""
    named = [index.Named(path="a", title=title), index.Named(path="b", title="The  Eagle lands")]
    assert examples.found_by(DATED, named) == ["The Eagle lands", "July 1969"]
    assert examples.found_by(UNDATED, named[:1]) == []


@given(hostile)
def test_whatever_a_title_is_its_button_fits_and_searches_for_its_words(title: str) -> None:
    """The id is within Discord's bound and read back; the query has no operators."""
    for example in examples.found_by(UNDATED, [index.Named(path="a", title=title)]):
        (button,) = examples.buttons([example])
        match = examples.TEMPLATE.fullmatch(button.custom_id)
        assert match
        assert match["text"] == example
        assert limits.length(button.custom_id) <= limits.CUSTOM_ID
        reading = read(index.Query(text=example))
        assert (*reading.phrases, *reading.excluded, *reading.titles, *reading.folders) == ()
