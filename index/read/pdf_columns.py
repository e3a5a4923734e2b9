"""Columns of a PDF's page that are drawn row by row: told from tables, and put one after the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from index.read.pdf_lines import APART, Box, Line, WordsOf, usual_distance

MIN_LINES = 2
"""Of a column."""
MIN_PIECES = 6
"""Of a page with columns."""
MAX_BANDS = 50
MIN_CHANGES = 3
"""From one column to another, in the order of the file."""
CROSSING = 0.2
"""The share of pieces that may cross the gap between columns, such as a headline."""
MIN_GAP = 0.6
"""Between columns, in heights of a letter."""
ALIKE = 0.5
"""The share of the widest gap's width that the others have; blanks between words above each other have less."""
MAX_BLANK = 0.9
"""Between words of a line, likewise."""
MIN_FILLED = 0.6
"""Of a column's width, by its usual line."""
MIN_WORDS = 2.5
"""In a line of a column, on average; cells of tables mostly have fewer."""
GOING_ON = 0.4
"""The share of a column's lines that begin like the middle of a sentence; cells of tables hardly do."""
_MIDDLE = re.compile(r"(?:[,-]|(?<!\w)[^\W\d_]{1,3})$")


def in_columns(lines: list[Line], rectangles: Sequence[Box], words_of: WordsOf) -> list[Line] | None:
    """The lines of one column after those of the other; None where they aren't mixed up, or where it is a table."""
    pieces = list(_pieces(rectangles))
    if len(pieces) < MIN_PIECES:
        return None
    gaps = _gaps(pieces)
    if not gaps or not _are_mixed(pieces, gaps):
        return None
    lines = [replace(line, words=words_of(line)) for line in lines]
    split = _parts(lines, gaps)
    columns = _columns(split, len(gaps) + 1)
    if not all(map(_is_prose, columns)):
        return None
    bands = _bands(lines)
    if len(bands) > 1 and any(_is_table(_columns(_parts(band, gaps), len(gaps) + 1)) for band in bands):
        return None
    return list(_ordered(split, len(columns)))


Part = tuple[Line, int | None]
"""A piece of a line, and its column; None if it crosses a gap."""


def _parts(lines: list[Line], gaps: list[tuple[float, float]]) -> list[Part]:
    return [part for line in lines for part in _split(line, gaps)]


def _columns(parts: list[Part], count: int) -> list[list[Line]]:
    return [[part for part, place in parts if place == number] for number in range(count)]


def _is_table(columns: list[list[Line]]) -> bool:
    """Whether columns beside each other have only a few words in each line."""
    beside = [column for column in columns if len(column) >= MIN_LINES]
    return len(beside) > 1 and all(sum(len(line.words) for line in one) < MIN_WORDS * len(one) for one in beside)


def by_bands(lines: list[Line], rectangles: Sequence[Box], words_of: WordsOf) -> list[Line] | None:
    """Likewise each part of the page that is apart from others, such as columns above a table."""
    if not rectangles:
        return None
    bands = _bands(lines)
    if not 1 < len(bands) <= MAX_BANDS:
        return None
    arranged: list[Line] = []
    for band in bands:
        top = max(line.base + line.height for line in band)
        bottom = min(line.base - line.height for line in band)
        within = [box for box in rectangles if box.top <= top and box.bottom >= bottom]
        arranged += in_columns(band, within, words_of) or band
    return arranged


def _bands(lines: list[Line]) -> list[list[Line]]:
    usual = APART * usual_distance(lines)
    bands = [lines[:1]]
    for one, other in pairwise(lines):
        if one.base - other.base > usual:
            bands.append([])
        bands[-1].append(other)
    return bands


def _pieces(rectangles: Sequence[Box]) -> Iterator[Box]:
    """Rectangles of one line without more than a blank between them as one."""
    piece: Box | None = None
    for box in rectangles:
        if (
            piece
            and _is_same_row(piece, box)
            and box.left - piece.left >= 0
            and box.left - piece.right <= MAX_BLANK * (box.top - box.bottom)
        ):
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
    widest = max((end - begin for _, _, begin, end in found), default=0)
    return [(begin, end) for _, _, begin, end in found if end - begin >= ALIKE * widest]


def _are_mixed(pieces: list[Box], gaps: list[tuple[float, float]]) -> bool:
    places: list[int] = []
    last: Box | None = None
    for piece in pieces:
        place = _place(piece.left, piece.right, gaps)
        if place is not None and not (places and places[-1] == place and last and _is_same_row(last, piece)):
            places.append(place)
        last = piece
    changes = sum(one != other for one, other in pairwise(places))
    return changes >= max(MIN_CHANGES, min(Counter(places).values(), default=0))


def _place(left: float, right: float, gaps: list[tuple[float, float]]) -> int | None:
    """The column of what extends from left to right; None if it crosses a gap."""
    column = sum(left >= (begin + end) / 2 for begin, end in gaps)
    return column if column == len(gaps) or right <= (gaps[column][0] + gaps[column][1]) / 2 else None


def _split(line: Line, gaps: list[tuple[float, float]]) -> Iterator[Part]:
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
    going_on = sum(_may_go_on(one.text, other.text) for one, other in pairwise(column))
    return filled >= MIN_FILLED and spaced and going_on >= GOING_ON * (len(column) - 1)


def _may_go_on(one: str, other: str) -> bool:
    """Whether a line begins like the middle of a sentence, or that before it ends so: with a comma or a short word."""
    return not (other[0].isupper() or other[0].isdigit()) or bool(_MIDDLE.search(one))


def _ordered(split: list[Part], columns: int) -> Iterator[Line]:
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
