"""Which rows each document has: a document's passages are side by side, and documents in the order of their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Places(NamedTuple):
    """For each of some rows the number of its document, and that document's rows: from first to before end."""

    documents: NDArray[np.int64]
    first_rows: NDArray[np.int64]
    end_rows: NDArray[np.int64]


class RowMap:
    """The row each document starts at, by number; a document without passages starts where the next one does.

    `rows` is how many rows there are. Kept in memory, 8 bytes a document, since a query asks for hundreds of rows.
    """

    def __init__(self, starts: Sequence[int] | NDArray[np.int64], rows: int) -> None:
        self._bounds = np.array([*starts, rows], dtype=np.int64)

    def places(self, rows: Sequence[int] | NDArray[np.int64]) -> Places:
        """The place of each of `rows`, in their order."""
        after = np.searchsorted(self._bounds[:-1], np.asarray(rows, dtype=np.int64), side="right")
        return Places(after - 1, self._bounds[after - 1], self._bounds[after])

    def documents(self, spans: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
        """The numbers of the documents that have any of some rows, ascending.

        `spans` are those rows: each from the first to before the end, ascending and apart.
        """
        rows = np.array(spans, dtype=np.int64).reshape(-1, 2).clip(0, self._bounds[-1])
        firsts, ends = rows[rows[:, 0] < rows[:, 1]].T
        starts = self._bounds[:-1]
        began = np.searchsorted(starts, firsts, side="right") - 1
        after = np.searchsorted(starts, ends)
        edges = np.zeros(len(starts) + 1, dtype=np.int64)
        np.add.at(edges, began, 1)
        np.add.at(edges, after, -1)
        return np.flatnonzero((np.cumsum(edges[:-1]) > 0) & (starts < self._bounds[1:]))

    def starting(self, first: int, end: int) -> int:
        """How many documents start in the rows from `first` to before `end`."""
        before, within = np.searchsorted(self._bounds[:-1], (first, end))
        return max(0, int(within - before))
