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


def test_a_line_of_a_quotation_holds_fewer_characters() -> None:
    """Its bar takes room, and so does what is bold."""
    assert phone.text("> " + "x" * phone.QUOTED_CHARACTERS) == phone.QUOTED_LINE
    assert phone.text("> " + "x" * (phone.QUOTED_CHARACTERS + 1)) == 2 * phone.QUOTED_LINE
