"""Documents and citations by name."""

from __future__ import annotations

import pytest
from hypothesis import example, given

from bot.ui import citations, text
from tests.bot.hostile import hostile


@given(hostile, hostile.filter(str.strip))
@example("", "\u202e")
@example("\u200f", "board/\u2066")
def test_a_document_always_has_a_name_to_see(title: str, path: str) -> None:
    """Where a title has nothing visible its path stands there; one of invisible characters alone is spelled out."""
    assert text.path_line(path)
    assert citations.title(title, "source", path).strip()


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("moon/a.txt", "moon/a.txt"),
        ("a\u202eb.txt", "ab.txt"),
        ("\u202e", "\\u202e"),
        ("\u2066\u200f", "\\u2066\\u200f"),
    ],
)
def test_a_path_is_one_visible_line(path: str, shown: str) -> None:
    """What acts is taken out, unless nothing were left."""
    assert text.path_line(path) == shown
