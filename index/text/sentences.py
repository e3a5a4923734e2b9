"""Where sentences begin and end: the one splitter, and the one home of sentencex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import combining

from sentencex import get_sentence_boundaries

from index.text.stops import further_ends, joined

VERSION = 3
"""Raised when the same text has other sentences, so that a reindex cuts all documents anew."""

MAX_BLOCK = 8000
"""Characters split at a time: among many quotation marks sentencex's time grows with their square. A sentence that is
cut here is twice as long as any passage."""

MAX_MARKS = 8
_CLOSING = re.compile(r"(?:[”’\"')\]»›]|\[[^\[\]\n]{1,40}\])*(?::\d[\d:,–-]*)?(?=\s|\Z)")
"""Closing marks and references ("[3]", ":212"), which belong to the sentence before."""
_ENDS = frozenset(".!?…”’\"')]»›")
_OPENING = re.compile(r"(?<=\s)(?:[“„«‘‹¿¡(\[]+|!)$")
"""An exclamation mark without a blank after it is of an image in Markdown."""

_BLANKS = {ord(blank): " " for blank in map(chr, range(0x80, 0x3001)) if blank.isspace()}
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_PLAIN = _BLANKS | _HALVES
"""Sentencex takes any blank before a full stop for one byte long, and fails at "M." with a no-break space in it.
It takes no halves of characters either."""


def sentences(text: str, language: str | None = None, body: int = 0) -> Iterator[tuple[int, int]]:
    """Where each sentence of `text[body:]` begins and ends in `text`, white space around it left out."""
    last: tuple[int, int] | None = None
    for start, end in _split(text, language, body):
        if last and joined(text, last, start, language):
            last = last[0], end
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last


def _split(text: str, language: str | None, body: int) -> Iterator[tuple[int, int]]:
    for begin, block in _blocks(text, language, body):
        for at, end in _pieces(block, language):
            piece = block[at:end]
            start = begin + at + len(piece) - len(piece.lstrip())
            if piece.strip():
                yield start, start + len(piece.strip())


def _pieces(block: str, language: str | None) -> Iterator[tuple[int, int]]:
    """The sentences that sentencex finds, marks beside an end set right, and cut where it misses one."""
    pieces = [found["start_index"] for found in get_sentence_boundaries(language or "en", block)]
    cuts = sorted({*(_beside_marks(block, at) for at in pieces), *further_ends(block, language), len(block)} - {0})
    yield from pairwise((0, *cuts))


def _beside_marks(block: str, at: int) -> int:
    """Where a sentence begins that the splitter lets begin at `at`: with its opening mark, behind another's closing."""
    closing = _CLOSING.match(block, at)
    if closing and block[at - 1 : at] in _ENDS:
        return closing.end()
    opening = _OPENING.search(block, max(0, at - MAX_MARKS), at)
    return opening.start() if opening and (block[at : at + 1].isalnum() or block[at : at + 1] == "[") else at


def _blocks(text: str, language: str | None, body: int) -> Iterator[tuple[int, str]]:
    """What sentencex is given at a time, with where it begins: paragraphs, since it looks at each by itself, and of a
    giant one as many whole sentences as `MAX_BLOCK` holds."""
    begin = body
    while begin < len(text):
        plain = text[begin : begin + MAX_BLOCK + 1].translate(_PLAIN)
        end = len(plain)
        if end > MAX_BLOCK:
            end = plain.rfind("\n\n", 0, MAX_BLOCK) + 2
            if end < 2:
                end = _whole(plain, language)
        yield begin, plain[:end]
        begin += end


def _whole(plain: str, language: str | None) -> int:
    """Where the last sentence begins that `MAX_BLOCK` characters do not hold; or their last blank, or all of them."""
    *_, last = get_sentence_boundaries(language or "en", plain[:MAX_BLOCK])
    start: int = last["start_index"]
    if start > MAX_BLOCK // 2:
        return start
    end = plain.rfind(" ", MAX_BLOCK // 2, MAX_BLOCK) + 1 or MAX_BLOCK
    while combining(plain[end]) and end > MAX_BLOCK // 2:
        end -= 1
    return end
