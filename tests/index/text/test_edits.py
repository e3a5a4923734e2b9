"""What happened at the keyboard is told by its kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.edits import distance, edits


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [("", "ab", 2), ("kitten", "sitting", 3), ("ab", "ba", 1), ("same", "same", 0), ("abcd", "acbd", 1)],
)
def test_distances(left: str, right: str, count: int) -> None:
    """Each letter inserted, deleted, replaced or swapped counts as one edit."""
    assert distance(left, right) == count
    assert distance(right, left) == count


@pytest.mark.parametrize(
    ("typed", "meant", "kinds"),
    [
        ("ancohr", "anchor", ["swapped"]),
        ("anchhor", "anchor", ["doubled"]),
        ("chanel", "channel", ["undoubled"]),
        ("ancor", "anchor", ["missing"]),
        ("anchior", "anchor", ["beside"]),
        ("anchwor", "anchor", ["inserted"]),
        ("ancjor", "anchor", ["neighbour"]),
        ("ancher", "anchor", ["vowel"]),
        ("ancmor", "anchor", ["replaced"]),
        ("якзрь", "якорь", ["replaced"]),
        ("якопь", "якорь", ["neighbour"]),
        ("succesfull", "successful", ["doubled", "undoubled"]),
        ("anchor", "anchor", []),
    ],
)
def test_kinds(typed: str, meant: str, kinds: list[str]) -> None:
    """Keys side by side or one above the other are neighbours, on Russian keyboards too."""
    assert [edit.kind for edit in edits(typed, meant)] == kinds


def test_the_ends_of_a_word_are_told() -> None:
    """The first letter, and the last two, where an edit is rather another word or form."""
    (first,), (inner,), (last,) = edits("bnchor", "anchor"), edits("anxhor", "anchor"), edits("anchoe", "anchor")
    assert (first.first, inner.first, last.first) == (True, False, False)
    assert (first.last, inner.last, last.last) == (False, False, True)


@given(st.text("abcde", max_size=8), st.text("abcde", max_size=8))
def test_there_are_as_many_edits_as_the_distance(typed: str, meant: str) -> None:
    """No edit is forgotten and none told twice."""
    assert len(edits(typed, meant)) == distance(typed, meant)
