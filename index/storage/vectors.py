"""Vectors of a segment and their nearest neighbours: the one home of FAISS.

Rows are in date order within each precision, so a date window is a few ranges of rows. Up to `EXACT_ROWS` candidates,
all are compared, by inner product over half-precision rows. The rows of a larger archive lie in an inverted file: all
of a narrow window are still compared, since a trained index loses results under a narrow selection; a wide window
visits more lists, the less of each list it may take.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

import faiss as _typed_faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDataError
from index.models.vectors import Rows
from index.storage import inverted_lists
from index.storage.candidates import Candidates
from index.storage.inverted_lists import ListParts
from index.storage.nearest import Nearest

faiss: Any = _typed_faiss
"""FAISS's stubs lack what it adds to its classes in Python (`params`, `sel`, `reconstruct_n`, …)."""
EXACT_ROWS = 60_000
"""Up to so many candidates all are compared: 4 to 5 ms a query on a core (`tests/bench/bench_vectors.py`)."""
LIST_ROWS = 256
"""About how many rows an inverted list holds: this balances the lists and the rows that a query visits."""
TRAINING_ROWS_A_LIST = 40
"""FAISS warns below 39 training rows a list."""
PROBED_LISTS = 128
"""Lists visited by a query that may take all their rows: recall@10 against exact is above .99 on real passages."""
LISTED_ROWS = 2_000
"""Up to so many vectors that are added to a trained index are all compared."""
MORE_ROWS = 8
"""Rows asked for beyond the limit, so that of equally near ones the first are taken."""
NEAR_ROWS = 1_000
"""Rows asked for at first where all that are near enough are wanted; four times as many each time they are not all."""
MAX_FETCHED_ROWS = 2_000
"""Up to so many single rows are fetched and compared; more are looked up in a scan of all."""
MAX_SEARCHED_RANGES = 8
"""Up to so many ranges are searched in turn, each at a cost in proportion; more are looked up row by row."""
DIGESTS_SUFFIX = ".digests"
DIGEST_BYTES = 8
"""Of each row: a row that is shown is compared with what was written without reading all the others."""
HELD_ROWS = 50_000
"""Of a trained index, so many vectors are in memory while it is written; the default model's take 40 MB."""
BATCH_ROWS = 10_000
"""Rows decoded at a time when all are read."""


def write(
    path: Path, batches: Iterable[Rows], *, rows: int, sample: Rows | None = None, like: Path | None = None
) -> None:
    """Writes an index of `rows` vectors (at least one), trained on `sample` where `training_rows` asks for one.

    Of more than `LISTED_ROWS` vectors, it has the lists of the trained index `like`, so that a query visits the same
    ones in both. Beside it come the digests of its rows.
    """
    index: Any = _with_lists_of(like) if like and rows > LISTED_ROWS else None
    with _digests_file(path).open("wb") as digests, closing(ListParts(path.parent)) as parts:
        held = 0
        for batch in batches:
            if index is None:
                index = _empty(rows, batch.shape[1])
                if sample is not None:
                    _train(index, sample)
                    sample = None
            halves = batch.astype(np.float16)
            index.add(halves.astype(np.float32))  # FAISS rounds what lies between two halves otherwise on some machines
            digests.write(b"".join(map(_digest, halves)))
            held += len(batch)
            if held >= HELD_ROWS and isinstance(index, faiss.IndexIVF):
                parts.take(index.invlists)
                held = 0
        _write_index(index, parts, path)


def _train(index: Any, sample: Rows) -> None:
    """Finds the centres of an inverted file's lists.

    FAISS's own `train` would copy vectors for an encoder as well, which has nothing to learn here.
    """
    index.train_q1(len(sample), faiss.swig_ptr(sample), False, index.metric_type)
    index.is_trained = True


def _write_index(index: Any, parts: ListParts, path: Path) -> None:
    """Writes an index of which some lists may have been put aside."""
    if parts.count:
        parts.take(index.invlists)
    faiss.write_index(index, str(path))
    if parts.count:
        parts.write_into(path)


def _digests_file(path: Path) -> Path:
    """What each row of the index at `path` is recognised by, in row order."""
    return path.with_name(path.name + DIGESTS_SUFFIX)


def _digest(row: Rows) -> bytes:
    return hashlib.blake2b(row.astype(np.float16).tobytes(), digest_size=DIGEST_BYTES).digest()


def training_rows(rows: int) -> int:
    """How many vectors `write` needs as its sample; 0 where it trains nothing."""
    return min(rows, TRAINING_ROWS_A_LIST * _lists(rows)) if rows > EXACT_ROWS else 0


def _lists(rows: int) -> int:
    return max(1, rows // LIST_ROWS)


def _empty(rows: int, dimensions: int) -> Any:
    if rows <= EXACT_ROWS:
        return faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    return _inverted(faiss.IndexFlatIP(dimensions), _lists(rows))


def _inverted(centres: Any, lists: int) -> Any:
    """An inverted file of so many lists around `centres`, which it owns from now on."""
    index = faiss.IndexIVFScalarQuantizer(
        centres, centres.d, lists, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False
    )
    centres.this.disown()
    index.own_fields = True
    return index


def _with_lists_of(path: Path) -> Any:
    """An index without vectors that has the lists of the one at `path`; None where that has no lists."""
    index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    if not isinstance(index, faiss.IndexIVF):
        return None
    centres = faiss.IndexFlatIP(index.d)
    centres.add(index.quantizer.reconstruct_n(0, index.nlist))
    empty = _inverted(centres, index.nlist)
    empty.is_trained = True
    return empty


def _opened(path: Path, flags: int = 0) -> Any:
    try:
        return faiss.read_index(str(path), flags)
    except RuntimeError as error:
        raise IndexDataError(f"the vectors in {path} can't be read; run: dateline index") from error


def _joined(indexes: Sequence[Any]) -> Any:
    """The first of them with the rows of all, which have the same lists or none; the others are empty then."""
    whole, *others = indexes
    for index in others:
        whole.merge_from(index, whole.ntotal if isinstance(whole, faiss.IndexIVF) else 0)
    return whole


def _read_at(file: BinaryIO, row: int) -> bytes:
    """The digest of a row."""
    file.seek(row * DIGEST_BYTES)
    return file.read(DIGEST_BYTES)


class VectorIndex:
    """An opened vector index; searches may run in many threads at once."""

    def __init__(self, path: Path, *more: Path) -> None:
        """Opens the index at `path`, mapped into memory.

        With `more`, which have the same `lists`, all are read into one, whose rows come one after the other.
        """
        self.path = path
        if more:
            self._index = _joined([_opened(each) for each in (path, *more)])
        else:
            self._index = _opened(path, faiss.IO_FLAG_MMAP_IFC)
        self._digests = _digests_file(path)
        self._trained = isinstance(self._index, faiss.IndexIVF)
        self._mapping = Lock()

    @property
    def rows(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        return int(self._index.d)

    @property
    def count_lists(self) -> int:
        """How many inverted lists there are; 0 where all rows are always compared."""
        return int(self._index.nlist) if self._trained else 0

    @cached_property
    def lists(self) -> bytes:
        """What tells its inverted lists from others; empty where there are none."""
        if not self._trained:
            return b""
        centres = self._index.quantizer.reconstruct_n(0, self.count_lists)
        return hashlib.blake2b(centres.tobytes(), digest_size=DIGEST_BYTES).digest()

    @property
    def kind(self) -> str:
        """What is compared, in words for people."""
        if not self._trained:
            return "exact, half precision"
        return (
            f"inverted file of {self._index.nlist:,} lists, {PROBED_LISTS} visited, half precision; "
            f"exact where a filter leaves {EXACT_ROWS:,} passages or fewer"
        )

    def row(self, number: int) -> Rows:
        """The stored vector of a row."""
        vector: Rows = self._rows(number, 1)[0]
        return vector

    def damaged(self, rows: Sequence[int]) -> list[int]:
        """Those of `rows` whose vectors are not what was written."""
        if not rows:
            return []
        self._map_rows()
        stored = np.asarray(self._index.reconstruct_batch(np.array(rows, dtype=np.int64)), dtype=np.float32)
        with self._digests.open("rb") as file:
            return [row for row, vector in zip(rows, stored, strict=True) if _digest(vector) != _read_at(file, row)]

    def batches(self) -> Iterator[tuple[int, Rows]]:
        """All stored vectors in row order, in batches, each with the number of its first row."""
        for first in range(0, self.rows, BATCH_ROWS):
            yield first, self._rows(first, min(BATCH_ROWS, self.rows - first))

    def stored(self) -> Iterator[tuple[NDArray[np.int64], Rows]]:
        """All stored vectors in any order, in batches, each with the numbers of its rows; little of it is in memory."""
        if not self._trained:
            yield from ((np.arange(first, first + len(rows)), rows) for first, rows in self.batches())
            return
        for numbers, halves in inverted_lists.read(self.path, self._index):
            rows = np.frombuffer(halves, dtype=np.float16).reshape(len(numbers), -1)
            yield numbers, rows.astype(np.float32)

    def _rows(self, first: int, count: int) -> Rows:
        self._map_rows()
        return np.asarray(self._index.reconstruct_n(first, count), dtype=np.float32)

    def search(
        self, query: Rows, limit: int, candidates: Candidates, *, share: float | None = None
    ) -> list[tuple[int, float]]:
        """The `limit` candidates nearest to `query` (one unit row) as (row, cosine), best first, ties by row.

        `share` is which part of all passages, not only of this index, are candidates, where these are too many to
        compare all of them.
        """
        return self.nearest(query, limit, candidates, share=share).pairs()

    def nearest(self, query: Rows, limit: int, candidates: Candidates, *, share: float | None = None) -> Nearest:
        """As `search`, as columns."""
        count = candidates.count(self.rows)
        wanted = min(limit, count)
        if wanted == 0:
            return Nearest.of([], 0)
        faiss.omp_set_num_threads(1)  # for this thread: a query is one core's work, and more threads would only spin
        if candidates.rows is not None and count <= MAX_FETCHED_ROWS:
            return Nearest.of([Nearest(candidates.rows, self.cosines(query, candidates.rows))], wanted)
        probes = self._probes(share or (None if count <= EXACT_ROWS else count / self.rows))
        searches = [self._untied(query, wanted, selector, probes) for selector in self._selectors(candidates)]
        return Nearest.of(searches, wanted)

    def near(self, query: Rows, least: float, candidates: Candidates) -> NDArray[np.int64]:
        """The candidates whose cosine with `query` (one unit row) is `least` or more: all of them, ascending."""
        found = [np.empty(0, dtype=np.int64)]
        if candidates.count(self.rows):
            found += [self._nearer(query, least, selector) for selector in self._selectors(candidates)]
        return np.unique(np.concatenate(found))

    def _nearer(self, query: Rows, least: float, selector: Any) -> NDArray[np.int64]:
        """FAISS's own `range_search` takes ten times as long where there are no lists."""
        asked = NEAR_ROWS
        while True:
            found = self._nearest(query, min(asked, self.rows), selector, self.count_lists)
            if len(found.rows) < min(asked, self.rows) or found.cosines[-1] < least or asked >= self.rows:
                return found.rows[found.cosines >= least]
            asked *= 4

    def cosines(self, query: Rows, rows: NDArray[np.int64]) -> Rows:
        """The cosine of `query` (one unit row) and each of `rows`, in their order."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        self._map_rows()
        stored = np.asarray(self._index.reconstruct_batch(rows), dtype=np.float32)
        # Not @: NumPy's matrix library would wake a thread for each core, and on a busy machine wait for them.
        cosines: Rows = np.einsum("ij,j->i", stored, query)
        return cosines

    def _map_rows(self) -> None:
        """Lets a trained index find a row by its number, which only fetching rows needs; takes 8 bytes a row."""
        if self._trained:
            with self._mapping:
                self._index.make_direct_map()

    def _untied(self, query: Rows, wanted: int, selector: Any, probes: int) -> Nearest:
        """The nearest, and all that are as near as the last of them: FAISS takes any of those."""
        asked = wanted + MORE_ROWS
        while True:
            found = self._nearest(query, asked, selector, probes)
            if len(found.rows) < asked or found.cosines[wanted - 1] > found.cosines[-1]:
                return found
            asked *= 2

    def _nearest(self, query: Rows, wanted: int, selector: Any, probes: int) -> Nearest:
        scores, rows = self._index.search(query.reshape(1, -1), wanted, params=self._parameters(selector, probes))
        there = rows[0] >= 0
        return Nearest(rows[0][there], scores[0][there])

    def _parameters(self, selector: Any, probes: int) -> Any:
        if self._trained:
            return faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        return faiss.SearchParameters(sel=selector)

    def _probes(self, share: float | None) -> int:
        """How many lists to visit: all where all candidates are compared, else the more, the fewer they are."""
        if not self._trained or share is None:
            return self.count_lists
        return max(1, min(self.count_lists, int(PROBED_LISTS / share)))

    def _selectors(self, candidates: Candidates) -> Iterator[Any]:
        """What FAISS is to search in, a search each; None for all rows."""
        if candidates.rows is None and candidates.ranges is None:
            yield None
        elif candidates.rows is None and len(candidates.ranges or ()) <= MAX_SEARCHED_RANGES:
            for first, end in candidates.ranges or ():
                yield faiss.IDSelectorRange(first, end, True)  # ids are sorted: only the range is read, in lists too
        else:
            yield faiss.IDSelectorBitmap(np.packbits(self._marked(candidates), bitorder="little"))

    def _marked(self, candidates: Candidates) -> NDArray[np.bool_]:
        marked = np.zeros(self.rows, dtype=np.bool_)
        if candidates.rows is not None:
            marked[candidates.rows] = True
        for first, end in candidates.ranges or () if candidates.rows is None else ():
            marked[first:end] = True
        return marked
