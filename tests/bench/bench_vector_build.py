"""The index of vectors that a store's tables get, beside the embedded engine's: how long it takes, and what it finds.

    python -m tests.bench.bench_vector_build                          1,000,000 vectors, a quarter of an hour
    python -m tests.bench.bench_vector_build --vectors 100000

Vectors are made up (see `synthetic`), the same for both. Each engine writes and indexes them from a file; then it is
told how many of the ten nearest by brute force each finds in so many lists.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
import pyarrow as pa

from index.models.vectors import Rows
from index.storage import vectors as embedded
from index.storage.lance.indexing import METRIC, make_here, vector_index
from index.storage.lance.segments import Table
from tests.bench import synthetic
from tests.bench.clocks import took

import lance  # isort: skip (after what sets how it works)

AT_ONCE: Final = 10_000
QUERIES: Final = 40
TOP: Final = 10
LISTS: Final = (64, 128, 256)
FILE_ROWS: Final = 2**18


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        measure(Path(scratch), asked.vectors)


def measure(folder: Path, count: int) -> None:
    stored = drawn(folder / "vectors", count)
    queries = synthetic.vectors(QUERIES, 10 * count)
    cosines = np.concatenate([batch @ queries.T for batch in batches(stored)])
    best = np.argsort(-cosines, axis=0)[:TOP].T
    build("embedded", lambda: write_embedded(folder / "embedded", stored))
    index = faiss.read_index(str(folder / "embedded"), faiss.IO_FLAG_MMAP)
    tell("embedded", best, lambda lists: nearest_embedded(index, queries, lists))
    build("shared", lambda: write_shared(folder / "shared.lance", stored))
    table = lance.dataset(str(folder / "shared.lance"))
    tell("shared", best, lambda lists: [nearest_shared(table, query, lists) for query in queries])


def drawn(file: Path, count: int) -> Rows:
    """The vectors, in a file."""
    stored: Rows = np.memmap(file, np.float16, "w+", shape=(count, synthetic.DIMENSIONS))
    for start in range(0, count, AT_ONCE):
        stored[start : start + AT_ONCE] = synthetic.vectors(min(AT_ONCE, count - start), start)
    return stored


def batches(stored: Rows) -> Iterator[Rows]:
    for start in range(0, len(stored), AT_ONCE):
        yield stored[start : start + AT_ONCE].astype(np.float32)


def write_embedded(file: Path, stored: Rows) -> None:
    rows = embedded.training_rows(len(stored))
    chosen = np.sort(np.random.default_rng(1).choice(len(stored), rows, replace=False))
    sample = stored[chosen].astype(np.float32) if rows else None
    embedded.write(file, batches(stored), rows=len(stored), sample=sample)


def write_shared(place: Path, stored: Rows) -> None:
    schema = pa.schema([("vector", pa.list_(pa.float16(), synthetic.DIMENSIONS))])
    arrays = (
        pa.array(np.ascontiguousarray(stored[at : at + AT_ONCE]).ravel()) for at in range(0, len(stored), AT_ONCE)
    )
    lists = (pa.FixedSizeListArray.from_arrays(array, synthetic.DIMENSIONS) for array in arrays)
    rows = pa.RecordBatchReader.from_batches(schema, (pa.record_batch([each], schema=schema) for each in lists))
    table = lance.write_dataset(rows, str(place), max_rows_per_file=FILE_ROWS)
    list(make_here(table, [vector_index(len(stored))]))


def nearest_embedded(index: Any, queries: Rows, lists: int) -> list[list[int]]:
    index.nprobe = lists
    found: list[list[int]] = index.search(queries, TOP)[1].tolist()
    return found


def nearest_shared(table: Table, query: Rows, lists: int) -> list[int]:
    asked = {"column": "vector", "q": query, "k": TOP, "metric": METRIC, "nprobes": lists}
    found = table.scanner(columns=["_distance"], with_row_id=True, nearest=asked).to_table()
    addresses = found["_rowid"].to_numpy().astype(np.int64)
    places: list[int] = ((addresses >> 32) * FILE_ROWS + (addresses & 0xFFFFFFFF)).tolist()
    return places


def build(engine: str, work: Callable[[], None]) -> None:
    wall, processor = took(work)
    print(f"{engine}: built in {wall:.0f} s, {processor:.0f} s of processor", flush=True)


def tell(
    engine: str, best: np.ndarray[tuple[int, int], np.dtype[np.int64]], find: Callable[[int], list[list[int]]]
) -> None:
    for lists in LISTS:
        shares = [len(set(found) & set(own)) / TOP for found, own in zip(find(lists), best.tolist(), strict=True)]
        print(f"{engine}: recall@{TOP} in {lists} lists {np.mean(shares):.4f}", flush=True)


if __name__ == "__main__":
    main()
