"""The dates that moderators set, by document: the one home of the SQL of `dates.sqlite`.

A date is never changed: another one is set after it, or it is undone, and then the one before it stands again. A
document is named by a key of its own, so that its dates follow it to another path. Each row has a digest of its fields:
while one doesn't fit, no date is read, since one that was undone might stand again.
"""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from index import digests, sqlite_faults
from index.errors import IndexDataError, UnreadableDataError
from index.models.data_files import DataFile
from index.models.documents import DateSpan
from index.models.set_dates import SetDate
from index.shared.synced import is_there
from index.userdata.connection import using
from index.userdata.schema import Schema
from index.userdata.upgrades import dates_0001

SCHEMA: Final = Schema("a file of dates that moderators set", 0x44744461, (dates_0001.upgrade,))  # "DtDa"
PATIENCE_S: Final = 10.0
"""How long a write waits for another process's."""
_MEND: Final = "restore it from a backup, or move it away and set the dates again"
_DOCUMENT: Final = ("key", "path", "sha256", "words", "part", "gone")
_DATE: Final = ("token", "document", "sha256", "date", "own", "why", "who", "at", "undone_at", "undone_by")
_TABLES: Final = (("documents", _DOCUMENT), ("dates", _DATE))
_STANDING: Final = """
    SELECT d.token, d.document, f.path, f.sha256, f.words, f.part, f.gone, d.sha256, d.date, d.own, d.why, d.who, d.at
    FROM dates d JOIN documents f ON f.key = d.document
    WHERE d.number = (SELECT max(number) FROM dates WHERE document = d.document AND undone_at IS NULL)
"""
"""The date that stands of each document that has one."""


class SetDates:
    """The dates in the data folder. Blocking, and safe to use from several processes. Faults are `IndexDataError`s."""

    def __init__(self, data: Path) -> None:
        self._path = data / DataFile.DATES

    def standing(self) -> list[SetDate]:
        """The date that stands of each document, the one that was set last first."""
        if not is_there(self._path):
            return []
        with self._using(reading=True) as database:
            return _read(database, "ORDER BY d.number DESC")

    def add(self, dates: Iterable[SetDate]) -> None:
        """Records dates, all or none of them, durably when this returns. Each says where its document lies now."""
        with self._using() as database:
            for date in dates:
                _put(database, "documents", _DOCUMENT, _document(date))
                _put(database, "dates", _DATE, (*_date(date), None, None))

    def undo(self, token: str, who: str) -> bool:
        """Takes the date of this token back; whether it stood until now."""
        with self._using() as database:
            if not _read(database, "AND d.token = ?", token):
                return False
            row = database.execute(f"SELECT {', '.join(_DATE[:-2])} FROM dates WHERE token = ?", (token,)).fetchone()  # noqa: S608 (constants)
            _put(database, "dates", _DATE, (*row, _now(), who))
            return True

    def named(self, token: str) -> tuple[str, bool] | None:
        """The path of the document that the date of this token is of, and whether it was undone; None for no date."""
        if not is_there(self._path):
            return None
        statement = "SELECT path, undone_at IS NOT NULL FROM dates JOIN documents ON key = document WHERE token = ?"
        with self._using(reading=True) as database:
            found = database.execute(statement, (token,)).fetchone()
            return None if found is None else (found[0], bool(found[1]))

    def undone(self, token: str) -> tuple[str, str, str] | None:
        """Path, date as it was written and reason of the date of this token, if it was taken back."""
        if not is_there(self._path):
            return None
        statement = (
            "SELECT path, date, why FROM dates JOIN documents ON key = document "
            "WHERE token = ? AND undone_at IS NOT NULL"
        )
        with self._using(reading=True) as database:
            found = database.execute(statement, (token,)).fetchone()
            return None if found is None else (found[0], DateSpan.model_validate_json(found[1]).as_written, found[2])

    def of_document(self, key: str) -> SetDate | None:
        """The date that stands of one document."""
        with self._using(reading=True) as database:
            return next(iter(_read(database, "AND d.document = ?", key)), None)

    def settle(self, moves: Iterable[tuple[SetDate, SetDate]]) -> None:
        """Notes where the documents of dates lie now, each as it was known and as it is now.

        What somebody has noted since it was known stays.
        """
        statement = f"SELECT {', '.join(_DOCUMENT)} FROM documents WHERE key = ?"  # noqa: S608 (constants)
        with self._using() as database:
            for known, now in moves:
                if database.execute(statement, (known.document,)).fetchone() == _document(known):
                    _put(database, "documents", _DOCUMENT, _document(now))

    def origins(self) -> set[tuple[str, str]]:
        """The path of each document that was ever dated, with each SHA-256 that its file is known to have had."""
        return {(path, sha256) for _, path, sha256 in self._known()}

    def forget(self, concerns: Callable[[str, str], bool]) -> None:
        """Erases what is recorded of the documents whose path and SHA-256 `concerns` says yes to."""
        keys = {key for key, path, sha256 in self._known() if concerns(path, sha256)}
        if keys:
            with self._using(checked=False) as database:
                database.executemany("DELETE FROM dates WHERE document = ?", [(key,) for key in keys])
                database.executemany("DELETE FROM documents WHERE key = ?", [(key,) for key in keys])

    def _known(self) -> set[tuple[str, str, str]]:
        """Key and path of each document, with each SHA-256 that its file is known to have had."""
        if not is_there(self._path):
            return set()
        statement = "SELECT key, path, f.sha256, d.sha256 FROM documents f JOIN dates d ON d.document = f.key"
        with self._using(reading=True, checked=False) as database:  # damaged or not: what is erased is to be found
            return {(key, path, sha256) for key, path, *both in database.execute(statement) for sha256 in both}

    def count(self) -> int:
        """How many dates were ever set."""
        with self._using(read_only=True) as database:
            return int(database.execute("SELECT count(*) FROM dates NOT INDEXED").fetchone()[0])

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with the file and its rows; raises `IndexDataError` where it can't be read."""
        with self._using(read_only=True, checked=False) as database:
            told = sqlite_faults.integrity(database)
            return (*told, *_damaged(database))

    @contextmanager
    def _using(
        self, *, read_only: bool = False, reading: bool = False, checked: bool = True
    ) -> Iterator[sqlite3.Connection]:
        """One transaction; where the file can't be written, what only reads succeeds all the same.

        Whoever is only `reading` says so.
        """
        try:
            with using(
                self._path, self._prepare, patience=PATIENCE_S, read_only=read_only, reading=reading
            ) as database:
                if checked:
                    _refuse_damaged(database)
                yield database
        except UnreadableDataError:
            raise  # its line says it all
        except (sqlite3.Error, OSError, IndexDataError, ValueError) as error:
            reason = f"{' '.join(str(error).split())}{_cure(error)}"
            raise IndexDataError(
                f"the dates set by moderators ({self._path}) can't be used: {reason}",
                chat="the set dates can't be used right now; ask whoever runs me, who finds the reason in my log",
            ) from error

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA secure_delete = ON")  # what is erased is not left in the file
        database.execute("PRAGMA synchronous = FULL")
        SCHEMA.prepare(database, self._path)


def new_name() -> str:
    """A name for a document or a date that nobody can guess."""
    return secrets.token_hex(8)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _put(database: sqlite3.Connection, table: str, columns: Sequence[str], fields: Sequence[Any]) -> None:
    """Inserts a row, or puts it in the place of the one with its first field, under its number."""
    names = ", ".join(columns)
    database.execute(
        f"INSERT INTO {table} ({names}, digest) VALUES ({', '.join('?' * (len(columns) + 1))}) "  # noqa: S608 (constants)
        f"ON CONFLICT ({columns[0]}) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in (*columns[1:], "digest")),
        (*fields, digests.of_record(fields)),
    )


def _damaged(database: sqlite3.Connection) -> list[str]:
    """What is not as it was recorded, a line each; a date without its document counts."""
    found = []
    for table, columns in _TABLES:
        rows = database.execute(f"SELECT {', '.join(columns)}, digest FROM {table}")  # noqa: S608 (constants)
        bad = (name for name, *fields, digest in rows if digests.of_record((name, *fields)) != digest)
        found += [f"the record {name} of its {table} is damaged" for name in bad]
    orphans = database.execute("SELECT token FROM dates WHERE document NOT IN (SELECT key FROM documents)")
    return [*found, *(f"the document of the date {token} is missing" for (token,) in orphans)]


def _refuse_damaged(database: sqlite3.Connection) -> None:
    if damaged := _damaged(database):
        raise IndexDataError(f"{damaged[0]}; {_MEND}")


def _cure(error: Exception) -> str:
    if not isinstance(error, sqlite3.Error):
        return ""
    return f"; {_MEND if sqlite_faults.is_damage(error) else sqlite_faults.cure(error)}"


def _read(database: sqlite3.Connection, which: str, *values: str) -> list[SetDate]:
    return [_set_date(row) for row in database.execute(f"{_STANDING} {which}", values)]


def _set_date(row: Sequence[Any]) -> SetDate:
    token, document, path, sha256, words, part, gone, dated_sha256, date, own, why, who, at = row
    return SetDate(
        token=token,
        document=document,
        path=path,
        sha256=sha256,
        words=words,
        part=bool(part),
        gone=bool(gone),
        dated_sha256=dated_sha256,
        date=DateSpan.model_validate_json(date),
        own=None if own is None else DateSpan.model_validate_json(own),
        why=why,
        who=who,
        at=dt.datetime.fromisoformat(at),
    )


def _document(date: SetDate) -> tuple[Any, ...]:
    return date.document, date.path, date.sha256, date.words, int(date.part), int(date.gone)


def _date(date: SetDate) -> tuple[Any, ...]:
    own = None if date.own is None else date.own.model_dump_json()
    at = date.at.isoformat(timespec="seconds")
    return date.token, date.document, date.dated_sha256, date.date.model_dump_json(), own, date.why, date.who, at
