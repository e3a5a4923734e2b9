"""What a trained index finds of what comparing all rows finds, and at what cost, on vectors like real ones.

    python -m tests.bench.bench_vectors VECTORS                 250,000 rows; a few minutes
    python -m tests.bench.bench_vectors VECTORS --rows 1000000

VECTORS is the `vectors.faiss` of an index of real documents, some thousands of passages. Its rows are multiplied: each
new row lies between a real one and one of its 30 nearest, at a random share, with noise of a third of its length; 300
rows that are left out ask. Prints recall and processor time a query for windows of several widths and for more and
fewer lists visited than `index.storage.vectors` visits.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from index.models.vectors import Rows
from index.storage import vectors
from index.storage.candidates import Candidates
from index.storage.vectors import VectorIndex

ASKING: Final = 300
NEIGHBOURS: Final = 30
NOISE: Final = 0.35
AT_ONCE: Final = 25_000
DEPTH: Final = 200
SHARES: Final = (1.0, 0.6, 0.3, 0.15, 0.01)
PROBES: Final = (32, 64, 128, 256)


def multiplied(real: Rows, count: int, chance: np.random.Generator) -> Iterator[Rows]:
    """`count` unit rows between real ones and their neighbours."""
    alike = real @ real.T
    near = np.argpartition(-alike, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
    for first in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - first)
        base = chance.integers(0, len(real), size)
        other = near[base, chance.integers(0, NEIGHBOURS, size)]
        share = chance.uniform(0.3, 1, (size, 1)).astype(np.float32)
        mixed = unit(real[base] * share + real[other] * (1 - share))
        yield unit(mixed + chance.normal(0, NOISE / mixed.shape[1] ** 0.5, mixed.shape).astype(np.float32))


def unit(rows: Rows) -> Rows:
    found: Rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def measure(index: VectorIndex, rows: Rows, asking: Rows) -> None:
    """Prints a line for each width and each number of lists."""
    for share in SHARES:
        first = int(len(rows) * (1 - share) / 2)
        span = (first, first + int(len(rows) * share))
        compared = [compare(rows, query, span) for query in asking]
        for probes in PROBES if share == 1.0 else (vectors.PROBED_LISTS,):
            usual, vectors.PROBED_LISTS = vectors.PROBED_LISTS, probes
            spent, found = zip(*(search(index, query, span) for query in asking), strict=True)
            vectors.PROBED_LISTS = usual
            recalls = [
                statistics.mean(
                    len(set(ours[:k]) & set(all_[:k])) / k for ours, all_ in zip(found, compared, strict=True)
                )
                for k in (10, DEPTH)
            ]
            print(
                f"window {share:>5.0%}   lists {probes:>4}   {statistics.median(spent) * 1000:6.2f} ms   "
                f"recall@10 {recalls[0]:.4f}   recall@{DEPTH} {recalls[1]:.4f}",
                flush=True,
            )


def recall(found: Sequence[list[int]], compared: Sequence[list[int]], depth: int) -> float:
    """The share of the nearest `depth` that was found."""
    pairs = zip(found, compared, strict=True)
    return statistics.mean(len(set(ours[:depth]) & set(nearest[:depth])) / depth for ours, nearest in pairs)


def search(index: VectorIndex, query: Rows, span: tuple[int, int]) -> tuple[float, list[int]]:
    """Processor seconds, and the rows found."""
    began = time.process_time()
    found = index.search(query, DEPTH, Candidates(ranges=(span,)))
    return time.process_time() - began, [row for row, _ in found]


def compare(rows: Rows, query: Rows, span: tuple[int, int]) -> list[int]:
    """The nearest of all rows in the span."""
    scores = rows[span[0] : span[1]] @ query
    best = np.argpartition(-scores, min(DEPTH, len(scores) - 1))[:DEPTH]
    return [int(row) + span[0] for row in best[np.argsort(-scores[best])]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures the trained index on multiplied real vectors.")
    parser.add_argument("vectors", type=Path, metavar="VECTORS")
    parser.add_argument("--rows", type=int, default=250_000)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args()
    chance = np.random.default_rng(1)
    real = np.concatenate([rows for _, rows in VectorIndex(options.vectors).batches()])
    chance.shuffle(real)
    rows = np.concatenate(list(multiplied(real[ASKING:], options.rows, chance)))
    with tempfile.TemporaryDirectory() as place:
        wanted = vectors.training_rows(len(rows))
        sample = rows[np.sort(chance.choice(len(rows), wanted, replace=False))] if wanted else None
        vectors.write(Path(place) / "vectors", np.array_split(rows, 100), rows=len(rows), sample=sample)
        index = VectorIndex(Path(place) / "vectors")
        print(f"{len(real):,} real vectors, {len(rows):,} made of them; {index.kind}")
        measure(index, rows, real[: min(ASKING, options.queries)])


if __name__ == "__main__":
    main()
