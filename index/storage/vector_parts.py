"""The vectors of a generation, whatever segments they lie in, by row. Pure but for the segments' files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.models.vectors import Rows
from index.storage import VECTORS_FILE
from index.storage.candidates import Candidates
from index.storage.documents import DocumentStore
from index.storage.nearest import Nearest
from index.storage.order import Order
from index.storage.vectors import EXACT_ROWS, LIST_ROWS, VectorIndex

JOINED_ROWS = 30_000
"""Of small segments, so many rows in all are read into memory, 23 MB, and searched as one: each search by itself costs
as much as comparing some thousand."""
MAX_PASSED_OVER = 500
"""Up to so many rows that are gone are found and passed over; more are kept from being found, row by row."""


@dataclass(frozen=True)
class _Together:
    """Segments that are searched as one: their places, and the first row there of each."""

    index: VectorIndex
    places: Sequence[int]
    firsts: Sequence[int]

    def joined(self, within: Sequence[Candidates]) -> Candidates:
        """The candidates of each segment as those of all."""
        if len(within) == 1:
            return within[0]
        moved = list(zip(self.firsts, within, strict=True))
        if all(part.rows is not None for part in within):
            return Candidates(
                rows=np.concatenate([first + part.rows for first, part in moved if part.rows is not None])
            )
        if all(part.ranges is None for part in within):
            return Candidates()
        return Candidates(ranges=tuple((first + a, first + b) for first, part in moved for a, b in part.ranges or ()))


class VectorParts:
    """The vector indexes of all segments; searches may run in many threads at once."""

    def __init__(self, parts: Sequence[VectorIndex], order: Order) -> None:
        self._parts = parts
        self._order = order

    @property
    def rows(self) -> int:
        """How many vectors there are but for those of passages that are gone."""
        return self._order.rows

    @property
    def stored(self) -> int:
        """How many vectors there are with those of passages that are gone."""
        return sum(part.rows for part in self._parts)

    @property
    def kind(self) -> str:
        """What is compared, in words for people."""
        largest = max(self._parts, key=lambda part: part.rows)
        segments = f", {len(self._parts)} segments" if len(self._parts) > 1 else ""
        return f"{largest.kind}{segments}"

    def damaged(self, rows: Sequence[int]) -> list[int]:
        """Those of `rows` whose vectors are not what was written."""
        found = []
        for share in self._order.shares(rows):
            damaged = self._parts[share.segment].damaged(share.rows.tolist())
            found += [rows[place] for place in share.places[np.isin(share.rows, damaged)].tolist()]
        return sorted(found)

    def search(self, query: Rows, limit: int, candidates: Candidates) -> list[tuple[int, float]]:
        """The `limit` candidates nearest to `query` (one unit row) as (row, cosine), best first, ties by row."""
        count = candidates.count(self.rows)
        share = None if count <= EXACT_ROWS else count / self.rows
        found = [self._of(together, query, limit, candidates, share) for together in self._searched]
        return Nearest.of(found, min(limit, count)).pairs()

    @cached_property
    def _searched(self) -> list[_Together]:
        """What is searched in turn: the largest segments, and small ones of the same lists together."""
        by_size = sorted(range(len(self._parts)), key=lambda place: self._parts[place].rows)
        alone, groups, rows = by_size[-1:], defaultdict[bytes, list[int]](list), 0
        for place in by_size[:-1]:
            rows += self._parts[place].rows
            if rows <= JOINED_ROWS:
                groups[self._parts[place].lists].append(place)
            else:
                alone.append(place)
        return [self._together(places) for places in ([[place] for place in alone] + list(groups.values()))]

    def _together(self, places: Sequence[int]) -> _Together:
        parts = [self._parts[place] for place in places]
        index = parts[0] if len(parts) == 1 else VectorIndex(*(part.path for part in parts))
        return _Together(index, places, np.cumsum([0, *(part.rows for part in parts)])[:-1].tolist())

    def near(self, query: Rows, least: float, candidates: Candidates) -> NDArray[np.int64]:
        """The candidates whose cosine with `query` (one unit row) is `least` or more: all of them, ascending."""
        found = [np.empty(0, dtype=np.int64)]
        for together in self._searched:
            within = [self._order.within(place, candidates) for place in together.places]
            found.append(self._rows_from(together, together.index.near(query, least, together.joined(within))))
        rows = np.unique(np.concatenate(found))
        return rows[rows >= 0]

    def row(self, number: int) -> Rows:
        """The stored vector of a row."""
        (share,) = self._order.shares([number])
        return self._parts[share.segment].row(int(share.rows[0]))

    def at(self, rows: NDArray[np.int64]) -> Rows:
        """The stored vectors of `rows`, in their order."""
        found = [self.row(row) for row in rows.tolist()]
        return np.stack(found) if found else np.empty((0, self._parts[0].dimensions), dtype=np.float32)

    def cosines(self, query: Rows, rows: NDArray[np.int64]) -> Rows:
        """The cosine of `query` (one unit row) and each of `rows`, in their order."""
        cosines = np.zeros(len(rows), dtype=np.float32)
        for share in self._order.shares(rows):
            cosines[share.places] = self._parts[share.segment].cosines(query, share.rows)
        return cosines

    def _of(self, together: _Together, query: Rows, limit: int, candidates: Candidates, share: float | None) -> Nearest:
        """The nearest rows of some segments, none of them gone."""
        within = [self._order.within(place, candidates) for place in together.places]
        gone = [self._order.gone_in(place, part) for place, part in zip(together.places, within, strict=True)]
        passed_over = sum(gone)
        if passed_over > MAX_PASSED_OVER:
            within = [Candidates(rows=self._living(*each)) for each in zip(together.places, within, strict=True)]
            passed_over = 0
        of_all = share and together.index.count_lists and share * self._thinner(together.index.count_lists)
        found = together.index.nearest(query, limit + passed_over, together.joined(within), share=of_all or share)
        rows = self._rows_from(together, found.rows)
        return Nearest(rows[rows >= 0], found.cosines[rows >= 0])

    def _thinner(self, lists: int) -> float:
        """How many times as many rows there are as so many lists would be made for: each of them is so much longer.

        Fewer of them are visited then, so that a query visits as many rows in several segments as in one.
        """
        return max(1.0, self.stored / (lists * LIST_ROWS)) if len(self._parts) > 1 else 1.0

    def _rows_from(self, together: _Together, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The generation's rows of those of what is searched together; -1 for what is gone."""
        if len(together.places) == 1:
            return self._order.rows_from(together.places[0], rows)
        found = np.full(len(rows), -1, dtype=np.int64)
        at = np.searchsorted(together.firsts, rows, side="right") - 1
        for number in np.unique(at).tolist():
            mine = at == number
            found[mine] = self._order.rows_from(together.places[number], rows[mine] - together.firsts[number])
        return found

    def _living(self, place: int, within: Candidates) -> NDArray[np.int64]:
        """Those rows of a segment that the generation has."""
        live = np.flatnonzero(self._order.live(place))
        if within.ranges is None:
            return live
        parts = [live[slice(*np.searchsorted(live, span))] for span in within.ranges]
        return np.concatenate([np.empty(0, dtype=np.int64), *parts])


def open_vectors(store: DocumentStore) -> VectorParts:
    """The vectors of the passages in `store`; raises `IndexDataError`."""
    return VectorParts([VectorIndex(folder / VECTORS_FILE) for folder in store.folders_of_segments], store.order)


def dimensions(folder: Path) -> int:
    """How many numbers each vector has of the generation in this folder; raises `IndexDataError`."""
    with closing(DocumentStore(folder)) as store:
        return VectorIndex(store.folders_of_segments[0] / VECTORS_FILE).dimensions
