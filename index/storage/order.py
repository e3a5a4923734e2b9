"""The order of a generation's documents over its segments: that of a generation written whole.

So rows and document numbers, by which ties are ordered and windows are ranges, don't tell how a generation came to be.
A segment's documents are in this order as well, so that a range of rows is a range of rows in each segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDataError
from index.storage.candidates import Candidates, RowRange
from index.storage.row_map import RowMap
from index.storage.segments import Segment

ORDER_FILE: Final = "order.npy"
STARTS_FILE: Final = "starts.npy"
"""In a segment: the row that each of its documents starts at, and how many rows there are."""
Numbers = NDArray[np.int64]


class Share(NamedTuple):
    """What lies in one segment of some rows: which of them, by their place, and which rows of the segment those are."""

    segment: int
    places: Numbers
    rows: Numbers


class Order:
    """Documents by their number in the generation: each one's segment and number there. Rows follow from these.

    `starts` has for each segment the row that each of its documents starts at, and then how many rows it has.
    """

    def __init__(self, segments: Numbers, numbers: Numbers, starts: Sequence[Numbers]) -> None:
        self.segments = segments
        self.numbers = numbers
        self._starts = starts
        passages = np.zeros(len(segments), dtype=np.int64)
        self._held: list[Numbers] = []
        """For each segment its documents' numbers in the generation, ascending."""
        self._number_of: list[Numbers] = []
        """For each segment the number in the generation of each of its documents; -1 for one that is gone."""
        self._gone: list[Numbers] = []
        """For each segment the numbers there of its documents that are gone, ascending."""
        for segment, bounds in enumerate(starts):
            held = np.flatnonzero(segments == segment)
            own = numbers[held]
            passages[held] = bounds[own + 1] - bounds[own]
            number_of = np.full(len(bounds) - 1, -1, dtype=np.int64)
            number_of[own] = held
            self._held.append(held)
            self._number_of.append(number_of)
            self._gone.append(np.flatnonzero(number_of < 0))
        self._bounds = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(passages)])
        self.is_plain = len(starts) == 1 and len(numbers) == len(starts[0]) - 1
        """Whether there is one segment and nothing of it is gone: then rows and numbers are the segment's own."""
        self.row_map = RowMap(self._bounds[:-1], self.rows)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self._bounds[-1])

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.segments)

    @property
    def count_segments(self) -> int:
        return len(self._starts)

    def rows_of(self, documents: Numbers) -> tuple[Numbers, Numbers]:
        """The first row of each of these documents, and the row after its last."""
        return self._bounds[documents], self._bounds[documents + 1]

    def place(self, document: int) -> tuple[int, int]:
        """The segment of a document and its number there."""
        return int(self.segments[document]), int(self.numbers[document])

    def number(self, segment: int, number: int) -> int:
        """The number in the generation of a segment's document; -1 where it is gone."""
        return int(self._number_of[segment][number])

    def numbers_of(self, segment: int, numbers: Numbers) -> Numbers:
        """Likewise of some of them, in their order."""
        return self._number_of[segment][numbers]

    def shares(self, rows: Sequence[int] | Numbers) -> list[Share]:
        """Where `rows` lie, a share for each segment that has any."""
        asked = np.asarray(rows, dtype=np.int64)
        if self.is_plain:
            return [Share(0, np.arange(len(asked)), asked)] if len(asked) else []
        documents = np.searchsorted(self._bounds, asked, side="right") - 1
        segments = self.segments[documents]
        offsets = asked - self._bounds[documents]
        found = []
        for segment in np.unique(segments).tolist():
            places = np.flatnonzero(segments == segment)
            first = self._starts[segment][self.numbers[documents[places]]]
            found.append(Share(segment, places, first + offsets[places]))
        return found

    def rows_from(self, segment: int, rows: Numbers) -> Numbers:
        """The rows in the generation of a segment's rows; -1 for those of documents that are gone."""
        if self.is_plain:
            return rows
        bounds = self._starts[segment]
        own = np.searchsorted(bounds, rows, side="right") - 1
        documents = self._number_of[segment][own]
        return np.where(documents < 0, -1, self._bounds[documents] + rows - bounds[own])

    def all_rows_from(self, segment: int) -> Numbers:
        """Likewise of all rows of a segment, in their order."""
        bounds, documents = self._starts[segment], self._number_of[segment]
        passages = np.diff(bounds)
        shifts = np.repeat(self._bounds[documents] - bounds[:-1], passages)
        return np.where(np.repeat(documents, passages) < 0, -1, np.arange(len(shifts)) + shifts)

    def within(self, segment: int, candidates: Candidates) -> Candidates:
        """The candidates of a segment, as its rows: all of it, or ranges or rows; of what is gone as well in ranges."""
        if self.is_plain:
            return candidates
        if candidates.rows is not None:
            shares = [share.rows for share in self.shares(candidates.rows) if share.segment == segment]
            return Candidates(rows=np.sort(shares[0]) if shares else np.empty(0, dtype=np.int64))
        if candidates.ranges is None:
            return candidates
        ranges = (self._range(segment, span) for span in candidates.ranges)
        return Candidates(ranges=tuple(span for span in ranges if span is not None))

    def gone_in(self, segment: int, candidates: Candidates) -> int:
        """How many rows of documents that are gone are among a segment's `candidates`, given as its own rows."""
        if self.is_plain or candidates.rows is not None:
            return 0
        bounds, gone = self._starts[segment], self._gone[segment]
        if not len(gone):
            return 0
        if candidates.ranges is None:
            return int((bounds[gone + 1] - bounds[gone]).sum())
        return sum(
            int((np.minimum(bounds[gone + 1], end) - np.maximum(bounds[gone], first)).clip(0).sum())
            for first, end in candidates.ranges
        )

    def live(self, segment: int) -> NDArray[np.bool_]:
        """For each row of a segment whether the generation has it."""
        bounds = self._starts[segment]
        live: NDArray[np.bool_] = np.repeat(self._number_of[segment] >= 0, np.diff(bounds))
        return live

    def _range(self, segment: int, span: RowRange) -> RowRange | None:
        """The rows of a segment from the first to the last document that has rows in `span`; None where it has none."""
        first = int(np.searchsorted(self._bounds, span[0], side="right")) - 1
        end = int(np.searchsorted(self._bounds, span[1], side="left"))
        held = self._held[segment]
        begin, stop = np.searchsorted(held, (first, end)).tolist()
        if begin == stop:
            return None
        bounds, numbers = self._starts[segment], self.numbers
        rows = int(bounds[numbers[held[begin]]]), int(bounds[numbers[held[stop - 1]] + 1])
        return rows if rows[0] < rows[1] else None


def write_order(generation: Path, segments: Numbers, numbers: Numbers) -> None:
    """Writes the order of a generation's documents: for each the place of its segment, and its number there."""
    np.save(generation / ORDER_FILE, np.stack([segments, numbers]).astype(np.int32), allow_pickle=False)


def read_order(generation: Path, segments: Sequence[Segment]) -> Order:
    """The order of the documents of a generation made of `segments`; raises `IndexDataError`."""
    starts = [read_starts(segment.folder(generation)) for segment in segments]
    order = _loaded(generation / ORDER_FILE).astype(np.int64)
    return Order(order[0], order[1], starts)


def write_starts(segment: Path, starts: Iterable[int]) -> None:
    """Writes the row that each document of a segment starts at, and last how many rows there are."""
    np.save(segment / STARTS_FILE, np.fromiter(starts, dtype=np.int64), allow_pickle=False)


def read_starts(segment: Path) -> Numbers:
    return _loaded(segment / STARTS_FILE).astype(np.int64)


def plain(starts: Numbers) -> Order:
    """The order of one segment of which nothing is gone."""
    count = len(starts) - 1
    return Order(np.zeros(count, dtype=np.int64), np.arange(count), [starts])


def _loaded(file: Path) -> NDArray[np.int64]:
    try:
        found: NDArray[np.int64] = np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise IndexDataError(f"{file} can't be read; run: dateline index") from error
    return found
