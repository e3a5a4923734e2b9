"""A generation's passages in the two tables of a shared store, without a store around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from index.cluster.indexing import THREADS, ClusterIndexes
from index.cluster.surface import Cluster
from index.generations.opened import Generation
from index.models.documents import Document, Passage
from index.storage.engine import PassageStore, Predicate
from index.storage.lance.documents import LanceDocuments
from index.storage.lance.indexing import IndexMaker
from index.storage.lance.passages import LanceStore
from index.storage.lance.schema import TableVersions
from index.storage.lance.tables import Tables
from index.storage.lance.write import First, rows_of
from tests.stand_ins.fake_cluster import FakeCluster

FILES = 7
"""Of a table that has several."""


class Copied:
    """What of a generation is written into tables: its documents in row order, and the vectors of their passages."""

    def __init__(self, generation: Generation) -> None:
        self.languages = generation.manifest.languages
        store = generation.passages
        numbers = store.documents_fulfilling(Predicate()).tolist()
        documents = [store.document(number) for number in numbers]
        self._cuts: list[tuple[Document, list[Passage]]] = [(document, store.cut(document)) for document in documents]
        self._vectors = store.stored_vectors(store.fulfilling(Predicate()))

    def appended(self, tables: Tables, start: TableVersions | None, part: slice, first: First) -> TableVersions:
        """The tables with some of the documents more."""
        lengths = np.cumsum([0, *(len(passages) for _, passages in self._cuts)])
        begin, end, _ = part.indices(len(self._cuts))
        vectors = self._vectors[lengths[begin] : lengths[end]]
        rows = rows_of(lambda: self._cuts[part], [vectors], self.languages, vectors.shape[1], first)
        return tables.append(start, *rows)

    @property
    def size(self) -> First:
        """How many documents and passages there are."""
        return First(len(self._cuts), len(self._vectors))


@contextmanager
def in_tables(generation: Generation, folder: Path) -> Iterator[PassageStore]:
    """The passages of a generation in tables in `folder`, written at once: rows are those of the generation."""
    copied, tables = Copied(generation), Tables(str(folder))
    versions = tables.index(copied.appended(tables, None, slice(None), First()))
    with _opened(tables, versions, folder, copied.languages) as store:
        yield store


@contextmanager
def in_segments(generation: Generation, folder: Path) -> Iterator[PassageStore]:
    """Likewise in several files, whose indexes the workers of a cluster have made, each in `MOST_MADE` segments."""
    copied, tables = Copied(generation), Tables(str(folder))
    with several_files(copied.size.row):
        versions = tables.index(copied.appended(tables, None, slice(None), First()), by_workers(FakeCluster()))
    with _opened(tables, versions, folder, copied.languages) as store:
        yield store


@contextmanager
def in_changed_tables(generation: Generation, folder: Path) -> Iterator[PassageStore]:
    """As in tables, after changes: rows have gaps, and the oldest documents come last."""
    copied, tables = Copied(generation), Tables(str(folder))
    number, row = copied.size
    middle = number // 2
    versions = tables.index(copied.appended(tables, None, slice(None), First()))
    versions = tables.index(copied.appended(tables, versions, slice(middle), First(2 * number, 2 * row)))
    versions = tables.index(tables.delete(versions, range(middle)))
    with _opened(tables, versions, folder, copied.languages) as store:
        yield store


@contextmanager
def several_files(rows: int) -> Iterator[None]:
    """Tables of so many rows are written as several files within, and are not too small for a cluster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.storage.lance.tables.FILE_ROWS", rows // FILES + 1)
        patch.setattr("index.cluster.indexing.SMALL_ROWS", 1)
        for name in THREADS:
            patch.setenv(name, "1")  # a worker sets them, here in this process
        yield


def by_workers(cluster: Cluster, noted: Callable[[str], None] = pytest.fail) -> IndexMaker:
    """What makes indexes on a cluster, and fails where something is noted."""
    return ClusterIndexes(cluster, noted).make


@contextmanager
def _opened(tables: Tables, versions: TableVersions, folder: Path, languages: Sequence[str]) -> Iterator[PassageStore]:
    with LanceStore(LanceDocuments(tables.open(versions), folder), languages) as store:
        yield store
