"""The lines of a PDF's page in reading order: columns one after the other, paragraphs apart, fields where they stand.

Pure: positions in points, upwards from the bottom of the page, as PDFium gives them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median, median_low
from typing import NamedTuple

MIN_LINES = 3
"""Of a column."""
CROSSING = 0.2
"""The share of pieces that may cross the gap between columns, such as a headline."""
MIN_GAP = 0.6
"""Between columns, in heights of a letter."""
MAX_BLANK = 0.9
"""Between words of a line, likewise."""
MIN_FILLED = 0.6
"""Of a column's width, by its usual line."""
MIN_WORDS = 2.5
"""In a line of a column, on average; cells of tables mostly have fewer."""
GOING_ON = 0.4
"""The share of a column's lines that begin like the middle of a sentence; cells of tables hardly do."""
APART = 1.5
"""Times the usual distance of lines: paragraphs are apart."""
USUAL = 1.2
"""The usual distance of lines in heights, where there are too few to tell."""
LARGER = 1.15
"""Times the size of other lines: a heading."""
INITIAL = 1.8
"""Times the size of the text: a first letter that is set over several of its lines."""
MAX_HEADING = 3
"""Lines."""


_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


MAX_PLACES = 1_000_000
"""Lines times fields of a page, above which fields stand after its text."""


class Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


class Field(NamedTuple):
    """What was typed into a place of the page."""

    box: Box
    text: str


class Word(NamedTuple):
    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a piece of one; `start` is where it begins in PDFium's text, `base` where its letters stand."""

    text: str
    start: int
    left: float
    base: float
    height: float
    words: tuple[Word, ...] = ()


WordsOf = Callable[[Line], tuple[Word, ...]]


def page_text(lines: list[Line], rectangles: Sequence[Box], fields: Sequence[Field], words_of: WordsOf) -> str:
    """The page's text. `rectangles` are those of its pieces in the order of the file."""
    arranged = in_columns(lines, rectangles, words_of) or lines
    if len(lines) * len(fields) > MAX_PLACES:
        return "\n".join([separated(arranged), *(field.text for field in fields)])
    return separated(filled(arranged, fields, words_of))


def in_columns(lines: list[Line], rectangles: Sequence[Box], words_of: WordsOf) -> list[Line] | None:
    """The lines of one column after those of the other; None where they aren't mixed up, or where it is a table."""
    pieces = list(_pieces(rectangles))
    if len(pieces) < 2 * MIN_LINES:
        return None
    gaps = _gaps(pieces)
    if not gaps or not _are_mixed(pieces, gaps):
        return None
    split = [part for line in lines for part in _split(replace(line, words=words_of(line)), gaps)]
    columns = [[part for part, place in split if place == number] for number in range(len(gaps) + 1)]
    if not all(map(_is_prose, columns)):
        return None
    return list(_ordered(split, len(columns)))


def _pieces(rectangles: Sequence[Box]) -> Iterator[Box]:
    """Rectangles of one line without more than a blank between them as one."""
    piece: Box | None = None
    for box in rectangles:
        if piece and _is_same_row(piece, box) and -1 <= box.left - piece.right <= MAX_BLANK * (box.top - box.bottom):
            piece = Box(piece.left, min(piece.bottom, box.bottom), max(piece.right, box.right), max(piece.top, box.top))
            continue
        if piece:
            yield piece
        piece = box
    if piece:
        yield piece


def _is_same_row(one: Box, other: Box) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.5 * min(one.top - one.bottom, other.top - other.bottom)


def _gaps(pieces: list[Box]) -> list[tuple[float, float]]:
    """From left to right, the gaps between columns: few pieces cross them, and several stand on either side."""
    least = MIN_GAP * median(piece.top - piece.bottom for piece in pieces)
    lefts = sorted(piece.left for piece in pieces)
    edges = sorted([*((piece.left, 1) for piece in pieces), *((piece.right, -1) for piece in pieces)])
    found: list[tuple[int, float, float, float]] = []  # crossed by how many, minus its width, from, to
    crossing = ended = 0
    for (at, change), (end, _) in pairwise(edges):
        crossing += change
        ended += change < 0
        right = len(pieces) - crossing - ended
        if end - at < least or crossing > CROSSING * len(pieces) or min(ended, right) < MIN_LINES:
            continue
        gap = (crossing, at - end, at, end)
        if found and bisect_left(lefts, at) - bisect_left(lefts, found[-1][3]) < MIN_LINES:  # no column between them
            found[-1] = min(found[-1], gap)
        else:
            found.append(gap)
    return [(begin, end) for _, _, begin, end in found]


def _are_mixed(pieces: list[Box], gaps: list[tuple[float, float]]) -> bool:
    places = [place for piece in pieces if (place := _place(piece.left, piece.right, gaps)) is not None]
    changes = sum(one != other for one, other in pairwise(places))
    return changes >= max(MIN_LINES, 0.3 * len(places))


def _place(left: float, right: float, gaps: list[tuple[float, float]]) -> int | None:
    """The column of what extends from left to right; None if it crosses a gap."""
    column = sum(left >= (begin + end) / 2 for begin, end in gaps)
    return column if column == len(gaps) or right <= (gaps[column][0] + gaps[column][1]) / 2 else None


def _split(line: Line, gaps: list[tuple[float, float]]) -> Iterator[tuple[Line, int | None]]:
    """A line's pieces, each with its column; the whole where it crosses a gap."""
    places = [_place(word.left, word.right, gaps) for word in line.words]
    crosses = None in places or any(
        one != other and second.left - first.right < MAX_BLANK * line.height * 0.5
        for (one, first), (other, second) in pairwise(zip(places, line.words, strict=True))
    )
    if crosses or not line.words:
        yield line, None
        return
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[start]:
            words = line.words[start:end]
            text = " ".join(word.text for word in words)
            yield replace(line, text=text, left=words[0].left, words=words), places[start]
            start = end


def _is_prose(column: list[Line]) -> bool:
    if len(column) < MIN_LINES:
        return False
    width = max(line.words[-1].right for line in column) - min(line.left for line in column)
    filled = median((line.words[-1].right - line.left) / (width or 1) for line in column)
    words = sum(len(line.words) for line in column) / len(column)
    spaced = words >= MIN_WORDS or sum(len(line.text) for line in column) / len(column) >= 4 * MIN_WORDS
    going_on = sum(not (line.text[0].isupper() or line.text[0].isdigit()) for line in column[1:])
    return filled >= MIN_FILLED and spaced and going_on >= GOING_ON * (len(column) - 1)


def _ordered(split: list[tuple[Line, int | None]], columns: int) -> Iterator[Line]:
    waiting: list[list[Line]] = [[] for _ in range(columns)]
    for line, place in split:
        if place is not None:
            waiting[place].append(line)
            continue
        for column in waiting:
            yield from column
            column.clear()
        yield line
    for column in waiting:
        yield from column


def filled(lines: list[Line], fields: Sequence[Field], words_of: WordsOf) -> list[Line]:
    """The lines with what was typed in: after the word to its left, or as a line of its own."""
    lines = list(lines)
    for field in sorted(fields, key=lambda field: (-field.box.top, field.box.left)):
        beside = [number for number, line in enumerate(lines) if field.box.bottom - 2 <= line.base <= field.box.top]
        for number in beside:
            lines[number] = replace(lines[number], words=lines[number].words or words_of(lines[number]))
        left = [(word.left, number) for number in beside for word in lines[number].words if word.left < field.box.left]
        if beside:
            number = max(left)[1] if left else min(beside, key=lambda number: lines[number].left)
            lines[number] = _with(lines[number], field)
        else:
            above = [number for number, line in enumerate(lines) if line.base >= field.box.top]
            new = Line(field.text, -1, field.box.left, field.box.bottom + 2, 0, (_word(field),))
            lines.insert(above[-1] + 1 if above else 0, new)
    return lines


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
    distances = [one.base - other.base for one, other in pairwise(lines) if one.base - other.base > 0.5 * one.height]
    heights = [line.height for line in lines if line.height]
    usual = median_low(distances) if distances else 0
    if len(distances) < MIN_LINES and heights:
        usual = min(usual, USUAL * min(heights))
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
