"""The words of a message are searched for, and nothing in it acts."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import index
from bot.search import message_query
from index.search.query import read
from tests.bot.hostile import hostile


@pytest.mark.parametrize(
    ("content", "query"),
    [
        ('since:1969 -moon title:"x" in:board', "1969 moon x board"),
        ('"an exact phrase" colour:red', "an exact phrase colour red"),
        ("moon AND sun, do NOT land OR AROUND(3)", "moon and sun do not land or AROUND 3"),
        ("<@100000000000000001> look at https://example.org/a?b=c <#5> <a:wow:7> moon", "look at moon"),
        ("don't stop at 3.14 or Apollo-11", "don't stop at 3.14 or Apollo-11"),
        ("词 月亮 и луна", "词 月亮 и луна"),
        ("😀 !!! …", ""),
    ],
)
def test_only_words_are_left(content: str, query: str) -> None:
    """Operators, quotation marks, exclusions, mentions and links are no words."""
    assert message_query.of_message(content) == query


def test_a_long_message_is_cut_between_words() -> None:
    """The beginning is searched for, in whole words; one endless word is cut."""
    assert message_query.of_message("moon rise " * 900) == ("moon rise " * 600).strip()
    assert message_query.of_message("x" * 9000) == "x" * index.MAX_CHARACTERS


@given(st.one_of(hostile, st.text(max_size=400)))
@example("\u2de0")  # a combining Cyrillic letter on nothing
@example("@everyone<@1>\u2de0")
@example("\u07a6")  # a combining vowel of Thaana
def test_any_message_is_a_plain_query(content: str) -> None:
    """Whatever it holds, the query is words alone: no operator, phrase or exclusion comes of it."""
    query = message_query.of_message(content)
    assert len(query) <= index.MAX_CHARACTERS
    if query:
        reading = read(index.Query(text=query))
        spoken = reading.model_dump(
            include={"words", "since", "until", "sort", "window_from", "passed_over", "sort_from", "notes"}
        )
        assert reading == index.Reading(**spoken)
        assert reading.words == query or reading.window_from or reading.sort_from
