"""What is nearest to a query: rows with their cosines, in columns. Pure."""

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
