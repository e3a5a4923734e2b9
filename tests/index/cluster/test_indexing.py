"""Indexes made by a cluster: every row once, whichever workers end; what nodes can't do is done here, and noted."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import lance
import pytest

from index.cluster.indexing import ClusterIndexes
from index.cluster.surface import Place
from index.errors import BusyError, ClusterError
from index.storage.lance.indexing import NewIndex, count_indexed, index_of
from index.storage.lance.schema import TERM_FIELDS, TableVersions
from index.storage.lance.segments import MOST_MADE
from index.storage.lance.tables import Tables
from tests.makers.table_rows import appended
from tests.makers.tables import by_workers, several_files
from tests.stand_ins.fake_cluster import FakeCluster, FakeWorker, Pending

ROWS = 60
COLUMNS = ("row", "document", "id", *TERM_FIELDS, "vector")


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Tables]:
    with several_files(ROWS):
        yield Tables(str(tmp_path / "tables"))


@pytest.fixture
def start(tables: Tables) -> TableVersions:
    """Rows without indexes."""
    return appended(tables, None, range(ROWS))


def made(tables: Tables, versions: TableVersions) -> dict[str, int]:
    """Of how many segments each index is; every row must be in it."""
    passages = tables.open(versions).passages
    for column in COLUMNS:
        assert count_indexed(passages, column) == ROWS
    return {column: passages.stats.index_stats(index_of(column))["num_indices"] for column in COLUMNS}


IN_SEGMENTS = dict.fromkeys(COLUMNS, MOST_MADE)
AS_ONE = dict.fromkeys(COLUMNS, 1)


class Failing(FakeCluster):
    """Now and then the worker that is asked ends, when it has made its segment or before, and once a whole node."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._fate = random.Random(self.seed)

    def result(self, pending: Pending) -> Any:
        if pending.method == "make" and self._fate.random() < 0.1:
            getattr(pending.worker.made, pending.method)(*pending.arguments)  # which nobody hears of
            pending.worker.alive = False
        if self.calls == 20:
            self.end_node("two")
        return super().result(pending)


@pytest.mark.parametrize("seed", range(2))
def test_every_index_is_made_once_whichever_workers_end(seed: int, tables: Tables, start: TableVersions) -> None:
    """What they had made is in no version, and there is one version for each index."""
    versions = tables.index(start, by_workers(Failing(("one", "two", "three", "four"), seed=seed)))
    assert made(tables, versions) == IN_SEGMENTS
    assert versions.passages == start.passages + len(COLUMNS)


class Elsewhere(FakeCluster):
    """Workers on the node "two" look for the tables in another folder."""

    folder = ""

    def start(self, kind: type, place: Place, *arguments: Any) -> FakeWorker:
        uri, *others = arguments
        there = f"{self.folder}/passages.lance" if place.node.name == "two" else uri
        return super().start(kind, place, there, *others)


def test_a_node_that_does_not_see_the_store_is_left_out(tables: Tables, start: TableVersions, tmp_path: Path) -> None:
    """Others make the indexes, and it is noted which node it is and what to do."""
    cluster, notes = Elsewhere(), list[str]()
    cluster.folder = str(tmp_path / "nowhere")
    assert made(tables, tables.index(start, by_workers(cluster, notes.append))) == IN_SEGMENTS
    assert len(notes) == 1
    assert "nowhere/passages.lance (a table of the store at" in notes[0]
    assert notes[0].endswith("share that folder with it under the same path; it made no indexes")


def test_a_node_that_has_another_table_there_is_left_out(tables: Tables, start: TableVersions, tmp_path: Path) -> None:
    """Though it is of the same version, with as many rows."""
    cluster, notes = Elsewhere(), list[str]()
    cluster.folder = str(tmp_path / "other")
    assert appended(Tables(cluster.folder), None, range(ROWS)) == start
    assert made(tables, tables.index(start, by_workers(cluster, notes.append))) == IN_SEGMENTS
    assert len(notes) == 1
    assert "has another table at" in notes[0]


def test_indexes_are_made_here_where_no_node_can(tables: Tables, start: TableVersions, tmp_path: Path) -> None:
    """A build isn't lost for it, and both are noted: why no node could, and that this machine did."""
    cluster, notes = Elsewhere(("two",)), list[str]()
    cluster.folder = str(tmp_path / "nowhere")
    assert made(tables, tables.index(start, by_workers(cluster, notes.append))) == AS_ONE
    assert "can't open" in notes[0]
    assert notes[-1].endswith(f"this machine made {len(COLUMNS)} of {len(COLUMNS)} indexes by itself")


class Ending(FakeCluster):
    """All of its nodes end in the midst of the work."""

    def happen(self, pending: Pending) -> None:
        if self.calls > 20:
            self.up.clear()
            pending.worker.alive = False


def test_what_a_cluster_leaves_is_made_here(tables: Tables, start: TableVersions) -> None:
    """What it has made stays."""
    notes: list[str] = []
    found = made(tables, tables.index(start, by_workers(Ending(), notes.append)))
    assert set(found.values()) == {1, MOST_MADE}
    left = list(found.values()).count(1)
    assert [note.partition("; this machine ")[2] for note in notes] == [
        f"made {left} of {len(COLUMNS)} indexes by itself"
    ]


class ReadOnly(FakeCluster):
    """No worker can write."""

    def happen(self, pending: Pending) -> None:
        if pending.method == "make":
            pending.worker.made._table = Unwritable()


class Unwritable:
    def create_index_uncommitted(self, *_: object, **__: object) -> NoReturn:
        raise OSError("LanceError(IO): Generic LocalFileSystem error:\nPermission denied (os error 13)")


def test_a_fault_of_a_worker_is_no_fault_of_the_build(tables: Tables, start: TableVersions) -> None:
    """This machine may do better, and says itself if not."""
    notes: list[str] = []
    assert made(tables, tables.index(start, by_workers(ReadOnly(), notes.append))) == AS_ONE
    assert len(notes) == 1
    assert "can't make an index in" in notes[0]
    assert "(LanceError(IO): Generic LocalFileSystem error: Permission denied (os error 13)); this machine" in notes[0]


def test_another_builder_is_noticed(tables: Tables, start: TableVersions) -> None:
    """What both wrote gets into no version that is told as ours."""
    make = by_workers(FakeCluster())

    def meanwhile(table: lance.LanceDataset, indexes: Sequence[NewIndex]) -> Iterator[str]:
        if len(indexes) == len(COLUMNS):
            lance.dataset(table.uri).insert(table.to_table())
        yield from make(table, indexes)

    with pytest.raises(BusyError, match="another host is indexing"):
        tables.index(start, meanwhile)


def test_a_small_table_is_indexed_here(tables: Tables, start: TableVersions, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so are documents, however many: that takes no longer than workers take to start."""
    cluster = FakeCluster()
    monkeypatch.setattr("index.cluster.indexing.SMALL_ROWS", ROWS)
    versions = tables.index(start, by_workers(cluster))
    assert made(tables, versions) == AS_ONE
    monkeypatch.setattr("index.cluster.indexing.SMALL_ROWS", 1)
    documents = tables.open(versions).documents
    indexes = [NewIndex("number", "BTREE", {})]
    assert list(ClusterIndexes(cluster, pytest.fail).make(documents, indexes)) == ["number"]
    assert cluster.workers == []


def test_another_version_of_the_program_is_not_trusted(
    tables: Tables, start: TableVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its segments might be others."""
    notes: list[str] = []

    def refuse(code: str, host: str) -> None:
        raise ClusterError(f"node {host} has another version of Dateline")

    monkeypatch.setattr("index.cluster.indexing.check_code", refuse)
    assert made(tables, tables.index(start, by_workers(FakeCluster(), notes.append))) == AS_ONE
    assert "another version" in notes[0]
