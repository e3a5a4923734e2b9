"""A generation's passages in the two tables of a shared store, without a store around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.generations.opened import Generation
from index.models.documents import Document, Passage
from index.storage.engine import PassageStore, Predicate
from index.storage.lance.documents import LanceDocuments
from index.storage.lance.passages import LanceStore
from index.storage.lance.schema import TableVersions
from index.storage.lance.tables import Tables
from index.storage.lance.write import First, rows_of


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
    with _opened(tables, copied.appended(tables, None, slice(None), First()), folder, copied.languages) as store:
        yield store


@contextmanager
def in_changed_tables(generation: Generation, folder: Path) -> Iterator[PassageStore]:
    """Likewise after changes: rows have gaps, and the oldest documents come last."""
    copied, tables = Copied(generation), Tables(str(folder))
    number, row = copied.size
    middle = number // 2
    versions = tables.index(copied.appended(tables, None, slice(None), First()))
    versions = tables.index(copied.appended(tables, versions, slice(middle), First(2 * number, 2 * row)))
    versions = tables.delete(versions, range(middle))
    with _opened(tables, versions, folder, copied.languages) as store:
        yield store


@contextmanager
def _opened(tables: Tables, versions: TableVersions, folder: Path, languages: Sequence[str]) -> Iterator[PassageStore]:
    opened = tables.open(tables.index(versions))
    with LanceStore(LanceDocuments(opened, folder), languages) as store:
        yield store
