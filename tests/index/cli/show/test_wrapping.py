"""Lines of a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from index import graphemes
from index.cli.show.wrapping import CUT, fits, shortened, wrapped

SEEN = ("a", "b", "e\u0301\u0327", "漢", "한", "🚀", "🇫🇷", "👍🏽", "👨‍👩‍👧‍👦", "م", ".", "-", "\u0301", "\u200d")
WORDS = st.lists(
    st.builds(str.__mul__, st.lists(st.sampled_from(SEEN), min_size=1, max_size=9).map("".join), st.integers(1, 6)),
    max_size=12,
).map(" ".join)
WIDTHS = st.integers(12, 90)


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrapped(text, width)]


@given(WORDS, WIDTHS)
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    """The lines have all that is no blank, in its order, and each is within its columns."""
    shown = lines(text, width)
    assert "".join(shown).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in shown)


@given(WORDS, WIDTHS)
def test_lines_end_between_words_or_else_between_graphemes(text: str, width: int) -> None:
    """A word that a line holds is in one line, and a wider one is broken where people see a new character."""
    words = {word: [0, *(end for _, end in graphemes(word))] for word in text.split(" ")}
    at = 0
    for word in filter(None, text.split(" ")):
        at = text.index(word, at)
        broken = [start - at for start, _ in wrapped(text, width) if at < start < at + len(word)]
        assert set(broken) <= set(words[word])
        assert not (broken and cell_len(word) <= width)
        at += len(word)


def test_wide_characters_take_two_columns() -> None:
    """Chinese, Japanese and Korean letters and pictures are twice as wide."""
    assert lines("漢字漢字漢字", 8) == ["漢字漢字", "漢字"]
    assert lines("ab 🚀🚀 cd", 5) == ["ab", "🚀🚀", "cd"]


def test_a_wide_word_begins_in_the_line_where_it_stands() -> None:
    """A text without blanks, as in Chinese, fills the line in which it follows a short word."""
    assert lines("ab 漢字漢字漢字漢字", 9) == ["ab 漢字漢", "字漢字漢", "字"]


def test_what_no_line_holds_is_broken_all_the_same() -> None:
    """A single grapheme wider than a line, which only a hostile text has, takes no line of its own width."""
    assert all(cell_len(line) <= 12 for line in lines("\u0600" * 100, 12))


@given(WORDS, WIDTHS, st.integers(1, 3))
def test_what_is_shortened_fits(text: str, width: int, most: int) -> None:
    """It is the whole text, or a beginning of it that ends with dots."""
    shown = shortened(text, width, most)
    assert fits(shown, width, most)
    assert shown == text or text.startswith(shown.removesuffix(CUT))


@pytest.mark.parametrize(
    ("most", "shown"), [(1, "one two…"), (2, "one two three four…"), (3, "one two three four five")]
)
def test_what_is_shortened_is_cut_between_words(most: int, shown: str) -> None:
    """As many words are left as the lines hold with the dots."""
    assert shortened("one two three four five", 11, most) == shown
