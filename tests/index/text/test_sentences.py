"""Sentences begin and end where a reader says they do, at exact offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["The case was heard on Jan. 5 at St. Paul.", "The vote was taken at noon."],
        ["Mr. Smith met Dr. Jones.", "They spoke at 3.30 p.m. about it."],
        ["第一。", "第二。"],
        ["“Stop!” she said.", "Nobody did."],
    ],
)
def test_abbreviations_end_no_sentence(parts: list[str]) -> None:
    """A full stop after an abbreviation or within a number is none."""
    assert split(" ".join(parts)) == parts


@given(st.lists(st.characters() | st.sampled_from(["\n", ". ", "M.", "\ud800", "\u00a0", "\u2028", "。"])).map("".join))
def test_every_word_is_in_one_sentence(text: str) -> None:
    """Whatever the text, halves of characters included, only white space lies between sentences, which follow on."""
    end = 0
    for start, stop in sentences(text):
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop
    assert not text[end:].strip()
