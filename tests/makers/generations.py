"""Documents written as a generation of either engine, without files that they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.models.documents import Document, Passage
from index.models.vectors import Rows
from index.storage import writer
from index.storage.documents import DocumentStore
from index.storage.engine import Damaged, unheard
from index.storage.lance.documents import LanceDocuments
from index.storage.lance.schema import TableVersions
from index.storage.lance.tables import Tables
from index.storage.lance.write import First, rows_of
from index.storage.order import write_order
from index.storage.row_order import row_order
from index.storage.segments import Layout, Segment, write_layout
from tests.stand_ins.hashing_encoder import DIMENSIONS, HashingEncoder

Written = tuple[Document, Sequence[Passage]]
LANGUAGES = ("en",)


def in_row_order(written: Iterable[Written]) -> list[Written]:
    """The same documents as they are written."""
    return sorted(written, key=lambda it: row_order(it[0]))


def embedded(
    folder: Path, written: Sequence[Written], failures: Iterable[tuple[str, str]] = (), name: str = "000001"
) -> DocumentStore:
    """A generation of one segment, which has this name, in `folder`; without vectors and words."""
    documents = in_row_order(written)
    rows = sum(len(passages) for _, passages in documents)
    segment = Segment(name=name, first_serial=0, documents=len(documents), rows=rows)
    segment.folder(folder).mkdir(parents=True)
    writer.write(segment.folder(folder), documents)
    write_order(folder, np.zeros(len(documents), dtype=np.int64), np.arange(len(documents)))
    write_layout(folder, Layout(segments=(segment,), failures=tuple(failures)))
    return DocumentStore(folder)


class SharedTables:
    """Tables of a shared store in `folder`, to which documents are added, and from which they are taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables = Tables(str(folder / "tables"))
        self.versions: TableVersions | None = None
        self._next = First()

    def add(self, written: Sequence[Written], length: float = 1.0) -> None:
        """Appends documents with their passages, whose vectors are of this `length`."""
        documents = in_row_order(written)
        vectors = [length * _vectors(*it) for it in documents if it[1]]
        rows = rows_of(lambda: documents, vectors, LANGUAGES, DIMENSIONS, self._next)
        self.versions = self.tables.append(self.versions, *rows)
        passages = sum(len(passages) for _, passages in documents)
        self._next = First(self._next.number + len(documents), self._next.row + passages)

    def remove(self, *paths: str) -> None:
        assert self.versions
        numbers = self.opened().numbers(paths)
        self.versions = self.tables.delete(self.versions, sorted(numbers.values()))

    def index(self) -> None:
        assert self.versions
        self.versions = self.tables.index(self.versions)

    def opened(self, failures: Iterable[tuple[str, str]] = (), damaged: Damaged = unheard) -> LanceDocuments:
        """The documents as they are now."""
        assert self.versions
        return LanceDocuments(self.tables.open(self.versions), self.folder, failures, damaged)


def _vectors(document: Document, passages: Sequence[Passage]) -> Rows:
    return HashingEncoder().encode_documents([document.text[one.start : one.end] for one in passages])
