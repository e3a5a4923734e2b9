"""What a change costs: one document added, changed or removed, one in a hundred changed, and nothing.

    python -m tests.bench.bench_changes [--documents 1000 10000 100000] [--data DIR]

Documents are made up, and so are the vectors: what is measured is all but the embedding. Each reindex runs as
`dateline index` does, with readers of its own; its processor time is that of all its processes, beside a first index in
the same run.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from index import Query, Settings
from index.build.build import reindex
from index.models.reports import Phase, Report
from index.search.archive import Archive
from tests.bench import synthetic
from tests.stand_ins.hashing_encoder import HashingEncoder

WORDS: Final = 90
"""In each document: a short news story."""


class Cost(NamedTuple):
    """Processor seconds of all processes but for embedding, seconds, and the most memory in MiB."""

    processor: float
    wall: float
    report: Report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--data", type=Path, help="where to keep what is made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        for documents in options.documents:
            measure((options.data or Path(place)) / str(documents), documents)


def measure(place: Path, documents: int) -> None:
    """All changes at one size."""
    settings = Settings(_env_file=None, archive=place / "archive", data=place / "data")
    texts = _texts()
    for number in range(documents):
        _write(settings.archive, number, next(texts))
    first = _cost(settings)
    print(f"\n{documents:,} documents: a first index takes {first.processor:.1f} s of processor time", flush=True)
    for name, change in _changes(settings.archive, documents, texts):
        change()
        cost = _cost(settings)
        share = cost.processor / first.processor
        took = f"{cost.processor:6.2f} s ({share:7.2%}), wall {cost.wall:5.1f} s"
        print(f"{name:>24}: {took}, generation {cost.report.generation}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with closing(Archive.open(settings, HashingEncoder())) as archive:
        found = archive.search(Query(text=f"{synthetic.word(40_000)} {synthetic.word(41_000)}"))
        print(f"memory at most {peak:.0f} MiB; {len(found.hits)} hits")


def _changes(archive: Path, documents: int, texts: Iterator[str]) -> Iterator[tuple[str, Callable[[], None]]]:
    def many() -> None:
        for number in range(0, documents, 100):
            _write(archive, number, next(texts))

    yield "nothing", lambda: None
    yield "one added", lambda: _write(archive, documents, next(texts))
    yield "another added", lambda: _write(archive, documents + 1, next(texts))
    yield "one changed", lambda: _write(archive, 17, next(texts))
    yield "one removed", lambda: _path(archive, 18).unlink()
    yield "one in a hundred changed", many
    yield "one more added", lambda: _write(archive, documents + 2, next(texts))


def _texts() -> Iterator[str]:
    chance = np.random.default_rng(synthetic.SEED)
    while True:
        drawn = synthetic.ranks(chance, WORDS)
        yield " ".join(synthetic.word(int(number)) for number in drawn)


def _path(archive: Path, number: int) -> Path:
    return archive / f"{number % 100:02d}" / f"{number:07d}.txt"


def _write(archive: Path, number: int, text: str) -> None:
    path = _path(archive, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    year, month, day = 1990 + number % 30, 1 + number % 12, 1 + number % 28
    path.write_text(f"date {year}-{month:02d}-{day:02d} {text[:30]}\n\n{text}.\n", "utf-8")


def _cost(settings: Settings) -> Cost:
    """A reindex, its embedding left out."""
    embedding = [0.0, -1.0]

    def watch(phase: Phase, _done: int, _total: int) -> None:
        now = _processor()
        if embedding[1] >= 0:
            embedding[0] += now - embedding[1]
        embedding[1] = now if phase is Phase.EMBED else -1.0

    began, processor = time.perf_counter(), _processor()
    report = reindex(settings, watch, encoder=HashingEncoder())
    return Cost(_processor() - processor - embedding[0], time.perf_counter() - began, report)


def _processor() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
