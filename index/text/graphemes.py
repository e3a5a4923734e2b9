"""What people see as one character: a letter with its marks, a flag, a picture of several parts. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import regex

_GRAPHEME = regex.compile(r"\X")


def graphemes(text: str) -> Iterator[tuple[int, int]]:
    """Where each grapheme of `text` begins and ends (Unicode Standard Annex 29); a text is cut between them only."""
    return (found.span() for found in _GRAPHEME.finditer(text))
