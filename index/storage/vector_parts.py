"""The vectors of a generation, whatever segments they lie in, by row. Pure but for the segments' files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.models.vectors import Rows
from index.storage import VECTORS_FILE
from index.storage.candidates import Candidates
from index.storage.documents import DocumentStore
from index.storage.nearest import Nearest
from index.storage.order import Order
from index.storage.vectors import EXACT_ROWS, VectorIndex

MAX_PASSED_OVER = 500
"""Up to so many rows that are gone are found and passed over; more are kept from being found, row by row."""


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
        found = [self._of(place, query, limit, candidates, share) for place in range(len(self._parts))]
        return Nearest.of(found, min(limit, count)).pairs()

    def cosines(self, query: Rows, rows: NDArray[np.int64]) -> Rows:
        """The cosine of `query` (one unit row) and each of `rows`, in their order."""
        cosines = np.zeros(len(rows), dtype=np.float32)
        for share in self._order.shares(rows):
            cosines[share.places] = self._parts[share.segment].cosines(query, share.rows)
        return cosines

    def _of(self, place: int, query: Rows, limit: int, candidates: Candidates, share: float | None) -> Nearest:
        """The nearest rows of one segment, none of them gone."""
        within = self._order.within(place, candidates)
        gone = self._order.gone_in(place, within)
        if gone > MAX_PASSED_OVER:
            within, gone = Candidates(rows=self._living(place, within)), 0
        found = self._parts[place].nearest(query, limit + gone, within, share=share)
        rows = self._order.rows_from(place, found.rows)
        return Nearest(rows[rows >= 0], found.cosines[rows >= 0])

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
