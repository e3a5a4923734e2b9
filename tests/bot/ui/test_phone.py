"""What a text fills of a phone's screen is estimated as Discord's client draws it."""

from __future__ import annotations

import pytest

from bot.ui import phone


@pytest.mark.parametrize(
    ("text", "lines"),
    [("short", [22]), ("-# small", [18]), ("> quoted", [22]), ("a\n-# b\n> c", [22, 18, 22]), ("", [22])],
)
def test_each_line_counts_by_its_kind(text: str, lines: list[int]) -> None:
    """Small text is lower than other text."""
    assert phone.text(text) == sum(lines)


def test_a_long_line_is_broken_into_several() -> None:
    """So many characters fill so many lines; wide ones fill twice as many."""
    assert phone.text("x" * 33) == 2 * phone.text("x" * 32)
    assert phone.text("月" * 17) == 2 * phone.text("月" * 16)


def test_what_fits_a_height_fills_no_more() -> None:
    """Quoted characters and their height belong together."""
    for height in range(0, 500, 7):
        characters = phone.quoted_characters(height)
        assert characters == 0 or phone.text("> " + "x" * characters) <= height
    assert phone.quoted_characters(-5) == 0
