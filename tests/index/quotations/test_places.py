"""A quotation held against a stretch of a text."""

from __future__ import annotations

import pytest

from index.quotations.places import Text, Wanted, standing

TEXT = "It rained. The old mill by the pond was sold in May, and the miller went to sea with his dog."


def rank(said: str, text: str = TEXT) -> str | None:
    found = standing(Wanted.of(said), Text.of(text, 0, len(text), "en"))
    return found.rank if found else None


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("The old mill by the pond was sold", "exact"),
        ("“The old mill by the pond was sold”", "exact"),
        ("the old mill by the pond was sold", "typographic"),
        ("The old  mill by the pond was sold", "typographic"),
        ("The old mill by the lake was sold", "near"),
        ("The new mill by the lake was sold", "near"),
        ("THE OLD MILL BY THE POND WAS SOLD", "near"),
        ("The old mill by thepond was sold", "near"),
        ("The new mill by the lake was shut", None),
        ("quite other words than those", None),
        ("pond the by mill old The", None),
    ],
)
def test_the_rank_is_how_well_the_words_stand_there(said: str, right: str | None) -> None:
    """Near has at most a quarter of them otherwise."""
    assert rank(said) == right


def test_a_frame_of_short_words_is_not_near() -> None:
    """Where most of the longer words are otherwise, the short ones say nothing."""
    text = "and so it was in the Great Bowl at age 39 and it was"
    assert rank("it was in a Coast Least at age 39 and so it", text) is None
    assert rank("it was in the Small Bowl at age 39 and it was", text) == "near"


def test_of_places_with_all_of_the_words_the_best_counts() -> None:
    """Where the words stand twice, and only the second time with the same marks."""
    text = "The mill, was sold in May by him, and later the mill was sold in May by him."
    said = "the mill was sold in May by him"
    found = standing(Wanted.of(said), Text.of(text, 0, len(text), "en"))
    assert found is not None
    assert (found.rank, found.start) == ("exact", text.index(said))


def test_a_place_is_told_in_the_whole_document() -> None:
    """Of a stretch that begins within it, too; in tokens before and behind it."""
    said = "mill by the pond"
    begin = TEXT.index("The old")
    found = standing(Wanted.of(said), Text.of(TEXT, begin, len(TEXT), "en"))
    assert found is not None
    assert TEXT[found.start : found.end] == said


def test_of_readings_the_best_counts() -> None:
    """Dots and brackets that the source has are no marks of a change."""
    text = "He said the old mill [at the pond] … was sold to us then."
    assert rank("the old mill [at the pond] … was sold to us", text) == "exact"
    assert rank("the old mill [at the pond] … sold to us", text) == "typographic"


@pytest.mark.parametrize(
    ("text", "size", "keys"),
    [
        ("the old mill", 3.0, ["the", "old", "mill"]),
        ("the [very] old mill", 3.0, ["the", "old", "mill"]),
        ("旧磨坊", 1.5, ["旧", "磨", "坊"]),
        ("„the … mill“", 2.0, ["the", "mill"]),
    ],
)
def test_what_is_wanted_is_counted_in_words(text: str, size: float, keys: list[str]) -> None:
    """Of scripts without blanks two characters are one; what was put in is none."""
    wanted = Wanted.of(text)
    assert (wanted.size, wanted.keys) == (size, keys)


def test_words_that_a_line_parts_are_one_at_the_ends_as_well() -> None:
    """In the quotation or in the source."""
    assert rank("by the pond was sold in May, and the mil-\nler") == "typographic"
    assert rank("and the miller", "It was sold in May, and the mil-\nler went to sea.") == "typographic"
