"""What Tesseract recognised on a page, as text: its words, lines and paragraphs, and how sure it is. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

MIN_CONFIDENCE: Final = 30
"""Percent below which what is recognised is no text, such as that of a photograph."""
_COLUMNS: Final = 12
_WORD: Final = "5"
"""The level of words in the table, below pages, blocks, paragraphs and lines."""


class Recognised(NamedTuple):
    """A page's text, lines and paragraphs as on the page, and its confidence in percent; None where there is none."""

    text: str
    confidence: int | None


class _Word(NamedTuple):
    paragraph: tuple[str, str]
    line: str
    confidence: float
    text: str


NOTHING: Final = Recognised("", None)


def recognised(table: str) -> Recognised:
    """The text in a table of Tesseract's (TSV); lines that are none of a table's count for nothing."""
    words = list(_words(table))
    letters = sum(len(word.text) for word in words)
    if not letters:
        return NOTHING
    confidence = round(sum(word.confidence * len(word.text) for word in words) / letters)
    if confidence < MIN_CONFIDENCE:
        return NOTHING
    paragraphs = [_lines(list(found)) for _, found in groupby(words, key=lambda word: word.paragraph)]
    pieces = [paragraphs[0]]
    for paragraph in paragraphs[1:]:
        pieces += ("\n" if paragraph[0].islower() else "\n\n", paragraph)
    return Recognised("".join(pieces), confidence)


def _lines(words: list[_Word]) -> str:
    lines = groupby(words, key=lambda word: word.line)
    return "\n".join(" ".join(word.text for word in found) for _, found in lines)


def _words(table: str) -> Iterator[_Word]:
    for line in table.split("\n"):
        row = line.split("\t")
        if len(row) != _COLUMNS or row[0] != _WORD:
            continue
        confidence, text = _percent(row[10]), " ".join(row[11].split())
        if text and confidence is not None:
            yield _Word((row[2], row[3]), row[4], confidence, text)


def _percent(written: str) -> float | None:
    try:
        value = float(written)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= 100 else None
