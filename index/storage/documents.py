"""Documents and passages of one generation: the one home of their SQL.

Row numbers are positions in the vector index. They run in date order within each precision (day, month, year)
and undated documents come last; within one precision spans are equal or apart, so that a date window is at most
one range of rows a precision.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from index.models.documents import DateSpan, Document, Fingerprint, Holdings, Passage
from index.models.reports import Failure
from index.models.scope import Scope
from index.storage.candidates import RowRange
from index.storage.columns import DOCUMENT_COLUMNS, PRECISIONS, digest, to_date, to_document
from index.storage.database import ReadOnlyDatabase
from index.storage.date_counts import DateCount
from index.storage.engine import PassageView
from index.storage.row_map import RowMap

_LIKE_SPECIAL = re.compile(r"(?=[%_!])")
"""Where LIKE needs its escape."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with what is needed to show it. `verbatim` is whether its text is still what was indexed."""

    passage: Passage
    document: Document
    text: str
    verbatim: bool


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
        self._database = ReadOnlyDatabase(path)
        self._one, self._all = self._database.one, self._database.all

    def close(self) -> None:
        """Closes every thread's connection; any later call raises `ClosedError`."""
        self._database.close()

    def document(self, path: str) -> Document | None:
        """The document at `path` in the archive."""
        found = self._all(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE path = ?", path)  # noqa: S608
        return to_document(found[0]) if found else None

    def numbered(self, number: int) -> Document:
        """The document of this number; there must be one."""
        return to_document(self._all(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", number)[0])  # noqa: S608

    def with_sha(self, sha256: str) -> list[Document]:
        """The documents whose file has these bytes, in order of path."""
        found = self._all(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE sha256 = ? ORDER BY path", sha256)  # noqa: S608
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
            columns = self._all(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", number)[0]  # noqa: S608
            cuts = self._all('SELECT start, "end", digest FROM passages WHERE document = ? ORDER BY row', number)
            yield to_document(columns), cuts

    def read_from(self, path: str, sha256: str) -> list[Document]:
        """The documents that came from the file at `path` when its bytes had this SHA-256."""
        found = self._all(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE sha256 = ? AND (path = ? OR substr(path, 1, ?) = ?) "  # noqa: S608
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

    def paths(self, documents: Sequence[int]) -> dict[int, str]:
        """The path of each of the documents with these numbers."""
        marks = ", ".join("?" * len(documents))
        return dict(self._all(f"SELECT id, path FROM documents WHERE id IN ({marks})", *documents))  # noqa: S608

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
        joined = f"passages p JOIN (SELECT id AS number, {DOCUMENT_COLUMNS} FROM documents) d ON d.number = p.document"  # noqa: S608
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
