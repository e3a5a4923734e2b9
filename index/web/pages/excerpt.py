"""What is shown of a passage among others: its answering sentence, and whole sentences around it that fit. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import index
from index.web.pages.pieces import Piece

AROUND: Final = 320
"""Characters up to which sentences beside the answering one are taken in."""
MOST: Final = 700
"""Characters of an answering sentence that is shown whole."""
CUT: Final = "…"
_KEPT: Final = 512
"""Passages whose sentences are remembered: those on pages that people turn back and forth."""
_STEM, _ENDING = 4, 3
"""A word is looked for by its beginning: but for its ending, and this long at least."""
_BLANK_LINES: Final = re.compile(r"\n\s*\n")


def excerpt(text: str, best: tuple[int, int] | None, words: Sequence[str] = ()) -> tuple[Piece, ...]:
    """The answering sentence marked, or else the first one, with the sentences around it that fit."""
    ends = _ends(text)
    start, end = best or (0, next((end for end in ends if text[:end].strip()), len(text)))
    if end - start > MOST:
        return (Piece(_cut(text[start:end], words), marked=best is not None),)
    first, last = _widest(ends, start, end)
    pieces = Piece(text[first:start]), Piece(text[start:end], marked=best is not None), Piece(text[end:last])
    return tuple(_trimmed(pieces))


@lru_cache(maxsize=_KEPT)
def _ends(text: str) -> tuple[int, ...]:
    return (*index.sentence_ends(text), len(text))


def _widest(ends: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """From where to where as many sentences stand as fit, taken by turns from after the core and from before it."""
    later = [one for one in ends if one > end]
    earlier = [0, *(one for one in ends if one < start)]
    first, last = start, end
    while later or earlier:
        if later and (later[0] - first <= AROUND):
            last = later.pop(0)
        else:
            later = []
        if earlier and (last - earlier[-1] <= AROUND):
            first = earlier.pop()
        else:
            earlier = []
    return first, last


def _trimmed(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Without white space at the ends and without blank lines: a hit has no room for them."""
    for place, piece in enumerate(pieces):
        words = _BLANK_LINES.sub("\n", piece.text)
        words = words.lstrip() if place == 0 else words
        words = words.rstrip() if place == len(pieces) - 1 else words
        if words:
            yield Piece(words, piece.marked)


def _cut(sentence: str, words: Sequence[str]) -> str:
    """A part of a sentence that is too long: around the first of the words that its beginning lacks, or that."""
    at = max(0, _first(sentence, words) - MOST // 4)
    begin = sentence.find(" ", at) + 1 if at else 0
    end = _boundary(sentence, begin + MOST)
    shown = sentence[begin:end].strip()
    return f"{f'{CUT} ' if begin else ''}{shown}{f' {CUT}' if end < len(sentence) else ''}"


def _first(sentence: str, words: Sequence[str]) -> int:
    """Where the first word stands that is said only after what would be shown; 0 where there is none."""
    stems = [re.escape(word[: max(_STEM, len(word) - _ENDING)]) for word in words]
    places = [found.start() for stem in stems if (found := re.search(stem, sentence, re.IGNORECASE))]
    return min((place for place in places if place > MOST), default=0) if places and min(places) > MOST else 0


def _boundary(sentence: str, at: int) -> int:
    """The end of a word at `at` or before it or, in one without end, of a grapheme."""
    if at >= len(sentence):
        return len(sentence)
    blank = sentence.rfind(" ", at - MOST // 2, at)
    return blank if blank > 0 else max((end for _, end in index.graphemes(sentence[:at])), default=at)
