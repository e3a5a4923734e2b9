"""What was recognised on pages, so that no page is recognised twice: the one home of the SQL of `recognised.sqlite`.

A cache: a row is a fact by itself and has a digest, and nothing that is lost or damaged costs more than recognising
pages again. Processes that read documents only look pages up; whoever started them writes.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from math import inf
from pathlib import Path
from typing import Final

from index import digests, sqlite_faults
from index.errors import IndexDataError, UnreadableDataError
from index.files import make_private
from index.models.data_files import DataFile
from index.read.recognised_words import Recognised
from index.transactions import transaction
from index.userdata.schema import number

log = logging.getLogger(__name__)

_KIND: Final = 0x44745267  # "DtRg"
_VERSION: Final = 1
_PATIENCE_S: Final = 5.0
_START: Final = (
    "DROP TABLE IF EXISTS pages",
    "DROP TABLE IF EXISTS files",
    "CREATE TABLE pages (key TEXT PRIMARY KEY, text TEXT NOT NULL, confidence INTEGER, digest BLOB NOT NULL) "
    "WITHOUT ROWID",
    "CREATE TABLE files (sha256 TEXT, key TEXT, seen REAL NOT NULL, PRIMARY KEY (sha256, key)) WITHOUT ROWID",
    f"PRAGMA application_id = {_KIND}",
    f"PRAGMA user_version = {_VERSION}",
)


def page_key(engine: str, picture: bytes, page: int | None = None) -> str:
    """What a page is found by: what recognises it, and its picture; `page` counts in a picture of several."""
    found = hashlib.sha256(f"{engine}\0{'' if page is None else page}\0".encode())
    found.update(picture)
    return found.hexdigest()


def known_page(folder: Path, key: str) -> Recognised | None:
    """What was recognised on a page before, by the cache in a data folder; None where nothing sound is known."""
    file = folder / DataFile.RECOGNISED
    if not file.exists():
        return None
    try:
        with closing(_connect(file, "ro")) as database:
            row = database.execute("SELECT text, confidence, digest FROM pages WHERE key = ?", (key,)).fetchone()
    except sqlite3.Error:
        return None
    return Recognised(*row[:2]) if row and _digest(key, *row[:2]) == row[2] else None


class PageCache:
    """The cache in a data folder, for writing. Faults are logged and cost pages; none is raised."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DataFile.RECOGNISED

    def put(self, sha256: str, key: str, page: Recognised | None) -> None:
        """Keeps a page of a file, durably when this returns; None for one that is known."""
        if self._path.parent.is_dir():
            self._write(lambda database: _put(database, sha256, key, page))

    def files(self, before: float = inf) -> set[str]:
        """The SHA-256 of each file with pages, none of which was needed since a time, in seconds since 1970."""
        found: set[str] = set()
        if self._path.exists():
            self._write(lambda database: found.update(_files(database, before)))
        return found

    def forget(self, files: Collection[str]) -> None:
        """Leaves nothing of the pages that only these files have."""
        if files and self._path.exists():
            self._write(lambda database: _forget(database, files))

    def _write(self, act: Callable[[sqlite3.Connection], object]) -> None:
        """Does what is to be done in one transaction; a damaged file is removed."""
        try:
            make_private(self._path)
            with closing(_connect(self._path, "rw")) as database:
                _prepare(database)
                with transaction(database):
                    act(database)
        except (sqlite3.Error, OSError) as error:
            log.warning("%s can't be used (%s), so pages may be recognised again", self._path, error)
            if isinstance(error, sqlite3.Error) and sqlite_faults.is_damage(error):
                with suppress(OSError):
                    for ending in ("", "-journal"):
                        self._path.with_name(self._path.name + ending).unlink(missing_ok=True)


def _put(database: sqlite3.Connection, sha256: str, key: str, page: Recognised | None) -> None:
    if page is not None:
        row = (key, *page, _digest(key, *page))
        database.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", row)
    database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (sha256, key, time.time()))


def _files(database: sqlite3.Connection, before: float) -> Iterator[str]:
    asked = "SELECT sha256 FROM files GROUP BY sha256 HAVING max(seen) < ?"
    return (name for (name,) in database.execute(asked, (before,)))


def _forget(database: sqlite3.Connection, files: Collection[str]) -> None:
    database.executemany("DELETE FROM files WHERE sha256 = ?", [(name,) for name in files])
    database.execute("DELETE FROM pages WHERE key NOT IN (SELECT key FROM files)")


def check(path: Path) -> tuple[int, tuple[str, ...]]:
    """How many pages are kept, and what is wrong with the file; raises `IndexDataError` where it can't be read."""
    try:
        with closing(_connect(path, "ro")) as database:
            told = sqlite_faults.integrity(database)
            rows = database.execute("SELECT key, text, confidence, digest FROM pages").fetchall()
    except sqlite3.Error as error:
        if sqlite_faults.is_damage(error):
            raise IndexDataError(f"it is damaged ({error}); the next reindex makes it anew") from error
        raise UnreadableDataError(f"{path} can't be read ({error}); {sqlite_faults.cure(error)}") from error
    damaged = sum(_digest(*row[:3]) != row[3] for row in rows)
    noted = (f"damaged records: {damaged:,}; their pages are recognised again",) if damaged else ()
    return len(rows), (*told, *noted)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    database = sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S, isolation_level=None)
    database.execute("PRAGMA secure_delete = ON")  # what is erased leaves no byte
    return database


def _prepare(database: sqlite3.Connection) -> None:
    if (number(database, "application_id"), number(database, "user_version")) != (_KIND, _VERSION):
        with transaction(database):
            for statement in _START:
                database.execute(statement)


def _digest(key: str, text: str, confidence: int | None) -> bytes:
    return digests.of_record((key, text, confidence))
