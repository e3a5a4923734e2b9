"""The two tables of a shared store: opened at a version, changed, indexed and tagged.

Versions of a Lance table follow each other in one line. Whoever goes on from an older one, after a rollback or a build
that was given up, first makes it the newest again, which writes one small file. A builder is alone on the store; one
that no longer is finds versions that it did not make, and stops.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from typing import Final, NamedTuple, TypeAlias

import lance
import pyarrow as pa
from lance.lance import _Session as Session

from index.errors import BusyError, IndexDataError
from index.storage.lance.faults import OTHER_BUILDER, options_for, told
from index.storage.lance.indexing import IndexMaker, indexed, make_here
from index.storage.lance.schema import DOCUMENTS, PASSAGES, TableVersions

Rows: TypeAlias = "pa.RecordBatchReader | pa.Table"
FILE_ROWS: Final = 2**18
"""Rows of a file: what is written anew where some of them are gone."""
INDEX_CACHE_BYTES: Final = 6 * 2**30
METADATA_CACHE_BYTES: Final = 2**30
"""What may be held in memory of a store's tables; ten million passages' words take about three gigabytes."""
DELETED_AT_ONCE: Final = 20_000
"""Numbers of documents in one predicate."""


class OpenTables(NamedTuple):
    """Both tables at the versions of a generation."""

    documents: lance.LanceDataset
    passages: lance.LanceDataset


class Tables:
    """The tables at `base`, such as "s3://bucket/prefix/tables" or the path of a folder.

    Credentials for an object store come from the environment, as its tools take them. Faults are `IndexDataError`s. Of
    what changes them, everything takes the versions to go on from and gives those after it.
    """

    def __init__(self, base: str, *, writing: bool = False) -> None:
        """A store that is away is told within seconds; by whoever is `writing`, whose requests are large, later."""
        self.base = base.rstrip("/")
        self.options = options_for(base, writing=writing)

    def uri(self, name: str) -> str:
        """Where the table of this name lies."""
        return f"{self.base}/{name}.lance"

    def open(self, versions: TableVersions) -> OpenTables:
        """Both tables as a generation has them; raises `IndexDataError` where one or its version is missing."""
        return OpenTables(self._at(DOCUMENTS, versions.documents), self._at(PASSAGES, versions.passages))

    def latest(self) -> TableVersions | None:
        """The newest versions, published or not; None where there are no tables."""
        newest = [self._newest(name) for name in (DOCUMENTS, PASSAGES)]
        if newest[0] is None or newest[1] is None:
            return None
        return TableVersions(documents=newest[0].version, passages=newest[1].version)

    def append(
        self, start: TableVersions | None, documents: Rows | None = None, passages: Rows | None = None
    ) -> TableVersions:
        """Adds rows to either table or both. With no `start` the tables are made, or begun anew: give both then."""
        return TableVersions(
            documents=self._appended(DOCUMENTS, start.documents if start else None, documents),
            passages=self._appended(PASSAGES, start.passages if start else None, passages),
        )

    def delete(self, start: TableVersions, documents: Sequence[int]) -> TableVersions:
        """Takes out the documents of these numbers, and their passages."""
        return TableVersions(
            documents=self._without(DOCUMENTS, start.documents, "number", documents),
            passages=self._without(PASSAGES, start.passages, "document", documents),
        )

    def index(self, start: TableVersions, make: IndexMaker = make_here) -> TableVersions:
        """Brings every index up to date: what was appended is indexed, and what is gone leaves the statistics.

        An index that there is none of yet is made by `make`.
        """
        return TableVersions(
            documents=self._changed(DOCUMENTS, start.documents, lambda table: indexed(table, DOCUMENTS, make)),
            passages=self._changed(PASSAGES, start.passages, lambda table: indexed(table, PASSAGES, make)),
        )

    def tag(self, generation: str, versions: TableVersions) -> None:
        """Keeps these versions until the generation of this name is untagged."""
        self.untag(generation)
        with told(self.base):
            for name, table in self.open(versions)._asdict().items():
                table.tags.create(generation, getattr(versions, name))

    def untag(self, generation: str) -> None:
        """Lets a generation's versions be cleaned up; one without tags is no fault."""
        with told(self.base):
            for name in (DOCUMENTS, PASSAGES):
                table = self._newest(name)
                if table is not None and generation in table.tags.list():
                    table.tags.delete(generation)

    def tagged(self) -> set[str]:
        """The names of the generations that are tagged."""
        with told(self.base):
            tables = [self._newest(name) for name in (DOCUMENTS, PASSAGES)]
            return {tag for table in tables if table is not None for tag in table.tags.list()}

    def cleanup(self) -> None:
        """Removes the files of all versions but the newest and those that are tagged."""
        with told(self.base):
            for name in (DOCUMENTS, PASSAGES):
                if (table := self._newest(name)) is not None:
                    table.cleanup_old_versions(timedelta(0), error_if_tagged_old_versions=False)

    def _at(self, name: str, version: int) -> lance.LanceDataset:
        with told(self.base):
            return self._opened(name, version)

    def _opened(self, name: str, version: int | None = None) -> lance.LanceDataset:
        return lance.dataset(self.uri(name), version, storage_options=self.options, session=_session(self.base))

    def _newest(self, name: str) -> lance.LanceDataset | None:
        """The table at its newest version; None where there is none."""
        try:
            with told(self.base):
                return self._opened(name)
        except IndexDataError as error:
            if "is missing" in str(error):
                return None
            raise

    def _appended(self, name: str, version: int | None, rows: Rows | None) -> int:
        if version is None:
            return self._begun(name, rows)
        if rows is None:
            return version
        return self._changed(name, version, lambda table: [table.insert(rows, max_rows_per_file=FILE_ROWS)])

    def _begun(self, name: str, rows: Rows | None) -> int:
        """The first version of a table, or, where there are others, one that has nothing of them."""
        mode = "create" if self._newest(name) is None else "overwrite"
        with told(self.base):
            table = lance.write_dataset(
                rows, self.uri(name), mode=mode, max_rows_per_file=FILE_ROWS, storage_options=self.options
            )
        return int(table.version)

    def _without(self, name: str, version: int, column: str, documents: Sequence[int]) -> int:
        shares = [documents[first : first + DELETED_AT_ONCE] for first in range(0, len(documents), DELETED_AT_ONCE)]
        for share in shares:
            gone = f"{column} IN ({', '.join(map(str, share))})"
            version = self._changed(name, version, lambda table, gone=gone: [table.delete(gone)])  # type: ignore[misc]
        return version

    def _changed(self, name: str, version: int, change: Callable[[lance.LanceDataset], Sequence[object]]) -> int:
        """The version after a change, of which each step makes at most one."""
        with told(self.base):
            table = self._opened(name, version)
            if table.latest_version != version:
                table.restore()  # type: ignore[no-untyped-call]
            before = table.version
            steps = change(table)
        if table.version > before + len(steps):
            raise BusyError(OTHER_BUILDER)
        return int(table.version)


@cache
def _session(base: str) -> Session:
    """What is in memory of a store's tables: every version of a table shares what it has in common with others."""
    return Session(index_cache_size_bytes=INDEX_CACHE_BYTES, metadata_cache_size_bytes=METADATA_CACHE_BYTES)
