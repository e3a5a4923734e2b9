"""A generation of a shared store, written: its documents, words and vectors into the tables, the rest beside them.

What is new is written first as a segment of this machine, and checked there, as any build's; then it is appended to the
tables of the generation before, without the documents that are gone. It serves nobody until it is published.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Set
from contextlib import closing
from pathlib import Path

from index.build.cut import cuts_at
from index.build.gather import Gathered
from index.errors import IndexDataError
from index.files import write_durably
from index.generations.data_folder import DataFolder
from index.shared.installed import hosts_installed
from index.storage import ARCHIVE_FILE, TABLES_FILE, VECTORS_FILE, writer
from index.storage.document_engine import Documents
from index.storage.segment_documents import SegmentDocuments
from index.storage.segments import SEGMENTS_FOLDER
from index.storage.vectors import VectorIndex

with hosts_installed():
    from index.storage.lance.documents import LanceDocuments
    from index.storage.lance.indexing import IndexMaker, make_here
    from index.storage.lance.opening import read_versions, tables_of
    from index.storage.lance.schema import TableVersions
    from index.storage.lance.write import First, Written, rows_of


class TablesWriter:
    """Writes a generation of a shared store, one step after the other; steps raise `OSError` and `IndexDataError`.

    `folder` is the generation's on this machine, `before` has the documents of the one before, of which those stay that
    are `gathered.staying`. With `whole` none does: the tables begin anew, and what stays is written again.
    """

    def __init__(
        self,
        data: DataFolder,
        folder: Path,
        generation: int,
        before: Documents | None,
        gathered: Gathered,
        *,
        whole: bool,
        make_indexes: IndexMaker | None = None,
    ) -> None:
        self._folder = folder
        self._make_indexes = make_indexes or make_here
        self._first = _first(data)
        self._name = data.name(generation)
        self._before = None if whole else before
        self._gone = _numbers(before, gathered.gone_from(before)) if before and not whole else []
        self._cuts = gathered.cuts
        if whole and before:
            self._cuts = gathered.cuts.with_more(cuts_at(before, gathered.staying))
        self._naming = gathered.naming
        self._failures = tuple(sorted((failure.path, failure.reason) for failure in gathered.failures))
        self._tables = tables_of(folder, writing=True)
        self.new: Path | None = None
        """The folder of what is new; None where nothing is."""
        if self._cuts or self._before is None:
            self.new = folder / SEGMENTS_FOLDER / f"{generation:06d}"

    def write_documents(self) -> None:
        """Writes the new documents."""
        if self.new:
            self.new.mkdir(parents=True)
            named = self._naming.named(self._cuts)
            writer.write(self.new, ((cut.document, cut.passages) for cut in named))

    def embedded_texts(self) -> Iterator[str]:
        """What is embedded for each new passage, in row order."""
        return (text for cut in self._cuts for text in cut.embedded())

    def largest_staying(self) -> None:
        """No segment stays."""

    def write_words(self, languages: tuple[str, ...]) -> None:
        """Appends what is new to the tables, with its words, and takes out what is gone; then indexes both."""
        versions = read_versions(self._before.folder) if self._before else None
        if versions and self._gone:
            versions = self._tables.delete(versions, self._gone)
        first = self._first
        if self.new:
            versions, first = self._appended(versions, self.new, languages)
        if versions is None:
            raise IndexDataError("a generation of no documents begins with an empty segment")
        versions = self._tables.index(versions, self._make_indexes)
        self._tables.tag(self._name, versions)
        known = {"failures": self._failures, "next_number": first.number, "next_row": first.row}
        write_durably(self._folder / TABLES_FILE, versions.model_copy(update=known).model_dump_json() + "\n")

    def dimensions(self) -> int:
        """Of the vectors."""
        versions = read_versions(self._folder)
        return int(self._tables.open(versions).passages.schema.field("vector").type.list_size)

    def settle(self) -> None:
        """Removes what was written on this machine alone, once it is checked."""
        shutil.rmtree(self._folder / SEGMENTS_FOLDER, ignore_errors=True)

    def _appended(
        self, versions: TableVersions | None, new: Path, languages: tuple[str, ...]
    ) -> tuple[TableVersions, First]:
        """The versions with what is new, and what the next document is to be."""
        vectors = VectorIndex(new / VECTORS_FILE)
        with closing(SegmentDocuments(new / ARCHIVE_FILE)) as segment:
            documents, _, passages = segment.counts()

            def written() -> Iterator[Written]:
                return map(segment.cut, range(documents))

            stored = (rows for _, rows in vectors.batches())
            rows = rows_of(written, stored, languages, vectors.dimensions, self._first)
            after = First(self._first.number + documents, self._first.row + passages)
            return self._tables.append(versions, *rows), after


def tidy(data: DataFolder) -> None:
    """Removes from the store what no generation has any more."""
    kept, tables = data.sweep(), tables_of(data.folder(0), writing=True)
    for generation in tables.tagged() - kept:
        tables.untag(generation)
    tables.cleanup()


def _first(data: DataFolder) -> First:
    """The number and row that no document and passage of any generation has."""
    known = [read_versions(data.folder(number)) for number in data.whole()]
    return First(max((it.next_number for it in known), default=0), max((it.next_row for it in known), default=0))


def _numbers(before: Documents, paths: Set[str]) -> list[int]:
    """The numbers of the documents at `paths`; raises `TypeError` for a generation of another engine."""
    if not isinstance(before, LanceDocuments):
        raise TypeError("a generation of a shared store goes on from another one of it")
    return sorted(before.numbers(sorted(paths)).values())
