"""The searches behind buttons, by a token that a button carries: the one home of the SQL of `searches.sqlite`.

A button's id is short, and a query may be long. Whoever searched can have theirs erased; what nobody has used for
long goes by itself, and so does what has been used least recently once there is too much.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from index import sqlite_faults
from index.errors import IndexDataError, UnreadableDataError
from index.models.data_files import DataFile
from index.shared.synced import is_there
from index.userdata.connection import using
from index.userdata.schema import Schema
from index.userdata.upgrades import searches_0001

log = logging.getLogger(__name__)

KEPT_DAYS: Final = 90
"""How long a search is kept after its last use."""
MAX_CHARACTERS_KEPT: Final = 16_000_000
"""Of all searches together."""
SCHEMA: Final = Schema("a file of searches", 0x44745372, (searches_0001.upgrade,))  # "DtSr"
_TOKEN_BYTES: Final = 12
_PATIENCE_S: Final = 1.0
"""How long a write waits for another process's: somebody waits for the page."""
_TOO_MUCH: Final = """
DELETE FROM searches WHERE number IN (
    SELECT number FROM (
        SELECT number, sum(length(search)) OVER (ORDER BY used DESC, number DESC) AS together FROM searches
    ) WHERE together > ?
)
"""


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


class Searches:
    """Everybody's searches. Blocking, and safe to use from several threads. Faults are `IndexDataError`s.

    A search is any text that stands for one. `today` is the day from which their age is counted.
    """

    def __init__(self, data: Path, today: Callable[[], dt.date] = _today) -> None:
        self._path = data / DataFile.SEARCHES
        self._today = today
        self._lock = threading.Lock()

    def keep(self, person: int, searches: Iterable[str]) -> list[str]:
        """The tokens of a person's searches, in order: each keeps the one that it had."""
        with self._using() as database:
            day = self._today().toordinal()
            tokens = [_keep(database, person, search, day) for search in searches]
            _drop_old(database, day)
            database.execute(_TOO_MUCH, (MAX_CHARACTERS_KEPT,))
            return tokens

    def find(self, token: str) -> tuple[int, str] | None:
        """Whose search a token stands for, and which; None for one that isn't kept, or not any more."""
        if not is_there(self._path):
            return None
        day = self._today().toordinal()
        with self._using(reading=True) as database:
            statement = "SELECT person, search, used FROM searches WHERE token = ? AND used >= ?"
            found = database.execute(statement, (token, day - KEPT_DAYS)).fetchone()
        if found is not None and found[2] < day:
            self._mark_used(token, day)
        return None if found is None else (int(found[0]), str(found[1]))

    def _mark_used(self, token: str, day: int) -> None:
        with self._using() as database:
            if _may_write(database):
                database.execute("UPDATE searches SET used = ? WHERE token = ? AND used < ?", (day, token, day))

    def expire(self) -> None:
        """Drops what is too old: `keep` does so too, but perhaps nobody searches any more."""
        if is_there(self._path):
            with self._using() as database:
                _drop_old(database, self._today().toordinal())

    def forget(self, person: int) -> int:
        """Erases a person's searches; returns how many there were."""
        if not is_there(self._path):
            return 0
        with self._using() as database:
            return database.execute("DELETE FROM searches WHERE person = ?", (person,)).rowcount

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with the file; raises `IndexDataError` where it can't be read."""
        with self._using(read_only=True) as database:
            return sqlite_faults.integrity(database)

    def count(self) -> int:
        """How many there are of all people."""
        with self._using(read_only=True) as database:
            return int(database.execute("SELECT count(*) FROM searches NOT INDEXED").fetchone()[0])

    @contextmanager
    def _using(self, *, read_only: bool = False, reading: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction; where the file can't be written, what only reads succeeds all the same.

        Whoever is only `reading` says so.
        """
        try:
            with (
                self._lock,
                using(
                    self._path, self._prepare, patience=_PATIENCE_S, read_only=read_only, reading=reading
                ) as database,
            ):
                yield database
        except UnreadableDataError:
            raise  # its line says it all
        except (sqlite3.Error, OSError, IndexDataError) as error:
            log.error("the searches in %s can't be used: %s", self._path, error)  # noqa: TRY400 (a traceback says no more)
            raise IndexDataError(
                "the searches behind buttons can't be opened right now; the reason is in Dateline's log",
                chat="the searches behind buttons can't be opened right now; please search again",
            ) from error

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA secure_delete = ON")  # what is erased is not left in the file
        SCHEMA.prepare(database, self._path)


def _keep(database: sqlite3.Connection, person: int, search: str, day: int) -> str:
    statement = """
        INSERT INTO searches (token, person, search, used) VALUES (?, ?, ?, ?)
        ON CONFLICT (person, search) DO UPDATE SET used = excluded.used RETURNING token
    """
    ((token,),) = database.execute(statement, (secrets.token_urlsafe(_TOKEN_BYTES), person, search, day)).fetchall()
    return str(token)


def _drop_old(database: sqlite3.Connection, day: int) -> None:
    database.execute("DELETE FROM searches WHERE used < ?", (day - KEPT_DAYS,))


def _may_write(database: sqlite3.Connection) -> bool:
    return not database.execute("PRAGMA query_only").fetchone()[0]
