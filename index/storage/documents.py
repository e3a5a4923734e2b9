"""Documents and passages of one generation: the one home of their SQL.

Row numbers are positions in the vector index. They run in date order within each precision (day, month, year)
and undated documents come last; within one precision spans are equal or apart, so that a date window is at most
one range of rows a precision.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from index.errors import ClosedError, IndexDataError
from index.models.documents import DateSpan, Document, Fingerprint, Holdings, Passage, TitleOrigin
from index.models.reports import Failure
from index.models.scope import Scope, folder_of
from index.storage.candidates import RowRange
from index.storage.columns import of_date, to_date, to_document
from index.storage.date_counts import DateCount
from index.storage.row_map import RowMap
from index.text.near_duplicates import sketch

PRECISIONS = ("day", "month", "year")

_SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE, folder TEXT NOT NULL, format TEXT NOT NULL,
    title TEXT NOT NULL, title_origin TEXT NOT NULL,
    text TEXT NOT NULL, body INTEGER NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    language TEXT, pages TEXT NOT NULL, notes TEXT NOT NULL,
    earliest INTEGER, latest INTEGER, precision TEXT, origin TEXT, as_written TEXT,
    first_row INTEGER NOT NULL, end_row INTEGER NOT NULL, sketch BLOB NOT NULL
);
CREATE INDEX documents_by_earliest ON documents (precision, earliest, end_row);
CREATE INDEX documents_by_latest ON documents (precision, latest, first_row);
CREATE INDEX documents_by_folder ON documents (folder, earliest, latest, first_row, end_row);
CREATE INDEX documents_by_row ON documents (first_row);
CREATE INDEX documents_by_sha256 ON documents (sha256);
CREATE INDEX documents_by_name ON documents (folder, path, title);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL REFERENCES documents,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    paragraph INTEGER NOT NULL, page INTEGER, digest BLOB NOT NULL
);
CREATE INDEX passages_by_document ON passages (document);
CREATE TABLE failures (path TEXT NOT NULL, reason TEXT NOT NULL);
"""

_DOCUMENT = (
    "path, format, title, title_origin, text, body, sha256, size, language, pages, notes, "
    "earliest, latest, precision, origin, as_written"
)


_LIKE_SPECIAL = re.compile(r"(?=[%_!])")
"""Where LIKE needs its escape."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with what is needed to show it. `verbatim` is whether its text is still what was indexed."""

    passage: Passage
    document: Document
    text: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with its words and what a hit tells of its document; `verbatim` as in `StoredPassage`."""

    passage: Passage
    text: str
    verbatim: bool
    path: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None


def digest(text: str) -> bytes:
    """What a passage's words are recognised by: 16 bytes of their SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def write(path: Path, documents: Iterable[tuple[Document, Sequence[Passage]]], failures: Iterable[Failure]) -> None:
    """Writes a generation's documents, which must come in row order (see `row_order`); raises `OSError`."""
    try:
        with closing(sqlite3.connect(path)) as database:
            _write(database, documents, failures)
    except sqlite3.OperationalError as error:
        raise OSError(f"{path.name}: {error}") from error


def _write(
    database: sqlite3.Connection, documents: Iterable[tuple[Document, Sequence[Passage]]], failures: Iterable[Failure]
) -> None:
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
    row = 0
    for number, (document, passages) in enumerate(documents):
        _insert(database, number, document, passages, row)
        row += len(passages)
    database.executemany("INSERT INTO failures VALUES (?, ?)", [(one.path, one.reason) for one in failures])
    database.commit()
    database.execute("PRAGMA optimize")


def row_order(document: Document) -> tuple[int, int, str]:
    """The sort key that puts documents in row order."""
    if document.date is None:
        return len(PRECISIONS), 0, document.path
    return PRECISIONS.index(document.date.precision), document.date.earliest.toordinal(), document.path


def _insert(
    database: sqlite3.Connection, number: int, document: Document, passages: Sequence[Passage], row: int
) -> None:
    database.execute(
        f"INSERT INTO documents (id, folder, {_DOCUMENT}, first_row, end_row, sketch) VALUES ({', '.join('?' * 21)})",  # noqa: S608
        (
            number,
            folder_of(document.path),
            *(document.path, document.format, document.title, document.title_origin, document.text, document.body),
            *(document.sha256, document.size, document.language),
            *(json.dumps(document.pages), json.dumps(document.notes, ensure_ascii=False)),
            *of_date(document.date),
            *(row, row + len(passages), sketch(document.text[document.body :])),
        ),
    )
    database.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(row + passage.ordinal, passage.id, number, passage.start, passage.end),
                *(passage.ordinal, passage.paragraph, passage.page),
                digest(document.text[passage.start : passage.end]),
            )
            for passage in passages
        ],
    )


def _shown(columns: Sequence[Any]) -> PassageView:
    identifier, start, end, ordinal, paragraph, page, kept, whole, path, title, origin, *date = columns
    text = whole[start:end]
    cut = Passage(id=identifier, start=start, end=end, ordinal=ordinal, paragraph=paragraph, page=page)
    return PassageView(cut, text, digest(text) == kept, path, title, origin, to_date(date))


def _hidden(scope: Scope) -> str:
    """The hidden folders as SQLite's `json_each` reads them."""
    return json.dumps(sorted(scope.hidden))


class DocumentStore:
    """An opened generation's documents; safe to use from many threads, each of which gets its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        self._one("SELECT count(*) FROM sqlite_master")

    def close(self) -> None:
        """Closes every thread's connection; any later call raises `ClosedError`."""
        with self._lock:
            self._closed = True
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    def document(self, path: str) -> Document | None:
        """The document at `path` in the archive."""
        found = self._all(f"SELECT {_DOCUMENT} FROM documents WHERE path = ?", path)  # noqa: S608
        return to_document(found[0]) if found else None

    def numbered(self, number: int) -> Document:
        """The document of this number; there must be one."""
        return to_document(self._all(f"SELECT {_DOCUMENT} FROM documents WHERE id = ?", number)[0])  # noqa: S608

    def with_sha(self, sha256: str) -> list[Document]:
        """The documents whose file has these bytes, in order of path."""
        found = self._all(f"SELECT {_DOCUMENT} FROM documents WHERE sha256 = ? ORDER BY path", sha256)  # noqa: S608
        return [to_document(columns) for columns in found]

    def origins(self, paths: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """The SHA-256 of the file and the language of each of the documents at `paths`."""
        among = "SELECT path, sha256, language FROM documents WHERE path IN (SELECT value FROM json_each(?))"
        return {path: (sha256, language) for path, sha256, language in self._all(among, json.dumps(list(paths)))}

    def names_with(self, words: Sequence[str], scope: Scope, limit: int) -> list[tuple[str, str]]:
        """Path and title of documents within `scope` with every word in one of them, in order of path."""
        like = " AND (path LIKE ? ESCAPE '!' OR title LIKE ? ESCAPE '!')" * len(words)
        patterns = [f"%{_LIKE_SPECIAL.sub('!', word)}%" for word in words]
        return self._all(
            f"SELECT path, title FROM documents WHERE folder NOT IN (SELECT value FROM json_each(?)){like} "  # noqa: S608
            "ORDER BY path LIMIT ?",
            *(_hidden(scope), *(one for pattern in patterns for one in (pattern, pattern)), limit),
        )

    def documents(self) -> Iterator[Document]:
        """Every document, in row order."""
        return (document for document, _ in self.cut_documents())

    def cut_documents(self) -> Iterator[tuple[Document, list[tuple[int, int, bytes]]]]:
        """Every document in row order with (start, end, digest) of each of its passages."""
        for (number,) in self._all("SELECT id FROM documents ORDER BY id"):
            columns = self._all(f"SELECT {_DOCUMENT} FROM documents WHERE id = ?", number)[0]  # noqa: S608
            cuts = self._all('SELECT start, "end", digest FROM passages WHERE document = ? ORDER BY row', number)
            yield to_document(columns), cuts

    def read_from(self, path: str, sha256: str) -> list[Document]:
        """The documents that came from the file at `path` when its bytes had this SHA-256."""
        found = self._all(
            f"SELECT {_DOCUMENT} FROM documents WHERE sha256 = ? AND (path = ? OR substr(path, 1, ?) = ?) "  # noqa: S608
            "ORDER BY id",
            *(sha256, path, len(path) + 1, path + "#"),
        )
        return [to_document(columns) for columns in found]

    def digests(self) -> dict[str, str]:
        """The SHA-256 of each document's file, by path."""
        return dict(self._all("SELECT path, sha256 FROM documents"))

    def known(self) -> dict[str, Fingerprint]:
        """What a new generation is compared with, by path."""
        columns = "path, sha256, earliest, latest, precision, origin, as_written"
        rows = self._all(f"SELECT {columns} FROM documents")  # noqa: S608 (constants)
        return {path: Fingerprint(sha256, to_date(date)) for path, sha256, *date in rows}

    def failures(self) -> list[Failure]:
        """What could not be read."""
        return [
            Failure(path=path, reason=reason)
            for path, reason in self._all("SELECT path, reason FROM failures ORDER BY path")
        ]

    def passages(self, path: str) -> list[Passage]:
        """The passages of the document at `path`, in its order."""
        rows = self._all(
            'SELECT p.id, p.start, p."end", p.ordinal, p.paragraph, p.page FROM passages p '
            "JOIN documents d ON d.id = p.document WHERE d.path = ? ORDER BY p.row",
            path,
        )
        names = ("id", "start", "end", "ordinal", "paragraph", "page")
        return [Passage(**dict(zip(names, row, strict=True))) for row in rows]

    def documents_of(self, rows: Sequence[int]) -> dict[int, int]:
        """For each of `rows` the number of its document."""
        return dict(zip(rows, self.row_map.places(rows).documents.tolist(), strict=True))

    @cached_property
    def row_map(self) -> RowMap:
        """Which rows are whose."""
        found = self._all("SELECT first_row FROM documents ORDER BY first_row, id")
        return RowMap([row for (row,) in found], self._one("SELECT count(*) FROM passages"))

    def earliest_days(self, documents: Sequence[int]) -> dict[int, int | None]:
        """For each document number the ordinal of its earliest day; None where undated."""
        marks = ", ".join("?" * len(documents))
        return dict(self._all(f"SELECT id, earliest FROM documents WHERE id IN ({marks})", *documents))  # noqa: S608

    def sketches(self, documents: Sequence[int]) -> dict[int, bytes]:
        """For each document number what its text is recognised by (see `index.text.near_duplicates`)."""
        marks = ", ".join("?" * len(documents))
        return dict(self._all(f"SELECT id, sketch FROM documents WHERE id IN ({marks})", *documents))  # noqa: S608

    def path(self, document: int) -> str:
        """The path of the document with this number."""
        return str(self._one("SELECT path FROM documents WHERE id = ?", document))

    def shown(self, rows: Sequence[int]) -> list[PassageView]:
        """The passages at `rows`, in their order, with what is shown of them; raises `LookupError` for a row not there.

        A document is a dozen columns of which a hit shows five; all of them for each hit took four times as long.
        """
        marks = ", ".join("?" * len(rows))
        found = self._all(
            'SELECT p.row, p.id, p.start, p."end", p.ordinal, p.paragraph, p.page, p.digest, '  # noqa: S608 (constants)
            "d.text, d.path, d.title, d.title_origin, d.earliest, d.latest, d.precision, d.origin, d.as_written "
            f"FROM passages p JOIN documents d ON d.id = p.document WHERE p.row IN ({marks})",
            *rows,
        )
        by_row = {row: _shown(columns) for row, *columns in found}
        return [by_row[row] for row in rows]

    def find_passage(self, identifier: str) -> StoredPassage | None:
        """The passage with this id, or None."""
        joined = f"passages p JOIN (SELECT id AS number, {_DOCUMENT} FROM documents) d ON d.number = p.document"  # noqa: S608
        found = self._all(
            f'SELECT p.start, p."end", p.ordinal, p.paragraph, p.page, p.digest, d.* FROM {joined} WHERE p.id = ?',  # noqa: S608
            identifier,
        )
        if not found:
            return None
        start, end, ordinal, paragraph, page, kept, _, *columns = found[0]
        document = to_document(columns)
        text = document.text[start:end]
        cut = Passage(id=identifier, start=start, end=end, ordinal=ordinal, paragraph=paragraph, page=page)
        return StoredPassage(cut, document, text, digest(text) == kept)

    def window(self, since: dt.date | None, until: dt.date | None) -> tuple[RowRange, ...]:
        """The rows of all dated documents with a day from `since` to `until`, as ranges that are not empty."""
        first = since.toordinal() if since else 0
        last = until.toordinal() if until else dt.date.max.toordinal()
        ranges: list[RowRange] = []
        for precision in PRECISIONS:
            begin = self._one(
                "SELECT first_row FROM documents WHERE precision = ? AND latest >= ? "
                "ORDER BY latest, first_row LIMIT 1",
                *(precision, first),
            )
            end = self._one(
                "SELECT end_row FROM documents WHERE precision = ? AND earliest <= ? "
                "ORDER BY earliest DESC, end_row DESC LIMIT 1",
                *(precision, last),
            )
            if begin is not None and end is not None and begin < end:
                ranges.append((begin, end))
        return tuple(ranges)

    def folder_rows(self, folder: str) -> tuple[RowRange, ...]:
        """The rows of the documents in `folder` (or of the document with that very path)."""
        return tuple(
            self._all(
                "SELECT first_row, end_row FROM documents WHERE path = ? OR substr(path, 1, ?) = ? ORDER BY first_row",
                *(folder, len(folder) + 1, folder + "/"),
            )
        )

    def folders(self) -> list[str]:
        """The first-level folders that hold documents."""
        return [name for (name,) in self._all("SELECT DISTINCT folder FROM documents WHERE folder != '' ORDER BY 1")]

    def undated_rows(self) -> RowRange | None:
        """The rows of undated documents, or None."""
        found = self._all("SELECT min(first_row), max(end_row) FROM documents WHERE precision IS NULL")[0]
        return None if found[0] is None else (int(found[0]), int(found[1]))

    def counts(self) -> tuple[int, int, int]:
        """How many documents, undated documents and passages there are."""
        documents, undated = self._all("SELECT count(*), count(*) - count(precision) FROM documents")[0]
        return documents, undated, int(self._one("SELECT count(*) FROM passages") or 0)

    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that documents are dated to."""
        low, high = self._all("SELECT min(earliest), max(latest) FROM documents")[0]
        return None if low is None else (dt.date.fromordinal(low), dt.date.fromordinal(high))

    def dated(self, scope: Scope) -> list[DateCount]:
        """How many documents have each span of days, within `scope`."""
        found = self._all(
            "SELECT earliest, latest, count(*) FROM documents "
            "WHERE earliest IS NOT NULL AND folder NOT IN (SELECT value FROM json_each(?)) GROUP BY earliest, latest",
            _hidden(scope),
        )
        return [DateCount(*columns) for columns in found]

    def oldest(self, scope: Scope) -> dt.date | None:
        """The first day that a document within `scope` is dated to."""
        low = self._one(
            "SELECT min(earliest) FROM documents WHERE folder NOT IN (SELECT value FROM json_each(?))",
            _hidden(scope),
        )
        return None if low is None else dt.date.fromordinal(low)

    def holdings(self, scope: Scope) -> Holdings:
        """What there is within `scope`."""
        documents, undated, passages, low, high = self._all(
            "SELECT count(*), count(*) - count(earliest), coalesce(sum(end_row - first_row), 0), "
            "min(earliest), max(latest) FROM documents WHERE folder NOT IN (SELECT value FROM json_each(?))",
            _hidden(scope),
        )[0]
        return Holdings(
            documents=documents,
            undated=undated,
            passages=passages,
            earliest=None if low is None else dt.date.fromordinal(low),
            latest=None if high is None else dt.date.fromordinal(high),
        )

    def newest(self, scope: Scope) -> DateSpan | None:
        """The date of the newest document within `scope`."""
        found = self._all(
            "SELECT earliest, latest, precision, origin, as_written FROM documents "
            "WHERE precision IS NOT NULL AND folder NOT IN (SELECT value FROM json_each(?)) "
            "ORDER BY latest DESC, earliest DESC LIMIT 1",
            _hidden(scope),
        )
        return to_date(found[0]) if found else None

    def _one(self, statement: str, *values: object) -> Any:
        found = self._all(statement, *values)
        return found[0][0] if found else None

    def _all(self, statement: str, *values: object) -> list[Any]:
        try:
            return self._connection().execute(statement, values).fetchall()
        except sqlite3.ProgrammingError:
            raise  # a fault of the program, such as closing meanwhile, and not of the file
        except sqlite3.DatabaseError as error:
            raise IndexDataError(f"{self._path} is damaged ({error}); run: dateline index") from error

    def _connection(self) -> sqlite3.Connection:
        if self._closed:
            raise ClosedError(self._path.name)
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = self._path.absolute().as_uri() + "?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection
