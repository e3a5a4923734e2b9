"""The citations that people keep, by person and server: the one home of the SQL of `dossiers.sqlite`.

Only ids are kept. What they stand for is looked up each time, and judged by what the person may see then.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, Literal

from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.userdata.schema import Schema, transaction
from index.userdata.upgrades import dossiers_0001

log = logging.getLogger(__name__)

MAX_CITATIONS: Final = 200
"""Citations one person keeps in one server."""
NO_SERVER: Final = 0
"""Stands for a server in direct messages."""

Kept = Literal["added", "there already", "full"]

SCHEMA: Final = Schema("a file of dossiers", 0x44744453, (dossiers_0001.upgrade,))  # "DtDS"
_WHOSE: Final = "person = ? AND server = ?"


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
            database.execute("INSERT INTO kept (person, server, passage) VALUES (?, ?, ?)", (person, server, passage))
            return "added"

    def passages(self, person: int, server: int) -> list[str]:
        """The ids kept, in the order in which they were added."""
        if not self._path.exists():
            return []
        with self._using() as database:
            found = database.execute(f"SELECT passage FROM kept WHERE {_WHOSE} ORDER BY number", (person, server))  # noqa: S608 (constants)
            return [passage for (passage,) in found]

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

    @staticmethod
    def _holds(database: sqlite3.Connection, person: int, server: int, passage: str) -> bool:
        statement = f"SELECT 1 FROM kept WHERE {_WHOSE} AND passage = ?"  # noqa: S608 (constants)
        return database.execute(statement, (person, server, passage)).fetchone() is not None

    @staticmethod
    def _count(database: sqlite3.Connection, person: int, server: int) -> int:
        return int(database.execute(f"SELECT count(*) FROM kept WHERE {_WHOSE}", (person, server)).fetchone()[0])  # noqa: S608 (constants)

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        try:
            with self._lock, closing(sqlite3.connect(self._path, isolation_level=None)) as database:
                database.execute("PRAGMA secure_delete = ON")  # what is erased is not left in the file
                SCHEMA.prepare(database, self._path)
                with transaction(database):
                    yield database
        except (sqlite3.Error, IndexDataError) as error:
            log.error("the dossiers in %s can't be used: %s", self._path, error)  # noqa: TRY400 (a traceback says no more)
            raise IndexDataError(
                "the dossiers can't be opened right now; the reason is in Dateline's log",
                chat="the dossiers can't be opened right now; ask whoever runs me, who finds the reason in my log",
            ) from error
