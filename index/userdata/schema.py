"""The versions of files that can't be made again: whether a file is of a kind, and its way up to today's version."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexDataError
from index.transactions import transaction

Upgrade = Callable[[sqlite3.Connection], None]
"""Takes a file from one version to the next, within a transaction that it doesn't end."""


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of SQLite file. Its version stands in `user_version`: how many of its `upgrades` it has had."""

    what: str
    """What the file is, for people: "a ledger of citations"."""
    application_id: int
    """Marks a file as of this kind in SQLite's header."""
    upgrades: Sequence[Upgrade]

    @property
    def version(self) -> int:
        """Today's."""
        return len(self.upgrades)

    def prepare(self, database: sqlite3.Connection, path: Path) -> None:
        """Brings the file at `path` up to today's version; an empty one gets all.

        `database` is the open file, in autocommit mode. Safe where several processes do so at once. Raises
        `IndexDataError` for another program's file and for a newer one, which stay as they are; and `sqlite3.Error`.
        """
        if self._found(database, path) == self.version:
            _has_tables(database)  # SQLite keeps the columns it read before another process upgraded the file
            return
        with transaction(database):
            for upgrade in self.upgrades[self._found(database, path) :]:  # another process may have been first
                upgrade(database)
            database.execute(f"PRAGMA application_id = {self.application_id}")
            database.execute(f"PRAGMA user_version = {self.version}")

    def check(self, database: sqlite3.Connection, path: Path) -> None:
        """Raises `IndexDataError` for another program's file and for a newer one."""
        self._found(database, path)

    def _found(self, database: sqlite3.Connection, path: Path) -> int:
        """The file's version, if it is one of these."""
        filled = _has_tables(database)  # before its owner: whoever makes the file commits both at once
        owner, version = number(database, "application_id"), number(database, "user_version")
        if owner != self.application_id and (owner or filled):
            raise IndexDataError(f"{path} is not {self.what}; move it away or name another --data")
        if version > self.version:
            raise IndexDataError(f"{path} was written by a newer version of Dateline; update Dateline")
        return version


def number(database: sqlite3.Connection, pragma: str) -> int:
    """A number in SQLite's header, such as `user_version`."""
    return int(database.execute(f"PRAGMA {pragma}").fetchone()[0])


def _has_tables(database: sqlite3.Connection) -> bool:
    return bool(database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
