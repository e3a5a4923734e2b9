"""Writing the documents of a generation: their tables, in row order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from index.models.documents import Document, Passage
from index.storage import ARCHIVE_FILE
from index.storage.columns import DOCUMENT_COLUMNS, FROM_TO, FROM_TO_INDEX
from index.storage.order import write_starts
from index.storage.values import document_values, passage_values

_SCHEMA = f"""
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE, folder TEXT NOT NULL, format TEXT NOT NULL,
    title TEXT NOT NULL, title_origin TEXT NOT NULL,
    body INTEGER NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, language TEXT,
    earliest INTEGER, latest INTEGER, precision TEXT, origin TEXT, as_written TEXT,
    first_row INTEGER NOT NULL, end_row INTEGER NOT NULL, sketch BLOB NOT NULL,
    digest BLOB NOT NULL, heading_digest BLOB NOT NULL,
    notes TEXT NOT NULL, pages TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX documents_by_earliest ON documents (precision, earliest, end_row);
CREATE INDEX documents_by_latest ON documents (precision, latest, first_row);
CREATE INDEX {FROM_TO_INDEX} ON documents (first_row, end_row, earliest, latest) WHERE {FROM_TO};
CREATE INDEX documents_by_folder ON documents (folder, earliest, latest, first_row, end_row);
CREATE INDEX documents_by_row ON documents (first_row);
CREATE INDEX documents_by_sha256 ON documents (sha256);
CREATE INDEX documents_by_name ON documents (folder, path, title);
CREATE INDEX documents_noted ON documents (path, notes) WHERE notes <> '[]';
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL REFERENCES documents,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    paragraph INTEGER NOT NULL, page INTEGER, digest BLOB NOT NULL
);
CREATE INDEX passages_by_document ON passages (document);
"""
"""Texts come last, so that SQLite reads none to get at the rest."""


def write(segment: Path, documents: Iterable[tuple[Document, Sequence[Passage]]]) -> None:
    """Writes the documents of a segment into its folder, in row order (see `row_order`); raises `OSError`."""
    try:
        with closing(sqlite3.connect(segment / ARCHIVE_FILE)) as database:
            write_starts(segment, _write(database, documents))
    except sqlite3.OperationalError as error:
        raise OSError(f"{ARCHIVE_FILE}: {error}") from error


def _write(database: sqlite3.Connection, documents: Iterable[tuple[Document, Sequence[Passage]]]) -> list[int]:
    """Returns the row that each document starts at, and last how many rows there are."""
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
    starts = [0]
    for number, (document, passages) in enumerate(documents):
        _insert(database, number, document, passages, starts[-1])
        starts.append(starts[-1] + len(passages))
    database.commit()
    database.execute("PRAGMA optimize")
    return starts


def _insert(
    database: sqlite3.Connection, number: int, document: Document, passages: Sequence[Passage], row: int
) -> None:
    """Inserts a document and its passages, the first of them at `row`."""
    values = document_values(number, document, (row, row + len(passages)))
    database.execute(
        f"INSERT INTO documents (id, folder, {DOCUMENT_COLUMNS}, first_row, end_row, sketch, digest, heading_digest) "  # noqa: S608 (constants)
        f"VALUES ({', '.join('?' * len(values))})",
        values,
    )
    database.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (passage_values(number, document, passage, row) for passage in passages),
    )
