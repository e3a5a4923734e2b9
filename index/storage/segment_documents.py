"""Documents and passages of one segment by path and id, and how many there are; `document_rows` has them by row.

These two modules are the one home of the SQL that reads them, `writer` of the SQL that writes them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from index import digests
from index.errors import DamagedRecordError
from index.models.documents import DateSpan, Document, DocumentEntry, Fingerprint, Passage
from index.models.reports import Failure
from index.models.scope import Scope
from index.storage.columns import (
    DATE_COLUMNS,
    DOCUMENT_COLUMNS,
    HEADING_COLUMNS,
    PASSAGE_COLUMNS,
    digest_of_document,
    digest_of_heading,
    digest_of_passage,
    to_date,
    to_document,
    to_passage,
)
from index.storage.database import ReadOnlyDatabase
from index.storage.date_counts import DateCount
from index.storage.document_engine import Identity, StoredPassage
from index.storage.document_rows import DocumentRows
from index.storage.engine import Damaged, unheard
from index.storage.row_order import row_key

_PASSAGES = "FROM passages p JOIN documents d ON d.id = p.document"
_IN_SCOPE = "(folder IN (SELECT value FROM json_each(?))) = ?"
_AMONG_PATHS = "WHERE path IN (SELECT value FROM json_each(?))"
_DATED = "precision IS NOT NULL"
_LIKE_SPECIAL = re.compile(r"(?=[%_!])")
"""Where LIKE needs its escape."""


class Heading(NamedTuple):
    """What is known of a document without reading its text."""

    number: int
    path: str
    title: str
    sha256: str
    language: str | None
    date: DateSpan | None


class Held(NamedTuple):
    """What a segment holds: how much, and its first and last day."""

    documents: int
    undated: int
    passages: int
    earliest: dt.date | None
    latest: dt.date | None


class SegmentDocuments:
    """An opened segment's documents but for those `gone`; safe to use from many threads, each with its own connection.

    Numbers and rows are the segment's own. Every record is compared with its digest when it is read whole. One that
    differs raises `DamagedRecordError`, and `damaged` is told of it.
    """

    def __init__(self, path: Path, gone: Sequence[int] = (), damaged: Damaged = unheard) -> None:
        self._database = ReadOnlyDatabase(path, _without(gone))
        self._value, self._select = self._database.value, self._database.select
        self._damaged = damaged
        self.by_row = DocumentRows(self._database, damaged)

    def close(self) -> None:
        """Closes every thread's connection; any later call raises `ClosedError`."""
        self._database.close()

    def document(self, path: str) -> Document | None:
        """The document at `path` in the archive."""
        return next(iter(self._documents("WHERE path = ?", path)), None)

    def numbered(self, number: int) -> Document:
        """The document of this number; there must be one."""
        return self._documents("WHERE id = ?", number)[0]

    def with_sha(self, sha256: str) -> list[Document]:
        """The documents whose file has these bytes, in order of path."""
        return self._documents("WHERE sha256 = ? ORDER BY path", sha256)

    def read_from(self, path: str, sha256: str) -> list[Document]:
        """The documents that came from the file at `path` when its bytes had this SHA-256."""
        return self._documents(
            "WHERE sha256 = ? AND (path = ? OR substr(path, 1, ?) = ?) ORDER BY id",
            *(sha256, path, len(path) + 1, path + "#"),
        )

    def cut(self, number: int) -> tuple[Document, list[Passage]]:
        """The document of this number with its passages, each compared with its digest."""
        document = self.numbered(number)
        rows = self._select(
            f"SELECT p.row, p.digest, {PASSAGE_COLUMNS} {_PASSAGES} WHERE d.id = ? ORDER BY p.row", number
        )
        return document, [self._passage(number, document, *columns) for columns in rows]

    def at(self, paths: Iterable[str]) -> list[int]:
        """The numbers of the documents at those of `paths` that the segment has, ascending."""
        among = f"SELECT id FROM documents {_AMONG_PATHS} ORDER BY id"  # noqa: S608 (constants)
        return [number for (number,) in self._select(among, json.dumps(list(paths)))]

    def origins(self, paths: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """The SHA-256 of the file and the language of each of the documents at `paths`."""
        headings = self._headings(_AMONG_PATHS, json.dumps(list(paths)))
        return {heading.path: (heading.sha256, heading.language) for heading in headings}

    def named_with(
        self, words: Sequence[str], scope: Scope, limit: int, *, undated_first: bool = False
    ) -> list[Heading]:
        """The documents within `scope` that have every word in path or title, in order of path."""
        order = "precision IS NOT NULL, path" if undated_first else "path"
        like = " AND (path LIKE ? ESCAPE '!' OR title LIKE ? ESCAPE '!')" * len(words)
        patterns = [f"%{_LIKE_SPECIAL.sub('!', word)}%" for word in words for _ in ("path", "title")]
        return self._headings(f"WHERE {_IN_SCOPE}{like} ORDER BY {order} LIMIT ?", *_seen(scope), *patterns, limit)

    def entries(self, scope: Scope, after: str, limit: int) -> list[DocumentEntry]:
        """The first documents within `scope` whose path comes after `after`, ascending by path."""
        rows = self._select(
            f"SELECT format, end_row - first_row, id, heading_digest, {HEADING_COLUMNS} FROM documents "  # noqa: S608 (constants)
            f"WHERE {_IN_SCOPE} AND path > ? ORDER BY path LIMIT ?",
            *(*_seen(scope), after, limit),
        )
        return [self._entry(*columns) for columns in rows]

    def _entry(self, form: str, passages: int, number: int, digest: bytes, *columns: Any) -> DocumentEntry:
        heading = self._heading(number, digest, columns)
        return DocumentEntry(path=heading.path, title=heading.title, date=heading.date, format=form, passages=passages)

    def digests(self) -> dict[str, str]:
        """The SHA-256 of each document's file, by path."""
        return dict(self._select("SELECT path, sha256 FROM documents"))

    def known(self, paths: Sequence[str] | None = None) -> dict[str, Fingerprint]:
        """What a new generation is compared with: all documents, or those of `paths` that there are, by path."""
        among, values = ("", ()) if paths is None else (_AMONG_PATHS, (json.dumps(paths),))
        rows = self._select(f"SELECT path, sha256, {DATE_COLUMNS} FROM documents {among}", *values)  # noqa: S608 (constants)
        return {path: Fingerprint(sha256, to_date(date)) for path, sha256, *date in rows}

    def identities(self) -> dict[int, Identity]:
        """What each document is told by, by number."""
        rows = self._select("SELECT id, path, title, sha256, earliest, latest, sketch FROM documents")
        return {number: Identity(*columns)._replace(sketch=digests.of_bytes(columns[-1])) for number, *columns in rows}

    def dated_by(self, origin: str) -> list[str]:
        """The paths of the documents whose date is of this origin."""
        return [path for (path,) in self._select("SELECT path FROM documents WHERE origin = ?", origin)]

    def path_of(self, identifier: str) -> str | None:
        """The path of the document that has the passage with this id."""
        path: str | None = self._value(f"SELECT d.path {_PASSAGES} WHERE p.id = ?", identifier)
        return path

    def first_row(self, number: int) -> int:
        """The first row of the document of this number."""
        return int(self._value("SELECT first_row FROM documents WHERE id = ?", number))

    def count_rows(self, numbers: Sequence[int]) -> int:
        """How many passages the documents of these numbers have."""
        among = "WHERE id IN (SELECT value FROM json_each(?))"
        statement = f"SELECT coalesce(sum(end_row - first_row), 0) FROM documents {among}"  # noqa: S608 (constants)
        return int(self._value(statement, json.dumps(numbers)))

    def sort_key(self, number: int) -> tuple[int, int, str]:
        """What puts the document of this number in row order."""
        path, *date = self._select(f"SELECT path, {DATE_COLUMNS} FROM documents WHERE id = ?", number)[0]  # noqa: S608 (constants)
        return row_key(path, to_date(date))

    def failures(self) -> list[Failure]:
        """What could not be read when the segment was written."""
        rows = self._select("SELECT path, reason FROM failures ORDER BY path")
        return [Failure(path=path, reason=reason) for path, reason in rows]

    def starts(self) -> list[int]:
        """The row that each document starts at, and how many rows there are; nothing may be gone."""
        rows = self._select("SELECT first_row FROM documents ORDER BY first_row, id")
        return [*(row for (row,) in rows), int(self._value("SELECT count(*) FROM passages"))]

    def passages(self, document: Document) -> list[Passage]:
        """The passages of a document of this store, in its order."""
        rows = self._select(
            f"SELECT d.id, p.row, p.digest, {PASSAGE_COLUMNS} {_PASSAGES} WHERE d.path = ? ORDER BY p.row",
            document.path,
        )
        return [self._passage(number, document, *columns) for number, *columns in rows]

    def count_passages(self, path: str) -> int:
        """How many passages the document at `path` has."""
        return int(self._value(f"SELECT count(*) {_PASSAGES} WHERE d.path = ?", path))

    def find_passage(self, identifier: str) -> StoredPassage | None:
        """The passage with this id."""
        rows = self._select(f"SELECT d.id, p.row, p.digest, {PASSAGE_COLUMNS} {_PASSAGES} WHERE p.id = ?", identifier)
        if not rows:
            return None
        number, *columns = rows[0]
        document = self.numbered(number)
        passage = self._passage(number, document, *columns)
        return StoredPassage(passage, document, document.text[passage.start : passage.end])

    def counts(self) -> tuple[int, int, int]:
        """How many documents, undated documents and passages there are."""
        documents, undated, passages = self._select(
            "SELECT count(*), count(*) - count(precision), coalesce(sum(end_row - first_row), 0) FROM documents"
        )[0]
        return documents, undated, passages

    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that documents are dated to."""
        earliest, latest = self._select("SELECT min(earliest), max(latest) FROM documents")[0]
        return None if earliest is None else (dt.date.fromordinal(earliest), dt.date.fromordinal(latest))

    def dated(self, scope: Scope) -> list[DateCount]:
        """How many documents within `scope` have each span of days."""
        rows = self._select(
            "SELECT earliest, latest, count(*) FROM documents "  # noqa: S608 (constants)
            f"WHERE earliest IS NOT NULL AND {_IN_SCOPE} GROUP BY earliest, latest",
            *_seen(scope),
        )
        return [DateCount(*columns) for columns in rows]

    def oldest(self, scope: Scope) -> dt.date | None:
        """The first day that a document within `scope` is dated to."""
        headings = self._headings(f"WHERE {_DATED} AND {_IN_SCOPE} ORDER BY earliest LIMIT 1", *_seen(scope))
        return headings[0].date.earliest if headings and headings[0].date else None

    def newest(self, scope: Scope) -> Heading | None:
        """The newest document within `scope`, the first of several."""
        order = "ORDER BY latest DESC, earliest DESC, id LIMIT 1"
        return next(iter(self._headings(f"WHERE {_DATED} AND {_IN_SCOPE} {order}", *_seen(scope))), None)

    def folders(self, scope: Scope) -> list[str]:
        """The folders within `scope` that hold a document at any depth, ascending."""
        rows = self._select(
            "SELECT DISTINCT rtrim(path, replace(path, '/', '')) FROM documents "  # noqa: S608 (constants)
            f"WHERE folder <> '' AND {_IN_SCOPE}",
            *_seen(scope),
        )
        parts = [folder.rstrip("/").split("/") for (folder,) in rows]
        return sorted({"/".join(folder[:depth]) for folder in parts for depth in range(1, len(folder) + 1)})

    def holdings(self, scope: Scope) -> Held:
        """What there is within `scope`."""
        documents, undated, passages, earliest, latest = self._select(
            "SELECT count(*), count(*) - count(earliest), coalesce(sum(end_row - first_row), 0), "  # noqa: S608 (constants)
            f"min(earliest), max(latest) FROM documents WHERE {_IN_SCOPE}",
            *_seen(scope),
        )[0]
        return Held(documents, undated, passages, _day(earliest), _day(latest))

    def formats(self) -> dict[str, int]:
        """How many documents there are of each format."""
        return dict(self._select("SELECT format, count(*) FROM documents GROUP BY format"))

    def languages(self) -> dict[str, int]:
        """How many documents there are in each language that could be told."""
        return dict(
            self._select("SELECT language, count(*) FROM documents WHERE language IS NOT NULL GROUP BY language")
        )

    def by_folder(self) -> dict[str, tuple[int, int]]:
        """How many documents and passages there are in each first-level folder."""
        rows = self._select("SELECT folder, count(*), sum(end_row - first_row) FROM documents GROUP BY folder")
        return {folder: (documents, passages) for folder, documents, passages in rows}

    def undated(self) -> list[str]:
        """The paths of the documents without a date."""
        return [path for (path,) in self._select("SELECT path FROM documents WHERE precision IS NULL")]

    def notes(self) -> list[tuple[str, tuple[str, ...]]]:
        """The path of each document that something was noted of, and the notes."""
        rows = self._select("SELECT path, notes FROM documents WHERE notes <> '[]'")
        return [(path, tuple(json.loads(notes))) for path, notes in rows]

    def _headings(self, where: str, *values: object) -> list[Heading]:
        rows = self._select(f"SELECT id, heading_digest, {HEADING_COLUMNS} FROM documents {where}", *values)  # noqa: S608 (constants)
        return [self._heading(number, digest, columns) for number, digest, *columns in rows]

    def _heading(self, number: int, digest: bytes, columns: Sequence[Any]) -> Heading:
        if digest_of_heading(number, columns) != digest:
            raise self._refused(f"the record of document {columns[0]}")
        path, title, _, sha256, language, *date = columns
        return Heading(number, path, title, sha256, language, to_date(date))

    def _documents(self, where: str, *values: object) -> list[Document]:
        rows = self._select(f"SELECT id, digest, {DOCUMENT_COLUMNS} FROM documents {where}", *values)  # noqa: S608 (constants)
        return [self._document(number, digest, columns) for number, digest, *columns in rows]

    def _document(self, number: int, digest: bytes, columns: Sequence[Any]) -> Document:
        try:
            if digest_of_document(number, columns) == digest:
                return to_document(columns)
        except (TypeError, AttributeError):  # what damage makes of a column is not even text
            pass
        raise self._refused(f"the record of document {columns[0]}")

    def _passage(self, number: int, document: Document, row: int, digest: bytes, *columns: Any) -> Passage:
        try:
            passage = to_passage(columns)
            words = document.text[passage.start : passage.end]
            if digest_of_passage(row, number, columns, words) == digest:
                return passage
        except (ValueError, TypeError):  # likewise of a number
            pass
        raise self._refused(f"the record of passage {columns[0]}")

    def _refused(self, what: str) -> DamagedRecordError:
        """The error for a damaged record, of which `damaged` is told."""
        self._damaged(what)
        return DamagedRecordError(f"{what} is damaged; run: dateline index")


def _without(gone: Sequence[int]) -> str:
    """What makes a connection see no document that is `gone`: views of its own in place of the file's table."""
    if not gone:
        return ""
    return f"""
        PRAGMA temp_store = MEMORY;
        CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY);
        INSERT INTO gone VALUES {", ".join(f"({int(number)})" for number in gone)};
        CREATE TEMP VIEW documents AS SELECT * FROM main.documents WHERE id NOT IN (SELECT id FROM temp.gone);
    """  # noqa: S608 (numbers)


def _seen(scope: Scope) -> tuple[str, bool]:
    """What `_IN_SCOPE` asks for: folders, as SQLite's `json_each` reads them, and whether those may be seen."""
    folders, shown = scope.folders
    return json.dumps(sorted(folders)), shown


def _day(ordinal: int | None) -> dt.date | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal)
