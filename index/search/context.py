"""How near a passage is in meaning, together with the passages around it: pure.

A passage of 200 tokens often says "the agreement" or "she" of what its neighbours name, and a document's opening
tells what the rest is about. So a passage's own cosine is joined by the mean cosine of the passages around it and the
cosine of its document's first passage. These are means of cosines, not cosines of mean vectors, so that nothing but
the passages' own vectors need be stored. Figures in tests/bench/README.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

REACH = 3
"""Passages on either side, in the same document, that count as around a passage."""
AROUND_WEIGHT = 1.0
OPENING_WEIGHT = 0.3
"""How much the mean around a passage, and its document's opening, count where its own cosine counts 1."""
TOTAL_WEIGHT = 1 + AROUND_WEIGHT + OPENING_WEIGHT
"""A passage's nearness for each unit of its own cosine, where everything around it is as near as itself."""


class Surroundings:
    """The surroundings of `rows`, whose documents each have the rows from `first_rows` to before `end_rows`."""

    def __init__(self, rows: NDArray[np.int64], first_rows: NDArray[np.int64], end_rows: NDArray[np.int64]) -> None:
        self._rows = rows
        self._first = first_rows
        self._around = rows[:, None] + np.arange(-REACH, REACH + 1)
        self._there = (self._around >= first_rows[:, None]) & (self._around < end_rows[:, None])
        self.needed: NDArray[np.int64] = np.unique(np.concatenate((self._around[self._there], self._first)))
        """The rows whose cosines `nearness` takes, ascending."""

    def nearness(self, cosines: NDArray[np.float32]) -> NDArray[np.float64]:
        """How near each of `rows` is in meaning, given the cosines of the rows `needed`."""
        own = cosines[np.searchsorted(self.needed, self._rows)]
        opening = cosines[np.searchsorted(self.needed, self._first)]
        # Where there is no such row any place will do, since it is not counted.
        places = np.minimum(np.searchsorted(self.needed, self._around), len(self.needed) - 1)
        around = np.where(self._there, cosines[places], 0)
        mean = around.sum(axis=1) / self._there.sum(axis=1)
        nearness: NDArray[np.float64] = own + AROUND_WEIGHT * mean + OPENING_WEIGHT * opening
        return nearness
