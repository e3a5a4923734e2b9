"""Documents and passages of one generation by path and id, and how many there are; `document_rows` has them by row.

These two modules are the one home of the SQL that reads them, `writer` of the SQL that writes them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.models.documents import DateSpan, Document, Fingerprint, Holdings, Passage
from index.models.reports import Failure
from index.models.scope import Scope
from index.storage.columns import (
    DATE_COLUMNS,
    DOCUMENT_COLUMNS,
    PASSAGE_COLUMNS,
    digest,
    to_date,
    to_document,
    to_passage,
)
from index.storage.database import ReadOnlyDatabase
from index.storage.date_counts import DateCount
from index.storage.document_rows import DocumentRows

_DOCUMENTS = f"SELECT {DOCUMENT_COLUMNS} FROM documents"  # noqa: S608 (constants)
_PASSAGES = "FROM passages p JOIN documents d ON d.id = p.document"
_IN_SCOPE = "folder NOT IN (SELECT value FROM json_each(?))"
_LIKE_SPECIAL = re.compile(r"(?=[%_!])")
"""Where LIKE needs its escape."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its document. `verbatim` is whether its text is still what was indexed."""

    passage: Passage
    document: Document
    text: str
    verbatim: bool


class DocumentStore:
    """An opened generation's documents; safe to use from many threads, each with a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._database = ReadOnlyDatabase(path)
        self._value, self._select = self._database.value, self._database.select
        self.by_row = DocumentRows(self._database)

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

    def documents(self) -> Iterator[Document]:
        """Every document, in row order."""
        return (document for document, _ in self.cut_documents())

    def cut_documents(self) -> Iterator[tuple[Document, list[tuple[int, int, bytes]]]]:
        """Every document in row order, with (start, end, digest) of each of its passages."""
        for (number,) in self._select("SELECT id FROM documents ORDER BY id"):
            cuts = self._select('SELECT start, "end", digest FROM passages WHERE document = ? ORDER BY row', number)
            yield self.numbered(number), cuts

    def origins(self, paths: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """The SHA-256 of the file and the language of each of the documents at `paths`."""
        among = "SELECT path, sha256, language FROM documents WHERE path IN (SELECT value FROM json_each(?))"
        return {path: (sha256, language) for path, sha256, language in self._select(among, json.dumps(list(paths)))}

    def names_with(self, words: Sequence[str], scope: Scope, limit: int) -> list[tuple[str, str]]:
        """Path and title of the documents within `scope` that have every word in path or title, in order of path."""
        like = " AND (path LIKE ? ESCAPE '!' OR title LIKE ? ESCAPE '!')" * len(words)
        patterns = [f"%{_LIKE_SPECIAL.sub('!', word)}%" for word in words for _ in ("path", "title")]
        return self._select(
            f"SELECT path, title FROM documents WHERE {_IN_SCOPE}{like} ORDER BY path LIMIT ?",  # noqa: S608 (constants)
            *(_hidden(scope), *patterns, limit),
        )

    def digests(self) -> dict[str, str]:
        """The SHA-256 of each document's file, by path."""
        return dict(self._select("SELECT path, sha256 FROM documents"))

    def known(self) -> dict[str, Fingerprint]:
        """What a new generation is compared with, by path."""
        rows = self._select(f"SELECT path, sha256, {DATE_COLUMNS} FROM documents")  # noqa: S608 (constants)
        return {path: Fingerprint(sha256, to_date(date)) for path, sha256, *date in rows}

    def noted(self, note: str) -> frozenset[str]:
        """The paths of the documents with this very note; every document's row is read for it."""
        among = "SELECT path FROM documents WHERE EXISTS (SELECT 1 FROM json_each(notes) WHERE value = ?)"
        return frozenset(path for (path,) in self._select(among, note))

    def failures(self) -> list[Failure]:
        """What could not be read."""
        rows = self._select("SELECT path, reason FROM failures ORDER BY path")
        return [Failure(path=path, reason=reason) for path, reason in rows]

    def passages(self, path: str) -> list[Passage]:
        """The passages of the document at `path`, in its order."""
        rows = self._select(f"SELECT {PASSAGE_COLUMNS} {_PASSAGES} WHERE d.path = ? ORDER BY p.row", path)
        return [to_passage(columns) for columns in rows]

    def find_passage(self, identifier: str) -> StoredPassage | None:
        """The passage with this id."""
        rows = self._select(
            f"SELECT {PASSAGE_COLUMNS}, p.digest, {DOCUMENT_COLUMNS} {_PASSAGES} WHERE p.id = ?", identifier
        )
        if not rows:
            return None
        passage, indexed, document = to_passage(rows[0][:6]), rows[0][6], to_document(rows[0][7:])
        text = document.text[passage.start : passage.end]
        return StoredPassage(passage, document, text, digest(text) == indexed)

    def counts(self) -> tuple[int, int, int]:
        """How many documents, undated documents and passages there are."""
        documents, undated = self._select("SELECT count(*), count(*) - count(precision) FROM documents")[0]
        return documents, undated, int(self._value("SELECT count(*) FROM passages") or 0)

    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that documents are dated to."""
        earliest, latest = self._select("SELECT min(earliest), max(latest) FROM documents")[0]
        return None if earliest is None else (dt.date.fromordinal(earliest), dt.date.fromordinal(latest))

    def dated(self, scope: Scope) -> list[DateCount]:
        """How many documents within `scope` have each span of days."""
        rows = self._select(
            "SELECT earliest, latest, count(*) FROM documents "  # noqa: S608 (constants)
            f"WHERE earliest IS NOT NULL AND {_IN_SCOPE} GROUP BY earliest, latest",
            _hidden(scope),
        )
        return [DateCount(*columns) for columns in rows]

    def oldest(self, scope: Scope) -> dt.date | None:
        """The first day that a document within `scope` is dated to."""
        return _day(self._value(f"SELECT min(earliest) FROM documents WHERE {_IN_SCOPE}", _hidden(scope)))  # noqa: S608 (constants)

    def newest(self, scope: Scope) -> DateSpan | None:
        """The date of the newest document within `scope`."""
        rows = self._select(
            f"SELECT {DATE_COLUMNS} FROM documents WHERE precision IS NOT NULL AND {_IN_SCOPE} "  # noqa: S608 (constants)
            "ORDER BY latest DESC, earliest DESC LIMIT 1",
            _hidden(scope),
        )
        return to_date(rows[0]) if rows else None

    def holdings(self, scope: Scope) -> Holdings:
        """What there is within `scope`."""
        documents, undated, passages, earliest, latest = self._select(
            "SELECT count(*), count(*) - count(earliest), coalesce(sum(end_row - first_row), 0), "  # noqa: S608 (constants)
            f"min(earliest), max(latest) FROM documents WHERE {_IN_SCOPE}",
            _hidden(scope),
        )[0]
        return Holdings(
            documents=documents, undated=undated, passages=passages, earliest=_day(earliest), latest=_day(latest)
        )

    def _documents(self, where: str, *values: object) -> list[Document]:
        return [to_document(columns) for columns in self._select(f"{_DOCUMENTS} {where}", *values)]


def _hidden(scope: Scope) -> str:
    """The hidden folders as SQLite's `json_each` reads them."""
    return json.dumps(sorted(scope.hidden))


def _day(ordinal: int | None) -> dt.date | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal)
