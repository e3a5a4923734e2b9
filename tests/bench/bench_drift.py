"""Whether the nearest passages are still found after a hundred changes to a trained generation.

    python -m tests.bench.bench_drift [--rows 250000] [--changes 100] [--share 0.004] [--queries 300]

Vectors are made up, around centres as passages lie around topics. Each change takes some away and adds as many, half of
them around centres that the lists were not trained on; segments are merged as a reindex merges them, and all is trained
anew when a reindex would write it whole. Recall is that of the ten nearest, against comparing all.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.build import merging
from index.models.vectors import Rows
from index.storage.candidates import Candidates
from index.storage.order import Order
from index.storage.vector_parts import VectorParts
from index.storage.vectors import VectorIndex, training_rows, write
from tests.bench import synthetic

TOP: Final = 10
TOLD_EVERY: Final = 10


class Segment:
    """Vectors on disk, by their numbers, and which of them are still there."""

    def __init__(self, place: Path, name: str, numbers: NDArray[np.int64], rows: Rows, like: Path | None) -> None:
        self.numbers = numbers
        self.live = np.ones(len(numbers), dtype=np.bool_)
        self.file = place / name
        chance = np.random.default_rng(synthetic.SEED)
        wanted = 0 if like else training_rows(len(numbers))
        sample = rows[np.sort(chance.choice(len(rows), wanted, replace=False))] if wanted else None
        write(self.file, np.array_split(rows, max(1, len(rows) // 10_000)), rows=len(rows), sample=sample, like=like)
        self.index = VectorIndex(self.file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=250_000)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--share", type=float, default=0.004, help="of the rows, taken away and added at each change")
    parser.add_argument("--queries", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        run(Path(place), options.rows, options.changes, int(options.rows * options.share), options.queries)


def run(place: Path, count: int, changes: int, each: int, queries: int) -> None:
    every = synthetic.vectors(count, 0)
    segments = [Segment(place, "0", np.arange(count), every, None)]
    for change in range(1, changes + 1):
        new = _added(each, change)
        numbers = np.arange(len(every), len(every) + each)
        every = np.concatenate([every, new])
        _take_away(segments, each, change)
        segments = _merged(place, segments, every, numbers, change)
        if change % TOLD_EVERY == 0:
            told = ", ".join(f"{len(it.numbers):,}" for it in segments)
            recall = _recall(segments, every, queries, change)
            print(f"after {change} changes: recall@{TOP} {recall:.4f}; segments of {told}", flush=True)


def _added(count: int, change: int) -> Rows:
    """Half around the known centres, half around others."""
    known = synthetic.vectors(count - count // 2, change)
    chance = np.random.default_rng((synthetic.SEED, change, 1))
    centre = chance.normal(size=(8, synthetic.DIMENSIONS)).astype(np.float32)
    noise = chance.normal(size=(count // 2, synthetic.DIMENSIONS)).astype(np.float32)
    rows = centre[chance.integers(0, 8, count // 2)] + synthetic.SPREAD * noise
    return np.concatenate([known, rows / np.linalg.norm(rows, axis=1, keepdims=True)])


def _take_away(segments: list[Segment], count: int, change: int) -> None:
    chance = np.random.default_rng((synthetic.SEED, change, 2))
    sizes = np.array([it.live.sum() for it in segments])
    for segment, share in zip(segments, chance.multinomial(count, sizes / sizes.sum()), strict=True):
        there = np.flatnonzero(segment.live)
        segment.live[chance.choice(there, min(int(share), len(there)), replace=False)] = False


def _merged(place: Path, segments: list[Segment], every: Rows, new: NDArray[np.int64], change: int) -> list[Segment]:
    sizes = [merging.Size(int(it.live.sum()), len(it.numbers)) for it in segments]
    chosen = merging.merged(sizes, len(new))
    staying = [it for at, it in enumerate(segments) if at not in chosen]
    numbers = np.sort(np.concatenate([new, *(it.numbers[it.live] for at, it in enumerate(segments) if at in chosen)]))
    like = max(staying, key=lambda it: len(it.numbers)).file if staying else None
    return [*staying, Segment(place, str(change), numbers, every[numbers], like)]


def _recall(segments: list[Segment], every: Rows, queries: int, change: int) -> float:
    """Against all that are there, each row's place in the order being that of its number."""
    there = np.concatenate([it.numbers[it.live] for it in segments])
    segment = np.concatenate([np.full(it.live.sum(), at) for at, it in enumerate(segments)])
    own = np.concatenate([np.flatnonzero(it.live) for it in segments])
    order = np.argsort(there)
    starts = [np.arange(len(it.numbers) + 1) for it in segments]
    parts = VectorParts([it.index for it in segments], Order(segment[order], own[order], starts))
    rows = every[there[order]].astype(np.float16).astype(np.float32)
    asked = synthetic.vectors(queries, 10_000 + change)
    found = 0
    for query in asked:
        exact = set(np.argpartition(-(rows @ query), TOP)[:TOP].tolist())
        found += len(exact & {row for row, _ in parts.search(query, TOP, Candidates())})
    return found / (TOP * queries)


if __name__ == "__main__":
    main()
