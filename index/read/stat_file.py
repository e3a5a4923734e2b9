"""Where it is kept how files looked when they were hashed: the one home of the SQL of `files.sqlite`.

A row is a fact by itself, whichever others there are, and has a checksum. So nothing that is lost, interrupted or
damaged costs more than hashing files again: faults are logged, and a damaged file is made anew.
"""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from index import sqlite_faults
from index.errors import IndexDataError, UnreadableDataError
from index.files import make_private
from index.transactions import transaction
from index.userdata.schema import number

log = logging.getLogger(__name__)

Row = tuple[str, str, bytes]
"""A folder of the archive, the name of a file in it, and its record (see `sealed`)."""

_KIND: Final = 0x44744669  # "DtFi"
_VERSION: Final = 1
_PATIENCE_S: Final = 10.0
_SEAL_BYTES: Final = 4
_SEALED: Final = zlib.crc32(bytes(_SEAL_BYTES))
"""What the CRC-32 is of anything with its own CRC-32 behind it."""
_START: Final = (
    "DROP TABLE IF EXISTS archive",
    "DROP TABLE IF EXISTS files",
    "CREATE TABLE archive (path BLOB NOT NULL)",
    "CREATE TABLE files (folder TEXT, name TEXT, record BLOB NOT NULL, PRIMARY KEY (folder, name)) WITHOUT ROWID",
    f"PRAGMA application_id = {_KIND}",
    f"PRAGMA user_version = {_VERSION}",
)
_FOLDERS: Final = """
    WITH RECURSIVE each(folder) AS (
        SELECT min(folder) FROM files
        UNION ALL SELECT (SELECT min(folder) FROM files WHERE folder > each.folder) FROM each WHERE folder IS NOT NULL
    ) SELECT folder FROM each WHERE folder IS NOT NULL
"""
"""A look-up for each folder, where DISTINCT would read every row."""


class StatFile:
    """The file at `path` with what is known of `archive`, which is the whole path of a folder; close it when done.

    What was known of another archive is forgotten. A file that is `read_only` stays as it is, whatever it holds.
    """

    def __init__(self, path: Path, archive: bytes, *, read_only: bool) -> None:
        self._path = path
        self._archive = archive
        self._read_only = read_only
        self._database: sqlite3.Connection | None = None
        with self._faults():
            self._open()

    def close(self) -> None:
        """From then on nothing is known, and nothing is written."""
        if self._database:
            self._database.close()
        self._database = None

    def rows(self, folder: str) -> dict[str, bytes]:
        """The records of the files in a folder, by name."""
        with self._faults():
            if self._database:
                rows = self._database.execute(
                    "SELECT name, CAST(record AS BLOB) FROM files WHERE folder = ?", (folder,)
                )
                return dict(rows)
        return {}

    def folders(self) -> set[str]:
        """The folders of which any file is known."""
        with self._faults():
            if self._database:
                return {folder for (folder,) in self._database.execute(_FOLDERS)}
        return set()

    def write(self, learnt: Iterable[Row], gone: Iterable[tuple[str, str]], gone_folders: Iterable[str] = ()) -> None:
        """Notes files and forgets others, all or nothing."""
        with self._faults():
            if self._database and not self._read_only:
                with transaction(self._database):
                    self._database.executemany("DELETE FROM files WHERE folder = ?", [(it,) for it in gone_folders])
                    self._database.executemany("DELETE FROM files WHERE folder = ? AND name = ?", gone)
                    self._database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", learnt)

    def _open(self) -> None:
        if self._read_only:
            if not self._path.exists():
                return
            uri = f"{self._path.absolute().as_uri()}?mode=ro"
            self._database = sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S)
            if not self._is_of_archive():
                self.close()
            return
        make_private(self._path)
        self._database = sqlite3.connect(self._path, timeout=_PATIENCE_S, isolation_level=None)
        if not self._is_of_archive():
            with transaction(self._database):
                for statement in _START:
                    self._database.execute(statement)
                self._database.execute("INSERT INTO archive VALUES (?)", (self._archive,))

    def _is_of_archive(self) -> bool:
        """Whether the file is one of these, and speaks of this archive."""
        database = self._database
        if database is None or number(database, "application_id") != _KIND:
            return False
        known = number(database, "user_version") == _VERSION
        return known and database.execute("SELECT path FROM archive").fetchall() == [(self._archive,)]

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Inside it a fault ends the use of the file; a damaged one is put out of the way, and an empty one opened."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            log.warning("%s can't be used (%s), so files are read that need not be", self._path, error)
            self.close()
            damaged = isinstance(error, sqlite3.Error) and sqlite_faults.is_damage(error)
            if damaged and not self._read_only:
                self._make_anew()

    def _make_anew(self) -> None:
        try:
            for ending in ("", "-journal"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
            self._open()
        except (sqlite3.Error, OSError) as error:
            log.warning("%s can't be made anew (%s)", self._path, error)
            self.close()


def sealed(record: bytes) -> bytes:
    """A record with its checksum behind it."""
    return record + zlib.crc32(record).to_bytes(_SEAL_BYTES, "little")


def is_sound(record: bytes) -> bool:
    """Whether the checksum of a sealed record fits."""
    return zlib.crc32(record) == _SEALED


def check(path: Path) -> tuple[int, tuple[str, ...]]:
    """How many files are known, and what is wrong with the file; raises `IndexDataError` where it can't be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_S)) as database:
            told = sqlite_faults.integrity(database)
            records = [record for (record,) in database.execute("SELECT CAST(record AS BLOB) FROM files")]
    except sqlite3.Error as error:
        if sqlite_faults.is_damage(error):
            raise IndexDataError(f"it is damaged ({error}); the next reindex makes it anew") from error
        raise UnreadableDataError(f"{path} can't be read ({error}); {sqlite_faults.cure(error)}") from error
    damaged = sum(not is_sound(record or b"") for record in records)
    noted = (f"damaged records: {damaged:,}; the next reindex reads their files",) if damaged else ()
    return len(records), (*told, *noted)
