"""Text in paragraphs, of which parts are marked: what a page shows of a document, to the character. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BLANK_LINES: Final = re.compile(r"\n(?:[^\S\n]*\n)+")
"""It begins with a line's end: from any blank of a long row of them it would be looked for to the row's end."""

_FIRST_LINES: Final = re.compile(r"(?:[^\S\n]*\n)*")
"""Blank lines before the first words; white space before those is theirs."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, and whether they are marked; the `first` that is marked is what an address leads to."""

    text: str
    marked: bool = False
    first: bool = False


Paragraph = tuple[Piece, ...]


def paragraphs(text: str, start: int, end: int, marked: tuple[int, int] = (0, 0)) -> list[Paragraph]:
    """The paragraphs of `text[start:end]`, in which `text[marked[0]:marked[1]]` is marked; white space around is left.

    Line ends within a paragraph are kept.
    """
    drawn: list[Paragraph] = []
    seen = False
    for begin, stop in blocks(text, start, end):
        pieces = []
        for piece in _cut(text, begin, stop, marked):
            pieces.append(Piece(piece.text, piece.marked, first=piece.marked and not seen))
            seen = seen or piece.marked
        drawn.append(tuple(pieces))
    return drawn


def blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each paragraph begins and ends."""
    for found in [*_BLANK_LINES.finditer(text, start, end), None]:
        stop = found.start() if found else end
        blank = _FIRST_LINES.match(text, start, stop)
        begin = blank.end() if blank else start
        finish = start + len(text[start:stop].rstrip())
        if begin < finish:
            yield begin, finish
        start = found.end() if found else end


def _cut(text: str, start: int, end: int, marked: tuple[int, int]) -> Iterator[Piece]:
    first, last = (min(max(place, start), end) for place in marked)
    for begin, stop, is_marked in ((start, first, False), (first, last, True), (last, end, False)):
        if begin < stop:
            yield Piece(text[begin:stop], is_marked)
