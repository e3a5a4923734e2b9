"""Untrusted text is cleaned of what is invisible and acts, once for every form that people read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.clean import clean, isolated, one_line

DIRECTIONS = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""The controls of direction (Unicode Standard Annex 9, section 2)."""
TAGS = [*range(0xE0000, 0xE0080)]
"""Tag characters: invisible copies of ASCII, in which a text can hide another."""
MARKS = [0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB]
"""The mark of byte order, and those around interlinear annotations."""
LINE_ENDS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
CONTROLS = [point for point in range(0xA0) if unicodedata.category(chr(point)) == "Cc"]

texts = st.text(
    st.characters() | st.sampled_from([*LINE_ENDS, *map(chr, [*TAGS, *MARKS, *CONTROLS, *DIRECTIONS]), "\ud800", "א"])
)


@pytest.mark.parametrize("point", [*TAGS, *MARKS, *CONTROLS, *DIRECTIONS], ids=hex)
def test_what_is_invisible_and_acts_is_taken_out(point: int) -> None:
    """Of a character that acts nothing is left, but for tabs and for line ends, which all become the same one."""
    left = {**dict.fromkeys(LINE_ENDS + "\n", "\n"), "\t": "\t"}.get(chr(point), "")
    assert clean(f"vote{chr(point)}d") == f"vote{left}d"


def test_words_hidden_in_tag_characters_are_gone() -> None:
    """What nobody sees can't be copied along, nor be read by a machine that is handed the text."""
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "IGNORE")
    assert clean(f"The vote was taken.{hidden}") == "The vote was taken."
    assert one_line(f"The{hidden}\n vote") == "The vote"


def test_halves_of_characters_are_replaced() -> None:
    """No half of a character is left, since it could not be written as UTF-8."""
    assert clean("a\ud83d b") == "a\ufffd b"


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """What is clean stays as it is, can be written, and holds nothing that acts."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode()
    assert not {*map(ord, cleaned)} & ({*TAGS, *MARKS, *CONTROLS, *DIRECTIONS} - {ord("\n"), ord("\t")})


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_words_and_marks_stay(text: str) -> None:
    """Whatever can be seen, and every blank, is kept to the last character."""
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "held"),
    [("vote", False), ("Überprüfung – ja", False), ("שלום", True), ("year ١٩٦٩", True), ("a مرحبا b", True)],
)
def test_what_runs_right_to_left_is_held_in(text: str, held: bool) -> None:
    """It stands between isolates, so that it can't turn its neighbours around; all else stays as it is."""
    assert isolated(text) == (f"\u2068{text}\u2069" if held else text)
