"""Where the words of a quotation stand among those of a text, and which of both belong together: pure.

The place is the one with the fewest words inserted, left out or replaced (Sellers 1980, "The theory and computation of
evolutionary distances"), where gaps that the quotation marks cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.text.edits import alignment

GAP_COST = 0.002
"""What a word costs that is passed over where the quotation marks an omission: of two places the tighter one counts."""

Costs = NDArray[np.float32]
Words = NDArray[np.int32]
"""Words as numbers; -1 is any word that the quotation doesn't have."""


class Span(NamedTuple):
    """Words from `start` to before `end`."""

    start: int
    end: int


class Located(NamedTuple):
    """Where the segments of a quotation are in a text, in order, and how many words are otherwise."""

    spans: tuple[Span, ...]
    cost: float


class Block(NamedTuple):
    """What belongs together: `left[i:i_end]` and `right[j:j_end]`, `same` or not."""

    same: bool
    i: int
    i_end: int
    j: int
    j_end: int


def numbered(segments: Sequence[Sequence[str]], words: Sequence[str]) -> tuple[list[Words], Words]:
    """The words of the segments, and of a text, as numbers."""
    known: dict[str, int] = {}
    for segment in segments:
        for word in segment:
            known.setdefault(word, len(known))
    text = np.fromiter((known.get(word, -1) for word in words), np.int32, len(words))
    return [np.array([known[word] for word in segment], np.int32) for segment in segments], text


def locate(segments: Sequence[Words], text: Words) -> Located:
    """Where the segments stand in `text`; there is at least one, none is empty and nor is the text."""
    rows: list[Costs] = []
    row = np.zeros(len(text) + 1, np.float32)
    for segment in segments:
        row = _after(segment, text, _skipped(row) if rows else row)
        rows.append(row)
    spans: list[Span] = []
    end = _end(row)
    for at in range(len(segments) - 1, -1, -1):
        start = _start(segments[at], text, end)
        spans.append(Span(start, end))
        if at:
            before = rows[at - 1][: start + 1] + GAP_COST * np.arange(start, -1, -1, dtype=np.float32)
            end = len(before) - 1 - int(np.argmin(before[::-1]))
    return Located(tuple(reversed(spans)), float(row.min()))


def _skipped(row: Costs) -> Costs:
    """The least cost at each place if words before it may be passed over."""
    steps = GAP_COST * np.arange(len(row), dtype=np.float32)
    least: Costs = np.minimum.accumulate(row - steps) + steps
    return least


def _after(segment: Words, text: Words, row: Costs) -> Costs:
    """The least cost of the segment ending at each place, given that of beginning there."""
    places = np.arange(len(text) + 1, dtype=np.float32)
    for word in segment:
        following = row + 1
        np.minimum(following[1:], row[:-1] + (text != word), out=following[1:])
        row = np.minimum.accumulate(following - places) + places
    return row


def _end(row: Costs) -> int:
    """The first place of the least cost; the words after it that cost no more are replaced rather than missing."""
    end = int(np.argmin(row))
    while end + 1 < len(row) and row[end + 1] == row[end]:
        end += 1
    return end


def _start(segment: Words, text: Words, end: int) -> int:
    """Where the segment that ends before `end` begins: of equal places the one as long as the segment."""
    span = min(end, 2 * len(segment) + 2)
    reverse = text[end - span : end][::-1]
    first = np.arange(span + 1, dtype=np.float32)  # the end is fixed
    row = _after(segment[::-1], reverse, first)
    best = np.flatnonzero(row <= row.min() + 0.5)
    lengths = best[np.argsort(np.abs(best - len(segment)), kind="stable")]
    return end - int(lengths[0])


def blocks(left: Sequence[str], right: Sequence[str]) -> Iterator[Block]:
    """What of two sequences belongs together, in order; what differs comes in blocks as large as possible."""
    known: dict[str, int] = {}
    both = [[known.setdefault(key, len(known)) for key in side] for side in (left, right)]
    pending: Block | None = None
    for step in alignment(both[0], both[1]):
        if step.same:
            if pending:
                yield pending
            pending = None
            yield Block(*step)
        elif pending:
            pending = pending._replace(i_end=step.left_end, j_end=step.right_end)
        else:
            pending = Block(*step)
    if pending:
        yield pending
