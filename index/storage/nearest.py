"""The nearest vectors to a query, of one search or of several. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.models.vectors import Rows


class Nearest(NamedTuple):
    """Rows and their cosines, best first, ties by row."""

    rows: NDArray[np.int64]
    cosines: Rows

    @classmethod
    def of(cls, found: Sequence[Nearest], wanted: int) -> Nearest:
        """The first so many of all that were found."""
        rows = np.concatenate([np.empty(0, dtype=np.int64), *(one.rows for one in found)])
        cosines = np.concatenate([np.empty(0, dtype=np.float32), *(one.cosines for one in found)])
        best = np.lexsort((rows, -cosines))[:wanted]
        return cls(rows[best], cosines[best])

    def pairs(self) -> list[tuple[int, float]]:
        """Each row with its cosine."""
        return list(zip(self.rows.tolist(), self.cosines.tolist(), strict=True))


class Asked(NamedTuple):
    """The passages nearest to a query among all within a predicate, as many as were asked for."""

    query: Rows
    limit: int
    found: Sequence[tuple[int, float]]

    def has_all(self, query: Rows, least: float) -> bool:
        """Whether all passages are among them whose cosine with that query is `least` or more."""
        whole = len(self.found) < self.limit or self.found[-1][1] < least
        return whole and np.array_equal(self.query, query)

    def rows(self, least: float) -> NDArray[np.int64]:
        """The rows of those, ascending."""
        return np.sort(np.array([row for row, cosine in self.found if cosine >= least], dtype=np.int64))
