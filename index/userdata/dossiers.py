"""The citations that people keep, by person and server: the one home of the SQL of `dossiers.sqlite`.

Only ids are kept, and the notes that people write on them. What an id stands for is looked up each time, and judged by
what the person may see then. What is removed stays for a day, so that it can be brought back to its old place. Each
entry has a digest of its fields: one that no longer fits it is damaged, and shown to nobody.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from index import digests, sqlite_faults
from index.errors import IndexDataError, UnreadableDataError
from index.models.data_files import DataFile
from index.shared.synced import is_there
from index.transactions import transaction
from index.userdata.connection import using
from index.userdata.schema import Schema
from index.userdata.upgrades import dossiers_0001, dossiers_0002, dossiers_0003

log = logging.getLogger(__name__)

MAX_CITATIONS: Final = 200
"""Citations one person keeps in one server."""
MAX_NOTE: Final = 300
"""Characters of a note."""
NO_SERVER: Final = 0
"""Stands for a server in direct messages."""
REMOVED_S: Final = 24 * 60 * 60.0
"""How long what was removed can be brought back."""

Added = Literal["added", "there already", "full"]


@dataclass(frozen=True, slots=True)
class DossierEntry:
    """A citation that a person keeps, by its passage's id, with what they wrote on it."""

    passage: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed at once: how many entries, and the number by which they are brought back."""

    entries: int
    number: int


@dataclass(frozen=True, slots=True)
class Holding:
    """How much is kept of one person."""

    entries: int
    notes: int
    servers: int


SCHEMA: Final = Schema(
    "a file of dossiers",
    0x44744453,  # "DtDS"
    (dossiers_0001.upgrade, dossiers_0002.upgrade, dossiers_0003.upgrade),
)
_ENTRIES: Final = "SELECT number, person, server, passage, note, removed, digest FROM kept"
_WHOSE: Final = "person = ? AND server = ?"
_KEPT: Final = f"{_WHOSE} AND removed IS NULL"
PATIENCE_S: Final = 5.0
"""How long a write waits for another process's."""


class Dossiers:
    """Everybody's dossiers. Blocking, and safe to use from several threads. Faults are `IndexDataError`s.

    `clock` gives the seconds since 1970.
    """

    def __init__(self, data: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = data / DataFile.DOSSIERS
        self._lock = threading.Lock()
        self._clock = clock

    def add(self, person: int, server: int, passage: str) -> Added:
        """As the newest entry, even where it was one before that was removed."""
        with self._using() as database:
            if self._rows(database, f"{_KEPT} AND passage = ?", person, server, passage):
                return "there already"
            if self._count(database, person, server) >= MAX_CITATIONS:
                return "full"
            self._purge(database)
            database.execute(f"DELETE FROM kept WHERE {_WHOSE} AND passage = ?", (person, server, passage))  # noqa: S608 (constants)
            database.execute(
                "INSERT INTO kept (person, server, passage, digest) VALUES (?, ?, ?, ?)",
                (person, server, passage, _digest((person, server, passage, None, None))),
            )
            return "added"

    def entries(self, person: int, server: int) -> list[DossierEntry]:
        """What is kept, in the order in which it was added."""
        if not is_there(self._path):
            return []
        with self._using(reading=True) as database:
            found = self._rows(database, f"{_KEPT} ORDER BY number", person, server)
            return [DossierEntry(passage, note or "") for (_, _, _, passage, note, *_) in filter(_is_sound, found)]

    def passages(self, person: int, server: int) -> list[str]:
        """The ids of what is kept, in the order in which it was added."""
        return [entry.passage for entry in self.entries(person, server)]

    def write_note(self, person: int, server: int, passage: str, note: str) -> bool:
        """Puts a note in place of the one before, an empty one for none; returns whether the entry is there."""
        with self._using() as database:
            found = self._rows(database, f"{_KEPT} AND passage = ?", person, server, passage)
            return self._change(database, found, lambda _, removed: (note or None, removed)) > 0

    def remove(self, person: int, server: int, passage: str) -> Removal | None:
        """Takes an entry out, which can be brought back for a while; None where it is not there."""
        with self._using() as database:
            return self._removed(database, f"{_KEPT} AND passage = ?", person, server, passage)

    def clear(self, person: int, server: int) -> Removal | None:
        """Takes all entries out, which can be brought back for a while; None where there are none."""
        with self._using() as database:
            return self._removed(database, _KEPT, person, server)

    def restore(self, person: int, server: int, number: int) -> int | Literal["full"]:
        """Brings back what a removal took, to its old place with its notes; returns how many entries that were.

        "full" where the dossier has no room for all of them; then none is brought back.
        """
        with self._using() as database:
            self._purge(database)
            found = self._rows(database, f"{_WHOSE} AND removed = ?", person, server, number)
            if found and self._count(database, person, server) + len(found) > MAX_CITATIONS:
                return "full"
            return self._change(database, found, lambda note, _: (note, None))

    def purge(self) -> None:
        """Erases what was removed too long ago to be brought back."""
        if is_there(self._path):
            with self._using() as database:
                self._purge(database)

    def holding(self, person: int) -> Holding:
        """How much is kept of a person in all servers together."""
        if not is_there(self._path):
            return Holding(0, 0, 0)
        with self._using(reading=True) as database:
            counted = "SELECT count(*), count(note), count(DISTINCT server) FROM kept WHERE person = ?"
            return Holding(*database.execute(f"{counted} AND removed IS NULL", (person,)).fetchone())

    def forget(self, person: int) -> int:
        """Erases what is kept of a person in every server; returns how many entries that were.

        What was removed and could still be brought back is among them.
        """
        if not is_there(self._path):
            return 0
        with self._using() as database:
            return database.execute("DELETE FROM kept WHERE person = ?", (person,)).rowcount

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with the file and its entries; raises `IndexDataError` where it can't be read."""
        with self._using(read_only=True) as database:
            told = sqlite_faults.integrity(database)
            damaged = [entry for entry in database.execute(_ENTRIES) if not _is_sound(entry)]
        return (*told, *(f"entry {number} of the dossiers is damaged" for number, *_ in damaged))

    def count(self) -> int:
        """How many entries there are of all people."""
        with self._using(read_only=True) as database:
            return int(database.execute("SELECT count(*) FROM kept NOT INDEXED").fetchone()[0])

    @staticmethod
    def _rows(database: sqlite3.Connection, which: str, *values: Any) -> list[Sequence[Any]]:
        return database.execute(f"{_ENTRIES} WHERE {which}", values).fetchall()

    @staticmethod
    def _count(database: sqlite3.Connection, person: int, server: int) -> int:
        return int(database.execute(f"SELECT count(*) FROM kept WHERE {_KEPT}", (person, server)).fetchone()[0])  # noqa: S608 (constants)

    def _removed(self, database: sqlite3.Connection, which: str, *values: Any) -> Removal | None:
        self._purge(database)
        found = self._rows(database, which, *values)
        if not found:
            return None
        number = self._removal(database)
        removed = self._change(database, found, lambda note, _: (note, number))
        damaged = [row[:1] for row in found if not _is_sound(row)]  # which nobody was shown, so they go for good
        database.executemany("DELETE FROM kept WHERE number = ?", damaged)
        return Removal(removed, number)

    def _removal(self, database: sqlite3.Connection) -> int:
        """The moment, which is also the removal's number: no two are the same."""
        (latest,) = database.execute("SELECT max(removed) FROM kept").fetchone()
        return max(int(self._clock() * 1000), (latest or 0) + 1)

    @staticmethod
    def _change(
        database: sqlite3.Connection, rows: Sequence[Sequence[Any]], change: Callable[[Any, Any], tuple[Any, Any]]
    ) -> int:
        """Gives entries another note and moment of removal, with the digest that fits, but for damaged ones."""
        sound = [row for row in rows if _is_sound(row)]
        for number, *whose, note, removed, _ in sound:
            after = change(note, removed)
            values = (*after, _digest((*whose, *after)), number)
            database.execute("UPDATE kept SET note = ?, removed = ?, digest = ? WHERE number = ?", values)
        return len(sound)

    def _purge(self, database: sqlite3.Connection) -> None:
        over = int((self._clock() - REMOVED_S) * 1000)
        for row in filter(_is_sound, self._rows(database, "removed < ?", over)):
            database.execute("DELETE FROM kept WHERE number = ?", row[:1])

    @contextmanager
    def _using(self, *, read_only: bool = False, reading: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction; where the file can't be written, what only reads succeeds all the same.

        Whoever is only `reading` says so.
        """
        try:
            with (
                self._lock,
                using(self._path, self._prepare, patience=PATIENCE_S, read_only=read_only, reading=reading) as database,
            ):
                yield database
        except UnreadableDataError:
            raise  # its line says it all
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
            sealed = [(_digest(fields), number) for number, *fields, _ in found]
            database.executemany("UPDATE kept SET digest = ? WHERE number = ?", sealed)


def _is_sound(entry: Sequence[Any]) -> bool:
    """Whether an entry, in the columns of `_ENTRIES`, is what was kept."""
    _, *fields, digest = entry
    return digest is None or _digest(fields) == digest


def _digest(fields: Sequence[Any]) -> bytes:
    """Of person, server, passage, note and removal; what has neither of the last two keeps the digest it had before."""
    return digests.of_record(fields if any(field is not None for field in fields[3:]) else fields[:3])
