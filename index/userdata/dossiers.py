"""The citations that people keep, by person and server: the one home of the SQL of `dossiers.sqlite`.

Only ids are kept. What they stand for is looked up each time, and judged by what the person may see then. Each entry
has a digest of its fields: one that no longer fits it is damaged, and shown to nobody.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, Literal

from index import digests
from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.userdata.connection import Connection
from index.userdata.schema import Schema, transaction
from index.userdata.upgrades import dossiers_0001, dossiers_0002

log = logging.getLogger(__name__)

MAX_CITATIONS: Final = 200
"""Citations one person keeps in one server."""
NO_SERVER: Final = 0
"""Stands for a server in direct messages."""

Kept = Literal["added", "there already", "full"]

SCHEMA: Final = Schema("a file of dossiers", 0x44744453, (dossiers_0001.upgrade, dossiers_0002.upgrade))  # "DtDS"
_ENTRIES: Final = "SELECT number, person, server, passage, digest FROM kept"
_WHOSE: Final = "person = ? AND server = ?"
PATIENCE_S: Final = 5.0
"""How long a write waits for another process's."""


class Dossiers:
    """Everybody's dossiers. Blocking, and safe to use from several threads. Faults are `IndexDataError`s."""

    def __init__(self, data: Path) -> None:
        self._path = data / DataFile.DOSSIERS
        self._lock = threading.Lock()

    def add(self, person: int, server: int, passage: str) -> Kept:
        with self._using() as database:
            if self._holds(database, person, server, passage):
                return "there already"
            if self._count(database, person, server) >= MAX_CITATIONS:
                return "full"
            fields = person, server, passage
            database.execute(
                "INSERT INTO kept (person, server, passage, digest) VALUES (?, ?, ?, ?)",
                (*fields, digests.of_record(fields)),
            )
            return "added"

    def passages(self, person: int, server: int) -> list[str]:
        """The ids kept, in the order in which they were added."""
        if not self._path.exists():
            return []
        with self._using() as database:
            found = database.execute(f"{_ENTRIES} WHERE {_WHOSE} ORDER BY number", (person, server)).fetchall()
            return [passage for (_, _, _, passage, _) in filter(_is_sound, found)]

    def remove(self, person: int, server: int, passage: str) -> bool:
        """Whether it was there."""
        with self._using() as database:
            done = database.execute(f"DELETE FROM kept WHERE {_WHOSE} AND passage = ?", (person, server, passage))  # noqa: S608 (constants)
            return done.rowcount > 0

    def clear(self, person: int, server: int) -> int:
        """How many there were."""
        with self._using() as database:
            return database.execute(f"DELETE FROM kept WHERE {_WHOSE}", (person, server)).rowcount  # noqa: S608 (constants)

    def forget(self, person: int) -> int:
        """Erases what is kept of a person in every server; returns how many citations that were."""
        if not self._path.exists():
            return 0
        with self._using() as database:
            return database.execute("DELETE FROM kept WHERE person = ?", (person,)).rowcount

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with the file and its entries; raises `IndexDataError` where it can't be read."""
        with self._using(read_only=True) as database:
            told = [line for (line,) in database.execute("PRAGMA integrity_check(20)") if line != "ok"]
            damaged = [entry for entry in database.execute(_ENTRIES) if not _is_sound(entry)]
        return (*told, *(f"entry {number} of the dossiers is damaged" for number, *_ in damaged))

    def count(self) -> int:
        """How many entries there are of all people."""
        with self._using(read_only=True) as database:
            return int(database.execute("SELECT count(*) FROM kept NOT INDEXED").fetchone()[0])

    @staticmethod
    def _holds(database: sqlite3.Connection, person: int, server: int, passage: str) -> bool:
        statement = f"SELECT 1 FROM kept WHERE {_WHOSE} AND passage = ?"  # noqa: S608 (constants)
        return database.execute(statement, (person, server, passage)).fetchone() is not None

    @staticmethod
    def _count(database: sqlite3.Connection, person: int, server: int) -> int:
        return int(database.execute(f"SELECT count(*) FROM kept WHERE {_WHOSE}", (person, server)).fetchone()[0])  # noqa: S608 (constants)

    @contextmanager
    def _using(self, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction; where the file can't be written, what only reads succeeds all the same."""
        try:
            with (
                self._lock,
                closing(Connection(self._path, self._prepare, patience=PATIENCE_S, read_only=read_only)) as opened,
                transaction(opened.database),
            ):
                if not opened.writable:
                    opened.database.execute("PRAGMA query_only = ON")
                yield opened.database
        except (sqlite3.Error, OSError, IndexDataError) as error:
            log.error("the dossiers in %s can't be used: %s", self._path, error)  # noqa: TRY400 (a traceback says no more)
            raise IndexDataError(
                "the dossiers can't be opened right now; the reason is in Dateline's log",
                chat="the dossiers can't be opened right now; ask whoever runs me, who finds the reason in my log",
            ) from error

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA secure_delete = ON")  # what is erased is not left in the file
        SCHEMA.prepare(database, self._path)
        _seal(database)


def _seal(database: sqlite3.Connection) -> None:
    """Gives a digest to the entries that have none: those that an earlier version made."""
    found = database.execute(f"{_ENTRIES} WHERE digest IS NULL").fetchall()
    if found:
        with transaction(database):
            sealed = [(digests.of_record(fields), number) for number, *fields, _ in found]
            database.executemany("UPDATE kept SET digest = ? WHERE number = ?", sealed)


def _is_sound(entry: Sequence[Any]) -> bool:
    """Whether an entry, in the columns of `_ENTRIES`, is what was kept."""
    _, *fields, digest = entry
    return digest is None or digests.of_record(fields) == digest
