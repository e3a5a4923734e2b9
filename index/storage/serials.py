"""How word indexes name passages: by serial numbers, which stay when rows change. Pure.

A segment's row r is `first_serial + r` in every generation that has the segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.storage.candidates import Candidates, RowRange, merged
from index.storage.order import Order
from index.storage.segments import Segment

NO_PASSAGE: Final = 2**62
"""The serial number of what a word index holds that is no passage."""
REMEMBERED: Final = 16
"""Candidates whose serial numbers are remembered: what is asked about a query mostly lies within the same rows."""
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
        self._sizes = np.array([end - first for first, end in self.blocks], dtype=np.int64)[self._places]
        self._begins = np.cumsum(self._sizes) - self._sizes
        self._of_ranges = lru_cache(REMEMBERED)(self._named)

    @property
    def rows(self) -> int:
        """How many passages the generation has."""
        return self._order.rows

    def rows_of(self, serials: Numbers) -> Numbers:
        """The rows of these serial numbers; -1 where the generation has none."""
        if self.plain:
            return np.where(serials < self.rows, serials, -1)
        blocks = np.searchsorted(self._firsts, serials, side="right") - 1
        offsets = serials - self._firsts[blocks]
        inside = (blocks >= 0) & (offsets < self._sizes[blocks])
        return np.where(inside, self._rows[np.where(inside, self._begins[blocks] + offsets, 0)], -1)

    @cached_property
    def _rows(self) -> Numbers:
        """The row of each passage of each segment, in the order of serial numbers; -1 for what is gone."""
        return np.concatenate([self._order.all_rows_from(place) for place in self._places.tolist()])

    def before(self, row: int, seen: Numbers) -> list[RowRange]:
        """The serial numbers of rows before `row` in segments that come after those `seen`, and after these in theirs.

        The last of `seen` is in the last of their segments.
        """
        at = next((place for place, (first, end) in enumerate(self.blocks) if first <= seen[-1] < end), 0)
        begin, stop = self.blocks[at]
        after = int(seen[(seen >= begin) & (seen < stop)].max(initial=begin - 1)) + 1
        found: list[RowRange] = []
        for place in range(at, len(self.blocks)):
            first, _ = self.blocks[place]
            spans = self._order.within(place, Candidates(ranges=((0, row),))).ranges or ()
            least = after if place == at else first
            found += [(max(least, first + a), first + b) for a, b in spans if first + b > max(least, first + a)]
        return found

    def of(self, candidates: Candidates) -> Candidates:
        """The same candidates as serial numbers; ranges may have some of what is gone as well."""
        if self.plain or (candidates.rows is None and candidates.ranges is None):
            return candidates
        if candidates.rows is None:
            return self._of_ranges(candidates.ranges or ())
        found = [first + part.rows for first, part in self._within(candidates) if part.rows is not None]
        return Candidates(rows=np.concatenate([np.empty(0, dtype=np.int64), *found]))

    def _named(self, ranges: tuple[RowRange, ...]) -> Candidates:
        within = self._within(Candidates(ranges=ranges))
        return Candidates(
            ranges=tuple(merged((first + a, first + b) for first, part in within for a, b in part.ranges or ()))
        )

    def _within(self, candidates: Candidates) -> list[tuple[int, Candidates]]:
        """The candidates of each segment as its rows, and its first serial number."""
        places = enumerate(self._segments)
        return [(segment.first_serial, self._order.within(place, candidates)) for place, segment in places]
