"""What is kept of documents beside their citations: the one home of the SQL of `cited-texts.sqlite`.

That is the text of each version of a document that was cited, which versions were replaced and when, and when each
generation was built. By these it is known what stands in the place of cited words, and what stood elsewhere all along.
Each text is kept once, compressed, by its SHA-256; one that doesn't fit that any more counts as not kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from index import sqlite_faults
from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.models.documents import Document
from index.models.versions import Replaced
from index.shared.synced import is_there
from index.transactions import transaction
from index.userdata.connection import Connection
from index.userdata.schema import Schema
from index.userdata.upgrades import cited_texts_0001

SCHEMA: Final = Schema("a store of cited texts", 0x44744354, (cited_texts_0001.upgrade,))  # "DtCT"
_PATIENCE_S: Final = 10.0
_FOUND: Final = """
    SELECT text_sha256, packed FROM cited JOIN texts ON sha256 = text_sha256
    WHERE path = ? AND document_sha256 = ? ORDER BY text_sha256
"""
_REPLACED: Final = "SELECT path, generation, document_sha256, since, until, moved_to FROM replaced"
_TABLES: Final = ("texts", "cited", "replaced", "generations")
"""What another store has that is taken in; not whose bytes were erased, which the erasures say."""

Origin = tuple[str, str]
"""A document's path, and the SHA-256 of its file."""
IsDocument = Callable[[str, str], bool]
"""Whether a path and the SHA-256 of its file are of a document that is meant."""


class CitedTexts:
    """The store in the data folder `data`. Safe to use from several processes. Faults are `IndexDataError`s."""

    def __init__(self, data: Path) -> None:
        self._path = data / DataFile.CITED_TEXTS

    def missing(self, origins: Iterable[Origin]) -> list[Origin]:
        """Those of some documents of which no text is kept."""
        wanted = list(dict.fromkeys(origins))
        if not is_there(self._path):
            return wanted
        with self._reading() as database:
            statement = "SELECT path, document_sha256 FROM cited WHERE path IN (SELECT value FROM json_each(?))"
            kept = set(database.execute(statement, (json.dumps([path for path, _ in wanted]),)))
        return [origin for origin in wanted if origin not in kept]

    def keep(self, documents: Iterable[Document]) -> None:
        """Keeps the texts of documents, durably when this returns, but for those of bytes that were erased."""
        with self._using() as database:
            for document in documents:
                _keep(database, document)

    def find(self, path: str, document_sha256: str) -> list[str]:
        """The texts that the document at `path` had when its file had these bytes; several readers may have read it."""
        if not is_there(self._path):
            return []
        with self._reading() as database:
            texts = [_unpacked(*row) for row in database.execute(_FOUND, (path, document_sha256))]
        return [text for text in texts if text is not None]

    def note_generations(self, built: Mapping[int, dt.datetime]) -> None:
        """Notes when generations were built; what was noted first stays."""
        with self._using() as database:
            rows = [(number, time.isoformat()) for number, time in built.items()]
            database.executemany("INSERT OR IGNORE INTO generations VALUES (?, ?)", rows)

    def generations(self) -> dict[int, dt.datetime]:
        """When each generation that was noted was built."""
        if not is_there(self._path):
            return {}
        with self._reading() as database:
            rows = database.execute("SELECT number, built FROM generations").fetchall()
        return {number: dt.datetime.fromisoformat(built) for number, built in rows}

    def note_replaced(self, generation: int, replaced: Iterable[Replaced]) -> None:
        """Notes which documents of `generation` a reindex found replaced, in place of what an earlier one noted."""
        with self._using() as database:
            database.execute("DELETE FROM replaced WHERE generation = ?", (generation,))
            erased = {sha256 for (sha256,) in database.execute("SELECT sha256 FROM erased_bytes")}
            rows = [_row(one) for one in replaced if one.sha256 not in erased]
            database.executemany("INSERT INTO replaced VALUES (?, ?, ?, ?, ?, ?)", rows)

    def replaced(self, path: str) -> list[Replaced]:
        """The replaced versions of the document at `path`, the oldest first."""
        return self._replaced("WHERE path = ? ORDER BY until, generation", path)

    def moved_to(self, path: str) -> list[Replaced]:
        """The documents that a reindex found moved to `path`, the earliest first."""
        return self._replaced("WHERE moved_to = ? ORDER BY until, generation", path)

    def _replaced(self, where: str, path: str) -> list[Replaced]:
        if not is_there(self._path):
            return []
        with self._reading() as database:
            rows = database.execute(f"{_REPLACED} {where}", (path,)).fetchall()
        names = ("path", "generation", "sha256", "since", "until", "moved_to")
        return [Replaced.model_validate(dict(zip(names, row, strict=True))) for row in rows]

    def erase(self, is_document: IsDocument, digests: Collection[str], words: Collection[str]) -> None:
        """Erases every version that is meant, and each text that holds one of `words`; keeps none of these bytes again.

        Of other documents' texts that hold the words the text goes alone.
        """
        with self._using() as database:
            database.executemany("INSERT OR IGNORE INTO erased_bytes VALUES (?)", [(name,) for name in digests])
            for table in ("cited", "replaced"):
                rows = database.execute(f"SELECT rowid, path, document_sha256 FROM {table}").fetchall()  # noqa: S608 (constants)
                meant = [(row,) for row, path, sha256 in rows if is_document(path, sha256)]
                database.executemany(f"DELETE FROM {table} WHERE rowid = ?", meant)  # noqa: S608 (constants)
            for name in _holding(database, words):
                database.execute("DELETE FROM cited WHERE text_sha256 = ?", (name,))
            database.execute("DELETE FROM texts WHERE sha256 NOT IN (SELECT text_sha256 FROM cited)")

    def allow(self, digests: Collection[str]) -> None:
        """Keeps texts of these bytes again."""
        if is_there(self._path):
            with self._using() as database:
                database.executemany("DELETE FROM erased_bytes WHERE sha256 = ?", [(name,) for name in digests])

    def unite(self, other: Path) -> None:
        """Takes in what the store in the folder `other` has."""
        with CitedTexts(other)._reading() as theirs:
            rows = {table: theirs.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}  # noqa: S608 (constants)
        with self._using() as database:
            for table, found in rows.items():
                if not found:
                    continue
                marks = ", ".join("?" * len(found[0]))
                database.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", found)  # noqa: S608 (constants)

    def scrub(self) -> None:
        """Writes the file anew, so that no byte of what was erased is left in it."""
        if is_there(self._path):
            with self._opened() as opened:
                if opened.writable:
                    opened.database.execute("VACUUM")

    def count(self) -> int:
        """How many texts there are."""
        with self._reading() as database:
            return int(database.execute("SELECT count(*) FROM texts NOT INDEXED").fetchone()[0])

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with the file and its texts."""
        with self._reading() as database:
            told = sqlite_faults.integrity(database)
            names = [row[0] for row in database.execute("SELECT sha256, packed FROM texts") if _unpacked(*row) is None]
        return (*told, *(f"the cited text {name[:12]} is damaged" for name in names))

    @property
    def size_bytes(self) -> int:
        """Of the file; 0 where there is none."""
        return self._path.stat().st_size if self._path.exists() else 0

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._opened() as opened, transaction(opened.database):
            if not opened.writable:
                raise IndexDataError(f"the cited texts {self._path} can't be written; make room or give write access")
            yield opened.database

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._opened(reading=True) as opened:
            yield opened.database

    @contextmanager
    def _opened(self, *, reading: bool = False) -> Iterator[Connection]:
        try:
            with closing(Connection(self._path, self._prepare, patience=_PATIENCE_S, reading=reading)) as opened:
                yield opened
        except (sqlite3.Error, OSError) as error:
            raise IndexDataError(f"the cited texts {self._path} can't be used ({error}); restore a backup") from error

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA secure_delete = ON")
        SCHEMA.prepare(database, self._path)


def _keep(database: sqlite3.Connection, document: Document) -> None:
    if database.execute("SELECT 1 FROM erased_bytes WHERE sha256 = ?", (document.sha256,)).fetchone():
        return
    encoded = document.text.encode("utf-8", "surrogatepass")
    name = hashlib.sha256(encoded).hexdigest()
    if not database.execute("SELECT 1 FROM texts WHERE sha256 = ?", (name,)).fetchone():
        database.execute("INSERT INTO texts VALUES (?, ?)", (name, zlib.compress(encoded)))
    database.execute("INSERT OR IGNORE INTO cited VALUES (?, ?, ?)", (document.path, document.sha256, name))


def _holding(database: sqlite3.Connection, words: Collection[str]) -> list[str]:
    """The texts that hold one of `words`, and those of which nobody can tell any more."""
    found = database.execute("SELECT sha256, packed FROM texts") if words else ()
    texts = ((name, _unpacked(name, packed)) for name, packed in found)
    return [name for name, text in texts if text is None or any(part in text for part in words)]


def _row(replaced: Replaced) -> tuple[object, ...]:
    since = replaced.since and replaced.since.isoformat()
    return (replaced.path, replaced.generation, replaced.sha256, since, replaced.until.isoformat(), replaced.moved_to)


def _unpacked(name: str, packed: bytes) -> str | None:
    """The text, unless it is not what was kept."""
    try:
        encoded = zlib.decompress(packed)
    except (zlib.error, TypeError):
        return None
    return encoded.decode("utf-8", "surrogatepass") if hashlib.sha256(encoded).hexdigest() == name else None
