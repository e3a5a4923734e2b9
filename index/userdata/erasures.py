"""What was erased for good, recorded before anything is removed: the one home of the SQL of `erasures.sqlite`.

A killed erasure is finished from this record, and by it no bytes that were erased are read again. It holds paths,
digests, ids, dates and reasons, and never a word of a document. Each erasure has a digest of all that is recorded of it
but whether it is done: while one doesn't fit, nothing is read by the record.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from index import digests, sqlite_faults
from index.dates.calendar import long_day
from index.errors import IndexDataError, UnreadableDataError
from index.models.data_files import DataFile
from index.models.erasures import Erased, Erasure, FileOfArchive
from index.shared.synced import is_there
from index.transactions import transaction
from index.userdata.connection import Connection
from index.userdata.schema import Schema
from index.userdata.upgrades import erasures_0001

log = logging.getLogger(__name__)

SCHEMA: Final = Schema("a record of erasures", 0x44744552, (erasures_0001.upgrade,))  # "DtER"
_PATIENCE_S: Final = 10.0
_TABLES: Final = ("erasures", "files", "bytes", "citations")
_RECORDED: Final = (
    "SELECT key, path, part, at, why FROM erasures WHERE key = ?",
    "SELECT path, sha256 FROM files WHERE erasure = ? ORDER BY path, sha256",
    "SELECT sha256, allowed FROM bytes WHERE erasure = ? ORDER BY sha256",
    "SELECT id, path FROM citations WHERE erasure = ? ORDER BY id",
)
"""What is recorded of an erasure."""


class Erasures:
    """The record in the data folder. Blocking, and safe to use from several processes. Faults are `IndexDataError`s."""

    def __init__(self, data: Path) -> None:
        self._path = data / DataFile.ERASURES

    def begin(
        self, path: str, why: str, *, part: bool, files: Collection[FileOfArchive], digests: Collection[str]
    ) -> Erasure:
        """Records an erasure, durably when this returns; one of this path that is not done takes these in."""
        with self._using() as database:
            known = database.execute("SELECT key FROM erasures WHERE path = ? AND NOT done", (path,)).fetchone()
            key = known[0] if known else secrets.token_hex(8)
            at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            database.execute(
                "INSERT OR IGNORE INTO erasures (key, path, part, at, why, done) VALUES (?, ?, ?, ?, ?, 0)",
                (key, path, part, at, why),
            )
            rows = [(key, file.path, file.sha256) for file in files]
            database.executemany("INSERT OR IGNORE INTO files VALUES (?, ?, ?)", rows)
            database.executemany(
                "INSERT OR REPLACE INTO bytes (erasure, sha256) VALUES (?, ?)", [(key, name) for name in digests]
            )
            _seal(database, key)
            return _erasure(database, key)

    def add_citations(self, key: str, citations: Mapping[str, str]) -> None:
        """Adds the ids of citations, each with its path, to an erasure."""
        with self._using() as database:
            rows = [(name, path, key) for name, path in citations.items()]
            database.executemany("INSERT OR IGNORE INTO citations VALUES (?, ?, ?)", rows)
            _seal(database, key)

    def finish(self, key: str) -> None:
        """Notes that nothing of it is left."""
        with self._using() as database:
            database.execute("UPDATE erasures SET done = 1 WHERE key = ?", (key,))

    def every(self) -> list[Erasure]:
        """All erasures, the earliest first."""
        if not is_there(self._path):
            return []
        with self._using(reading=True) as database:
            keys = database.execute("SELECT key FROM erasures ORDER BY at, key").fetchall()
            return [_erasure(database, key) for (key,) in keys]

    def count(self) -> int:
        """How many there are, done or not."""
        if not is_there(self._path):
            return 0
        with self._using(reading=True) as database:
            return int(database.execute("SELECT count(*) FROM erasures").fetchone()[0])

    def pending(self) -> list[Erasure]:
        """Those that were begun and are not done."""
        return [erasure for erasure in self.every() if not erasure.done]

    def refused(self) -> dict[str, Erased]:
        """The SHA-256 of every file that is not to be read again, with when and why it was erased."""
        if not is_there(self._path):
            return {}
        statement = "SELECT sha256, at, why FROM bytes JOIN erasures ON key = erasure WHERE NOT allowed ORDER BY at"
        with self._using(reading=True) as database:
            return {name: Erased(at=_moment(at), why=why) for name, at, why in database.execute(statement)}

    def allow(self, digests: Iterable[str]) -> int:
        """Lets files with these bytes be read again; returns how many of the digests were refused."""
        with self._using() as database:
            statement = "UPDATE bytes SET allowed = 1 WHERE sha256 = ? AND NOT allowed"
            allowed = sum(database.execute(statement, (name,)).rowcount > 0 for name in set(digests))
            _seal(database, *_keys(database))
            return allowed

    def unite(self, other: Path) -> None:
        """Takes in every erasure of the record at `other`. All count as not done, since more may be there again."""
        with self._using(beside=other) as database:
            for table in _TABLES:
                database.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM beside.{table}")  # noqa: S608 (constants)
            database.execute("UPDATE erasures SET done = 0")
            _seal(database, *_keys(database))

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with the file and its records; raises `IndexDataError` where it can't be read."""
        with self._using(reading=True, checked=False) as database:
            told = sqlite_faults.integrity(database)
            return (*told, *(f"the record of erasure {key} is damaged" for key in _damaged(database)))

    def reopen(self) -> None:
        """Has every erasure carried out again, since what was erased may be there again."""
        if is_there(self._path):
            with self._using() as database:
                database.execute("UPDATE erasures SET done = 0")

    @contextmanager
    def _using(
        self, beside: Path | None = None, *, reading: bool = False, checked: bool = True
    ) -> Iterator[sqlite3.Connection]:
        """One transaction; the record at `beside` is attached under that name. Whoever is only `reading` says so."""
        try:
            with closing(Connection(self._path, self._prepare, patience=_PATIENCE_S, reading=reading)) as opened:
                database = opened.database
                if beside is not None:
                    database.execute("ATTACH ? AS beside", (str(beside),))
                with transaction(database):
                    if checked:
                        _refuse_damaged(database, self._path)
                    if not opened.writable:
                        database.execute("PRAGMA query_only = ON")
                    yield database
        except UnreadableDataError:
            raise  # its line says it all
        except (sqlite3.Error, OSError, IndexDataError, ValueError) as error:
            log.error("the record of erasures in %s can't be used: %s", self._path, error)  # noqa: TRY400 (a traceback says no more)
            raise IndexDataError(
                "the record of erasures can't be used, and without it what was erased might be read again; the reason "
                "is in Dateline's log"
            ) from error

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA synchronous = FULL")
        SCHEMA.prepare(database, self._path)


def erased_on(erased: Erased) -> str:
    """When and why, as part of a line: "erased for good on 5 October 2026 (the sender asked for it)"."""
    return f"erased for good on {long_day(erased.at.date())} ({erased.why})"


def _keys(database: sqlite3.Connection) -> list[str]:
    return [key for (key,) in database.execute("SELECT key FROM erasures ORDER BY key")]


def _digest(database: sqlite3.Connection, key: str) -> bytes:
    rows = [row for statement in _RECORDED for row in ((statement,), *database.execute(statement, (key,)))]
    return digests.of_record([field for row in rows for field in row])


def _seal(database: sqlite3.Connection, *keys: str) -> None:
    sealed = [(key, _digest(database, key)) for key in keys]
    database.executemany("INSERT OR REPLACE INTO digests VALUES (?, ?)", sealed)


def _damaged(database: sqlite3.Connection) -> list[str]:
    """The keys of erasures that are not what was recorded."""
    known = dict(database.execute("SELECT erasure, digest FROM digests").fetchall())
    keys = _keys(database)
    return sorted({key for key in keys if known.get(key) != _digest(database, key)} | (known.keys() - set(keys)))


def _refuse_damaged(database: sqlite3.Connection, path: Path) -> None:
    if damaged := _damaged(database):
        raise IndexDataError(f"{path} is damaged (the record of {', '.join(damaged)}); restore it from a backup")


def _erasure(database: sqlite3.Connection, key: str) -> Erasure:
    path, part, at, why, done = database.execute(
        "SELECT path, part, at, why, done FROM erasures WHERE key = ?", (key,)
    ).fetchone()
    files = database.execute("SELECT path, sha256 FROM files WHERE erasure = ? ORDER BY path", (key,))
    digests = database.execute("SELECT sha256 FROM bytes WHERE erasure = ? AND NOT allowed", (key,))
    cited = database.execute("SELECT id, path FROM citations WHERE erasure = ? ORDER BY id", (key,))
    return Erasure(
        key=key,
        path=path,
        part=bool(part),
        at=_moment(at),
        why=why,
        files=tuple(FileOfArchive(path=name, sha256=sha256) for name, sha256 in files),
        digests=frozenset(name for (name,) in digests),
        citations=dict(cited.fetchall()),
        done=bool(done),
    )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
