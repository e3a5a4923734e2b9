"""Words in the lines of a terminal: broken between words, measured in columns (Chinese and pictures take two)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import islice

from rich.cells import cell_len

from index import graphemes

CUT = "…"
"""Ends what was shortened."""

_WORD = re.compile("[^ ]+")


def wrapped(line: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line of at most `width` columns begins and ends in `line`, which has no line end."""
    begin = end = used = 0
    for start, stop in pieces(line, width):
        size = cell_len(line[start:stop])
        gap = cell_len(line[end:start])
        if end > begin and used + gap + size > width:
            yield begin, end
            begin, used, gap = start, 0, 0
        used, end = used + gap + size, stop
    if end > begin:
        yield begin, end


def pieces(line: str, width: int) -> Iterator[tuple[int, int]]:
    """What is not broken: words, or of one that is wider than a line its graphemes, or what a line holds of one."""
    for word in _WORD.finditer(line):
        if cell_len(word[0]) <= width:
            yield word.span()
            continue
        for start, stop in graphemes(word[0]):
            at = word.start() + start
            if cell_len(word[0][start:stop]) <= width:
                yield at, at + stop - start
            else:
                yield from ((at + place, at + place + 1) for place in range(stop - start))


def fits(line: str, width: int, lines: int) -> bool:
    """Whether `line` takes at most so many lines."""
    return len(list(islice(wrapped(line, width), lines + 1))) <= lines


def shortened(line: str, width: int, lines: int) -> str:
    """As much of `line` as takes at most so many lines, cut between words."""
    if fits(line, width, lines):
        return line
    ends = [stop for _, stop in pieces(line, width - len(CUT))]
    kept = most(range(1, len(ends)), lambda count: fits(f"{line[: ends[count - 1]]}{CUT}", width, lines))
    return f"{line[: ends[kept - 1]]}{CUT}"


def most(counts: range, holds: Callable[[int], bool]) -> int:
    """The highest of the counts for which it holds, the first if it holds for none; it holds for all that are lower."""
    return counts[max(bisect_left(counts, True, key=lambda count: not holds(count)) - 1, 0)]
