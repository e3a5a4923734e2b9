"""How word indexes name passages: by serial numbers, which stay when rows change. Pure.

A segment's row r is `first_serial + r` in every generation that has the segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.storage.candidates import Candidates, merged
from index.storage.order import Order
from index.storage.segments import Segment

NO_PASSAGE: Final = 2**62
"""The serial number of what a word index holds that is no passage."""
Numbers = NDArray[np.int64]


class Serials:
    """The serial numbers of the passages of a generation made of `segments`, in the order given."""

    def __init__(self, segments: Sequence[Segment], order: Order) -> None:
        self._segments = segments
        self._order = order
        self.plain = order.is_plain and segments[0].first_serial == 0
        """Whether serial numbers are rows."""
        self.blocks = [(segment.first_serial, segment.end_serial) for segment in segments]
        """The serial numbers of each segment, which ascend as rows do."""
        self._places = np.argsort([first for first, _ in self.blocks])
        self._firsts = np.array([first for first, _ in self.blocks], dtype=np.int64)[self._places]

    @property
    def rows(self) -> int:
        """How many passages the generation has."""
        return self._order.rows

    def rows_of(self, serials: Numbers) -> Numbers:
        """The rows of these serial numbers; -1 where the generation has none."""
        if self.plain:
            return np.where(serials < self.rows, serials, -1)
        rows = np.full(len(serials), -1, dtype=np.int64)
        blocks = np.searchsorted(self._firsts, serials, side="right") - 1
        for block in np.unique(blocks).tolist():
            place = int(self._places[block])
            first, end = self.blocks[place]
            inside = np.flatnonzero((blocks == block) & (serials < end))
            rows[inside] = self._order.rows_from(place, serials[inside] - first)
        return rows

    def of(self, candidates: Candidates) -> Candidates:
        """The same candidates as serial numbers; ranges may have some of what is gone as well."""
        if self.plain or (candidates.rows is None and candidates.ranges is None):
            return candidates
        within = [
            (segment.first_serial, self._order.within(place, candidates))
            for place, segment in enumerate(self._segments)
        ]
        if candidates.rows is not None:
            found = [first + part.rows for first, part in within if part.rows is not None]
            return Candidates(rows=np.concatenate([np.empty(0, dtype=np.int64), *found]))
        return Candidates(
            ranges=tuple(merged((first + a, first + b) for first, part in within for a, b in part.ranges or ()))
        )
