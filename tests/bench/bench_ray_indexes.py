"""Indexes of a shared store's tables made on two Ray nodes of this machine, beside one node and none, and one killed.

    python -m tests.bench.bench_ray_indexes --folder DIR [--passages N] [--files N] [--json FILE]

Each node is a Ray node of one core, on the loopback interface; the head has none. N made-up passages (see `synthetic`)
are written into tables of several files, without indexes. Copies of these are indexed on this machine alone, by one
node, by two, and by two of which one is killed when the first index is there. Words found by each, and the nearest
within half of the passages, are compared with the first, row by row and score by score, and the nearest of all with
brute force. Where the cores are not the nodes' own, the clock says little: so the time of the processor that the
busiest worker had is told, too. What DIR has of an earlier run is taken again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import secrets
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import lance
import numpy as np
import pytest

from index.cluster import indexing
from index.cluster.indexing import IndexingWorker
from index.cluster.ray_cluster import connected
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.vectors import Rows
from index.settings import load
from index.storage.engine import Predicate, Ranking
from index.storage.lance.documents import LanceDocuments
from index.storage.lance.indexing import IndexMaker, NewIndex, make_here
from index.storage.lance.passages import LanceStore
from index.storage.lance.schema import TableVersions
from index.storage.lance.segments import Segment
from index.storage.lance.tables import Tables
from index.storage.lance.write import First
from tests.bench import synthetic
from tests.bench.bench_ray import LOOPBACK, small_cluster
from tests.makers.tables import Copied, by_workers

QUERIES: Final = 40
TOP: Final = 50
EVERYTHING: Final = Predicate()
FEW: Final = Predicate(since=dt.date(2000, 1, 1), until=dt.date(2012, 6, 30))
"""About half of the passages, which are compared whole."""
VERSIONS_FILE: Final = "unindexed.json"
SPENT: Final = "BENCH_SPENT"
"""The variable that says in which folder workers write what time of the processor they had."""


class MeasuredWorker(IndexingWorker):
    """Writes after each segment what time of the processor its process has had for all."""

    def make(self, segment: Segment) -> Any:
        began = time.process_time()
        made = super().make(segment)
        file = Path(os.environ[SPENT], str(os.getpid()))
        before = float(file.read_text("ascii")) if file.exists() else 0.0
        file.write_text(str(before + time.process_time() - began), "ascii")
        return made


def main(arguments: Sequence[str] | None = None) -> None:
    os.environ.update(LOOPBACK, RAY_AUTH_TOKEN=secrets.token_hex(32))  # once: Ray reads it no second time
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    versions = written(options.folder, options.passages, options.files)
    found = measure(options.folder, versions)
    for name, value in found.items():
        print(f"{name:<52} {value}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), "utf-8")


def written(folder: Path, passages: int, files: int) -> TableVersions:
    """The tables in `folder`, without indexes."""
    known = folder / VERSIONS_FILE
    if known.exists():
        return TableVersions.model_validate_json(known.read_bytes())
    settings = load(archive=folder / "archive", data=folder / "data")
    settings.archive.mkdir(parents=True, exist_ok=True)
    data = DataFolder(settings.data)
    if not data.numbers():
        synthetic.write(settings, passages)
    with closing(Generation(data, data.current())) as generation, pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.storage.lance.tables.FILE_ROWS", -(-passages // files))
        versions = Copied(generation).appended(Tables(str(folder / "unindexed")), None, slice(None), First())
    known.write_text(versions.model_dump_json())
    return versions


def measure(folder: Path, versions: TableVersions) -> dict[str, Any]:
    found: dict[str, Any] = {}
    spent = folder / "spent"
    os.environ[SPENT] = str(spent)
    indexing.IndexingWorker = MeasuredWorker  # type: ignore[misc]
    alone = _indexed(folder, versions, "here", found, make_here)
    for name, nodes, kills in (("one node", 1, False), ("two nodes", 2, False), ("two nodes, one killed", 2, True)):
        notes: list[str] = []
        shutil.rmtree(spent, ignore_errors=True)
        spent.mkdir()
        with small_cluster(nodes) as (address, kill), connected(address) as cluster:
            make = by_workers(cluster, notes.append)
            there = _indexed(folder, versions, name, found, _killing(make, kill) if kills else make)
        times = sorted((float(file.read_text("ascii")) for file in spent.iterdir()), reverse=True)
        found[f"{name}: s of the processor, by worker"] = ", ".join(f"{each:.1f}" for each in times)
        found[f"{name}: answers that are the same"] = f"{_same(alone, there)} of {len(alone)}"
        found[f"{name}: notes"] = "; ".join(notes) or "none"
    return found


def _killing(make: IndexMaker, kill: Callable[[], None]) -> IndexMaker:
    """What makes indexes as well, and kills when the first is there."""

    def killing(table: lance.LanceDataset, indexes: Sequence[NewIndex]) -> Iterator[str]:
        made = make(table, indexes)
        if len(indexes) > 5:  # those of passages; documents are indexed here
            yield next(made)
            kill()
        yield from made

    return killing


def _indexed(
    folder: Path, versions: TableVersions, name: str, found: dict[str, Any], make: IndexMaker
) -> list[dict[int, float]]:
    """What searches find after a copy was indexed."""
    place = folder / "indexed"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / "unindexed", place)
    tables, columns = Tables(str(place)), list[str]()
    began = time.monotonic()

    def timed(table: lance.LanceDataset, indexes: Sequence[NewIndex]) -> Iterator[str]:
        for column in make(table, indexes):
            columns.append(f"{column} {time.monotonic() - began:.1f}")
            yield column

    indexed = tables.index(versions, timed)
    found[f"{name}, s"] = round(time.monotonic() - began, 1)
    found[f"{name}: each index after, s"] = ", ".join(columns)
    opened = tables.open(indexed)
    found[f"{name}: segments"] = opened.passages.stats.index_stats("stems_idx")["num_indices"]
    with LanceStore(LanceDocuments(opened, folder), ("en",)) as store:
        store.warm()
        return _answers(store, name, found)


def _answers(store: LanceStore, name: str, found: dict[str, Any]) -> list[dict[int, float]]:
    texts, vectors = synthetic.queries(QUERIES), synthetic.vectors(QUERIES, 10_000)
    words = [_timed(lambda text=text: store.worded(text, TOP, EVERYTHING)) for text in texts]  # type: ignore[misc]
    nearest = [_timed(lambda near=near: store.nearest(near, TOP, EVERYTHING)) for near in vectors]  # type: ignore[misc]
    for kind, answers in (("words", words), ("vectors", nearest)):
        found[f"{name}: {kind}, ms of the processor"] = round(statistics.median(spent for _, spent in answers), 1)
    exact = zip(_exact(store, vectors), nearest, strict=True)
    recalled = [len(own & answer.keys()) / TOP for own, (answer, _) in exact]
    found[f"{name}: recall@{TOP} of the nearest"] = round(statistics.mean(recalled), 4)
    return [*(answer for answer, _ in words), *(dict(store.nearest(vector, TOP, FEW)) for vector in vectors)]


def _timed(ask: Callable[[], Ranking]) -> tuple[dict[int, float], float]:
    """An answer, and how many milliseconds of the processor it took."""
    began = time.process_time()
    return dict(ask()), 1000 * (time.process_time() - began)


def _exact(store: LanceStore, vectors: Rows) -> list[set[int]]:
    """The rows nearest to each vector, by brute force."""
    rows = store.fulfilling(EVERYTHING)
    cosines = vectors @ store.stored_vectors(rows).T
    return [set(rows[np.argsort(-each, kind="stable")[:TOP]].tolist()) for each in cosines]


def _same(alone: Sequence[dict[int, float]], there: Sequence[dict[int, float]]) -> int:
    """How many answers have the same rows with the same scores."""
    return sum(
        own.keys() == other.keys() and all(abs(own[row] - other[row]) < 1e-4 for row in own)  # rounding
        for own, other in zip(alone, there, strict=True)
    )


if __name__ == "__main__":
    main()
