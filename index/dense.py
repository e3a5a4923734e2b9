"""Vectors and their nearest neighbours: the one home of FAISS.

Rows are in date order within each precision, so a date window is a few contiguous ranges of rows. Up to
`TRAINED_FROM` rows every candidate is compared (exact inner product over half-precision rows); above it an
inverted file finds candidates, except that a window holding less than `EXACT_SHARE` of the rows is always
compared whole, since a trained index loses results under a narrow selection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss as _typed_faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDataError
from index.vectors import Rows

faiss: Any = _typed_faiss
"""FAISS's stubs lack what it adds to its classes in Python (`params`, `sel`, `reconstruct_n`, …)."""

TRAINED_FROM = 200_000
"""Rows from which comparing all of them costs more than 15 ms a query on one core (6.6 ms per 100,000)."""
LIST_ROWS = 256
"""About how many rows an inverted list holds, so that lists and rows a query visits stay in balance."""
TRAINING_ROWS_A_LIST = 40
"""FAISS warns below 39 training rows a list."""
PROBED_LISTS = 64
"""Lists visited a query: recall@10 against exact is above .98 on real passages at this setting."""
EXACT_SHARE = 0.2
"""Windows below this share of the rows are compared whole."""

BATCH_ROWS = 10_000
"""Rows decoded at once when all are read."""

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


def write(path: Path, batches: Iterable[Rows], *, rows: int, sample: Rows | None = None) -> None:
    """Writes an index of `rows` vectors (at least one); `sample` trains it where the count asks for a trained one."""
    index: Any = None
    for batch in batches:
        if index is None:
            index = _empty(rows, batch.shape[1])
            if sample is not None:
                index.train(sample)
        index.add(batch)
    faiss.write_index(index, str(path))


def training_rows(rows: int) -> int:
    """How many vectors `write` needs as its sample; 0 where nothing is trained."""
    return min(rows, TRAINING_ROWS_A_LIST * _lists(rows)) if rows >= TRAINED_FROM else 0


def _lists(rows: int) -> int:
    return max(1, rows // LIST_ROWS)


def _empty(rows: int, dimensions: int) -> Any:
    if rows < TRAINED_FROM:
        return faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    lists = faiss.IndexFlatIP(dimensions)
    index = faiss.IndexIVFScalarQuantizer(
        lists,
        dimensions,
        _lists(rows),
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,
    )
    lists.this.disown()
    index.own_fields = True
    return index


class Vectors:
    """An opened vector index; searches may run in many threads at once."""

    def __init__(self, path: Path) -> None:
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexDataError(f"the vectors in {path} can't be read; run: dateline index") from error
        self._trained = isinstance(self._index, faiss.IndexIVF)

    @property
    def rows(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        return int(self._index.d)

    @property
    def kind(self) -> str:
        """For people: what is compared."""
        if not self._trained:
            return "exact, half precision"
        return f"inverted file of {self._index.nlist} lists, {PROBED_LISTS} visited, half precision"

    def row(self, number: int) -> Rows:
        """The stored vector of one row."""
        vector: Rows = self._rows(number, 1)[0]
        return vector

    def batches(self) -> Iterator[tuple[int, Rows]]:
        """All stored vectors in row order, in batches, each with the number of its first row."""
        for first in range(0, self.rows, BATCH_ROWS):
            yield first, self._rows(first, min(BATCH_ROWS, self.rows - first))

    def _rows(self, first: int, count: int) -> Rows:
        if self._trained:
            self._index.make_direct_map()
        return np.asarray(self._index.reconstruct_n(first, count), dtype=np.float32)

    def search(self, query: Rows, limit: int, candidates: Candidates) -> list[tuple[int, float]]:
        """The `limit` candidates nearest to `query` (one unit row) as (row, cosine), best first, ties by row."""
        wanted = min(limit, candidates.count(self.rows))
        if wanted == 0:
            return []
        selector = _selector(candidates)
        scores, rows = self._index.search(query.reshape(1, -1), wanted, params=self._parameters(selector, candidates))
        found = [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _parameters(self, selector: Any, candidates: Candidates) -> Any:
        if not self._trained:
            return faiss.SearchParameters(sel=selector) if selector is not None else None
        narrow = candidates.count(self.rows) < EXACT_SHARE * self.rows
        probes = self._index.nlist if narrow else min(PROBED_LISTS, self._index.nlist)
        return faiss.SearchParametersIVF(sel=selector, nprobe=probes)


def _selector(candidates: Candidates) -> Any:
    if candidates.rows is not None:
        return faiss.IDSelectorBatch(candidates.rows)
    if candidates.ranges is None:
        return None
    selectors = [faiss.IDSelectorRange(start, end, True) for start, end in candidates.ranges]
    return _either(selectors)


def _either(selectors: Sequence[Any]) -> Any:
    first, *others = selectors
    for other in others:
        joined = faiss.IDSelectorOr(first, other)
        joined.parts = (first, other)  # FAISS keeps bare pointers: the parts must live as long as the whole
        first = joined
    return first
