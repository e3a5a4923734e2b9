"""Forms and compounds of listed words are words."""

from __future__ import annotations

import pytest

from index.text.word_forms import is_formed

LISTED = {"weight", "weighted", "make", "run", "happy", "overt", "begin", "happen", "light", "house", "legal"}


@pytest.mark.parametrize(
    "word",
    ["unweighted", "making", "runner", "happily", "happiness", "overtly", "lighthouse", "relight", "houses"],
)
def test_what_is_made_of_a_listed_word_is_a_word(word: str) -> None:
    """By an ending, with the letter that it costs or doubles, by a beginning, or as a compound."""
    assert is_formed(word, LISTED.__contains__)


@pytest.mark.parametrize("word", ["happend", "lighthuose", "weihted", "xyz", "", "ing"])
def test_what_is_not_made_so_is_none(word: str) -> None:
    """ "d" is put to an "e" only, and a slip within the word shows."""
    assert not is_formed(word, LISTED.__contains__)
