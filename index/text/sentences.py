"""Where sentences begin and end: the one splitter, and the one home of sentencex."""

from __future__ import annotations

from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from index.text.stops import joined

VERSION = 2
"""Raised when the same text has other sentences, so that a reindex cuts all documents anew."""

_BLANKS = {ord(blank): " " for blank in map(chr, range(0x80, 0x3001)) if blank.isspace()}
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_PLAIN = _BLANKS | _HALVES
"""Sentencex takes any blank before a full stop for one byte long, and fails at "M." with a no-break space in it.
It takes no halves of characters either."""


def sentences(text: str, language: str | None = None) -> Iterator[tuple[int, int]]:
    """Where each sentence of `text` begins and ends, white space around it left out."""
    last: tuple[int, int] | None = None
    for start, end in _split(text, language):
        if last and joined(text, last, start, language):
            last = last[0], end
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last


def _split(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    for found in get_sentence_boundaries(language or "en", text.translate(_PLAIN)):
        piece = found["text"]
        start = found["start_index"] + len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if start < end:
            yield start, end
