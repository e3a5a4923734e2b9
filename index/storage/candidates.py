"""Which rows a search may find."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RowRange = tuple[int, int]
"""Rows from the first to before the second."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Which rows may be found: all, those in `ranges`, or (when set) exactly `rows`."""

    ranges: tuple[RowRange, ...] | None = None
    rows: NDArray[np.int64] | None = None

    def count(self, total: int) -> int:
        if self.rows is not None:
            return len(self.rows)
        return total if self.ranges is None else sum(end - start for start, end in self.ranges)
