"""The lines of a PDF's page in reading order: columns one after the other, paragraphs apart, fields where they stand.

Pure: positions in points, upwards from the bottom of the page, as PDFium gives them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median_low

from index.read.pdf_columns import by_bands, in_columns
from index.read.pdf_lines import APART, Box, Field, Line, Word, WordsOf, usual_distance

MAX_PLACES = 1_000_000
"""Lines times fields of a page, above which fields stand after its text."""

LARGER = 1.15
"""Times the size of other lines: a heading."""
INITIAL = 1.8
"""Times the size of the text: a first letter that is set over several of its lines."""
MAX_HEADING = 3
"""Lines."""

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


def page_text(lines: list[Line], rectangles: Sequence[Box], fields: Sequence[Field], words_of: WordsOf) -> str:
    """The page's text. `rectangles` are those of its pieces in the order of the file."""
    arranged = in_columns(lines, rectangles, words_of) or by_bands(lines, rectangles, words_of) or lines
    if len(lines) * len(fields) > MAX_PLACES:
        return "\n".join([separated(arranged), *(field.text for field in fields)])
    return separated(filled(arranged, fields, words_of))


def filled(lines: list[Line], fields: Sequence[Field], words_of: WordsOf) -> list[Line]:
    """The lines with what was typed in: after the word to its left, or as a line of its own."""
    lines = list(lines)
    for field in sorted(fields, key=lambda field: (-field.box.top, field.box.left)):
        beside = [number for number, line in enumerate(lines) if field.box.bottom - 2 <= line.base <= field.box.top]
        for number in beside:
            lines[number] = replace(lines[number], words=lines[number].words or words_of(lines[number]))
        if _is_drawn(field, [word for number in beside for word in lines[number].words]):
            continue
        left = [(word.left, number) for number in beside for word in lines[number].words if word.left < field.box.left]
        if beside:
            number = max(left)[1] if left else min(beside, key=lambda number: lines[number].left)
            lines[number] = _with(lines[number], field)
        else:
            above = [number for number, line in enumerate(lines) if line.base >= field.box.top]
            new = Line(field.text, -1, field.box.left, field.box.bottom + 2, 0, (_word(field),))
            lines.insert(above[-1] + 1 if above else 0, new)
    return lines


def _is_drawn(field: Field, words: list[Word]) -> bool:
    """Whether the page's own text says in the same place what was typed there."""
    within = [word.text for word in words if field.box.left - 1 <= word.left <= field.box.right]
    return " ".join(within) == " ".join(field.text.split())


def _word(field: Field) -> Word:
    return Word(field.text, field.box.left, field.box.right)


def _with(line: Line, field: Field) -> Line:
    words = list(line.words)
    words.insert(sum(word.left < field.box.left for word in words), _word(field))
    return replace(line, text=" ".join(word.text for word in words), words=tuple(words))


def separated(lines: list[Line]) -> str:
    """The lines as text, with an empty line between paragraphs and around headings."""
    if not lines:
        return ""
    usual = usual_distance(lines)
    heights = [line.height for line in lines if line.height]
    size = median_low(heights) if heights else 0
    pieces = [lines[0].text]
    joined = 1
    for one, other in pairwise(lines):
        larger = bool(one.height and other.height) and not 1 / LARGER <= one.height / other.height <= LARGER
        far = one.base - other.base > APART * usual
        if _is_beside(one, other) or _is_initial(one, other):
            pieces += ("" if _is_initial(one, other) else " ", other.text)
            continue
        heading = one.height > LARGER * size and not larger and not far and joined < MAX_HEADING
        joined = joined + 1 if heading else 1
        ended = other.base > one.base + one.height and bool(_SENTENCE_END.search(one.text))  # in the next column
        apart = (larger or far or ended) and not _goes_on(one.text, other.text)
        pieces += (" " if heading and not one.text.endswith("-") else "\n\n" if apart else "\n", other.text)
    return "".join(pieces)


def _is_beside(one: Line, other: Line) -> bool:
    """Whether a line that PDFium parts is one: its second part stands right of the first."""
    return one.left < other.left and abs(one.base - other.base) < 0.1 * min(one.height, other.height)


def _is_initial(one: Line, other: Line) -> bool:
    """Whether a line is the large first letter of the word that the next begins with."""
    return len(one.text) == 1 and one.text.isupper() and other.text[0].islower() and one.height > INITIAL * other.height


def _goes_on(one: str, other: str) -> bool:
    """Whether a line plainly goes on in the next."""
    return other[:1].islower() or bool(re.search(r"[^\W\d_][-,‐]$", one))
