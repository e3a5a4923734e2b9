"""A slip of the fingers is told from a word."""

from __future__ import annotations

import pytest

from index.text import spelling

TEXTS = ["The landing of the Eagle, and another landing.", "A lander, landings, a banding of bands; Łódź and Potsdam."]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("landnig", "landing"),
        ("lnading", "landing"),
        ("landin", "landing"),
        ("Eagel", "eagle"),
        ("Potsdaam", "potsdam"),
        ("zebra", None),
    ],
)
def test_the_nearest_word_is_meant(typed: str, meant: str | None) -> None:
    """The fewest slips decide, then the commoner word;."""
    assert spelling.nearest(typed, TEXTS) == meant


@pytest.mark.parametrize("word", ["moon", "A-10", "2334", "x2", "", "67P"])
def test_short_words_and_designations_are_not_corrected(word: str) -> None:
    """Another number or another short word is another thing."""
    assert spelling.edits(word) == 0


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "ab", 2), ("kitten", "sitting", 3), ("ab", "ba", 1), ("same", "same", 0), ("abcd", "acbd", 1)],
)
def test_distances(one: str, other: str, edits: int) -> None:
    """Letters put in, left out, exchanged and swapped count one each."""
    assert spelling.distance(one, other) == edits
    assert spelling.distance(other, one) == edits
