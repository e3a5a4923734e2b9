"""Graphemes: what people see as one character."""

from __future__ import annotations

import pytest

from index import graphemes


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", []),
        ("abc", ["a", "b", "c"]),
        ("e\u0301t", ["e\u0301", "t"]),
        ("🇫🇷🇩🇪", ["🇫🇷", "🇩🇪"]),
        ("👨‍👩‍👧!", ["👨‍👩‍👧", "!"]),
        ("\u1100\u1161\u11a8", ["\u1100\u1161\u11a8"]),
    ],
)
def test_a_letter_with_its_marks_is_one(text: str, seen: list[str]) -> None:
    """Marks, flags, pictures of several parts and Korean syllables aren't taken apart."""
    assert [text[start:end] for start, end in graphemes(text)] == seen
