"""Typing errors are corrected, and only those."""

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
def test_the_nearest_word_is_found(typed: str, meant: str | None) -> None:
    """The word with the fewest edits counts, and of several the commonest."""
    assert spelling.nearest(typed, TEXTS) == meant


@pytest.mark.parametrize("word", ["moon", "A-10", "2334", "x2", "", "67P"])
def test_short_words_and_designations_are_not_corrected(word: str) -> None:
    """A different number or short word means something different."""
    assert spelling.max_edits(word) == 0


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("", "ab", 2), ("kitten", "sitting", 3), ("ab", "ba", 1), ("same", "same", 0), ("abcd", "acbd", 1)],
)
def test_distances(left: str, right: str, edits: int) -> None:
    """Each letter inserted, deleted, replaced or swapped counts as one edit."""
    assert spelling.distance(left, right) == edits
    assert spelling.distance(right, left) == edits
