"""How near a passage is in meaning, together with what stands around it: pure.

A passage of 200 tokens often says "the agreement" or "she" of what its neighbours name, and a document's opening
tells what the rest is about. So a passage's own cosine is joined by the mean cosine of the passages around it and by
that of its document's first one. Means of cosines are used, not cosines of mean vectors, so that nothing more is
stored than the passages' own vectors. Figures in tests/bench/README.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

REACH = 3
"""Passages that count as around one, on either side, in its document."""
AROUND_WEIGHT = 0.8
OPENING_WEIGHT = 0.3
"""What the mean around a passage, and its document's opening, count beside its own cosine."""
IN_ALL = 1 + AROUND_WEIGHT + OPENING_WEIGHT
"""How near a passage is for each unit of its own cosine, where all that is around is as near as itself."""


class Surroundings:
    """The surroundings of `rows`; `first_rows` and `end_rows` have the rows of each one's document, end excluded."""

    def __init__(self, rows: NDArray[np.int64], first_rows: NDArray[np.int64], end_rows: NDArray[np.int64]) -> None:
        self._rows = rows
        self._first = first_rows
        self._around = rows[:, None] + np.arange(-REACH, REACH + 1)
        self._there = (self._around >= first_rows[:, None]) & (self._around < end_rows[:, None])
        self.needed: NDArray[np.int64] = np.unique(np.concatenate((self._around[self._there], self._first)))
        """The rows whose cosines `meant` is to be given, ascending."""

    def meant(self, cosines: NDArray[np.float32]) -> NDArray[np.float64]:
        """How near each of `rows` is in meaning; `cosines` belong to `needed`."""
        own = cosines[np.searchsorted(self.needed, self._rows)]
        opening = cosines[np.searchsorted(self.needed, self._first)]
        # Where there is none any other will do: it does not count.
        near_by = np.minimum(np.searchsorted(self.needed, self._around), len(self.needed) - 1)
        around = np.where(self._there, cosines[near_by], 0)
        mean = around.sum(axis=1) / self._there.sum(axis=1)
        near: NDArray[np.float64] = own + AROUND_WEIGHT * mean + OPENING_WEIGHT * opening
        return near
