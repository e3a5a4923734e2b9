"""The file `citations.sqlite`: opened, brought up to today's version, and what is wrong with it in our words."""

from __future__ import annotations

import fcntl
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from index import sqlite_faults
from index.cite.ledger_rows import COLUMNS, DIGEST, ID, sealed
from index.errors import ClosedError, IndexDataError, UnreadableDataError
from index.files import os_cure, os_reason
from index.models.data_files import DataFile
from index.shared import records
from index.shared.records import records_of
from index.transactions import transaction
from index.userdata.connection import Connection
from index.userdata.schema import Schema
from index.userdata.upgrades import citations_0001, citations_0002, citations_0003, citations_0004

log = logging.getLogger(__name__)

Result = TypeVar("Result")

SCHEMA: Final = Schema(
    "a ledger of citations",
    0x44744C43,  # "DtLC"
    (citations_0001.upgrade, citations_0002.upgrade, citations_0003.upgrade, citations_0004.upgrade),
)


class LedgerFile:
    """The ledger at `path`, made where there is none; one thread uses it at a time.

    Where it can't be written, because of permissions, a read-only or a full disk, it is read all the same, and
    `writing` raises. Every method raises `IndexDataError` where the file is damaged, foreign or stays locked.
    """

    def __init__(self, path: Path, *, patience: float, read_only: bool) -> None:
        self._path = path
        self._closed = False
        self._lock = threading.Lock()
        self.records = records_of(path, f"{COLUMNS}, digest")
        """Of all hosts of a store, where the file is in a mirror."""
        self._open = partial(Connection, path, self._prepare, patience=patience, read_only=read_only)
        with self._faults():
            self._connection = self._opened()
        self.writable = self._connection.writable

    def close(self) -> None:
        """Closes the file; `using` and `writing` then raise `ClosedError`."""
        with self._lock:
            self._closed = True
            self._connection.close()

    @contextmanager
    def using(self) -> Iterator[sqlite3.Connection]:
        """The file, for one thread."""
        with self._lock, self._faults():
            if self._closed:
                raise ClosedError("the ledger of citations")
            if self.records is not None and _identity(self._path) != self._identity:
                self._reopen()
            try:
                yield self._connection.database
            except sqlite3.DatabaseError as error:
                if not self._is_copy_damaged(error):
                    raise
                self._begin_anew()
                self._reopen()
                raise UnreadableDataError(
                    f"this host's copy of the citations, {self._path}, was damaged and is fetched anew; try again"
                ) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The file, to be written; raises `IndexDataError` where it is only read, since that would be lost."""
        if not self.writable:
            raise UnreadableDataError(
                f"the ledger of citations {self._path} can't be written; make room, or give write access to its folder"
            )
        with self.using() as database:
            yield database

    @contextmanager
    def reading_all(self) -> Iterator[sqlite3.Connection]:
        """The file, for one thread, with all that any host of its store entered."""
        with self.using() as database:
            if self.records is not None:
                self.records.take_all(database)
            yield database

    def change(
        self, database: sqlite3.Connection, ids: Iterable[str], work: Callable[[], Result], *, refused: bool = False
    ) -> Result:
        """What `work` returns, which changes records among `ids` (and, with `refused`, what is refused) in one
        transaction; on a store it may be done more than once, until no other host was first."""
        if self.records is not None and self.writable:
            return self.records.change(database, ids, work, refused=refused)
        with transaction(database):
            return work()

    def _opened(self) -> Connection:
        """The file, begun anew where it is a damaged copy of what a store has."""
        self._identity = _identity(self._path)
        try:
            connection = self._open()
        except sqlite3.DatabaseError as error:
            if not self._is_copy_damaged(error):
                raise
            self._begin_anew()
            connection = self._open()
        self._identity = _identity(self._path)
        return connection

    def _reopen(self) -> None:
        """Opens what was begun anew, here or by another process of this host."""
        self._connection.close()
        self._connection = self._opened()

    def _is_copy_damaged(self, error: sqlite3.DatabaseError) -> bool:
        return self.records is not None and sqlite_faults.is_fault_of_file(error)

    def _begin_anew(self) -> None:
        """Removes a mirror's copy, unless another process did: the records are taken in again as they are asked for."""
        with (self._path.parent / DataFile.STORE_LOCK).open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if _identity(self._path) != self._identity:
                return
            for end in ("-wal", "-shm", ""):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        log.warning("%s was damaged; the store has all citations, and they are fetched anew", self._path)

    def _prepare(self, database: sqlite3.Connection) -> None:
        """Brings the file up to today's version; refuses a file that is not ours or newer, before it is changed."""
        SCHEMA.check(database, self._path)
        if database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            database.execute("PRAGMA journal_mode = WAL")
        # A citation is promised permanently: its entry is on the disk before the answer is shown.
        database.execute("PRAGMA synchronous = FULL")
        SCHEMA.prepare(database, self._path)
        if self.records is not None:
            records.prepare(database)
        try:
            _seal(database)
        except sqlite3.DatabaseError as error:
            if not sqlite_faults.is_damage(error):
                raise
            log.warning("the ledger of citations %s is damaged: %s", self._path, error)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a fault of the program and not of the file
        except OSError as error:
            raise UnreadableDataError(
                f"the ledger of citations {self._path} can't be used ({os_reason(error)}); {os_cure(error)}"
            ) from error
        except (sqlite3.DatabaseError, ValueError) as error:
            detail = " ".join(str(error).split())[:120]
            if isinstance(error, sqlite3.DatabaseError) and not sqlite_faults.is_damage(error):
                raise UnreadableDataError(
                    f"the ledger of citations {self._path} can't be used ({detail}); {sqlite_faults.cure(error)}"
                ) from error
            raise IndexDataError(
                f"the ledger of citations {self._path} is damaged ({detail}); restore it from a backup, or move "
                "it away to start a new one, which knows no earlier citations"
            ) from error


def _identity(path: Path) -> int | None:
    """By which a file is known not to be another one."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def _seal(database: sqlite3.Connection) -> None:
    """Gives a digest to the records that have none: those that an earlier version entered or changed."""
    if database.execute("SELECT 1 FROM citations WHERE digest IS NULL").fetchone() is None:
        return
    with transaction(database):
        rows = database.execute(f"SELECT {COLUMNS} FROM citations WHERE digest IS NULL").fetchall()  # noqa: S608 (constants)
        given = [(row[DIGEST], row[ID]) for row in map(sealed, rows)]
        database.executemany("UPDATE citations SET digest = ? WHERE id = ?", given)
