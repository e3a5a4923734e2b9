"""Who watches what, up to which generation that was checked, and what was found: in `watches.sqlite`.

This module, `watch_posts` and `watch_rows` are the one home of its SQL. What a check found and the generation up to
which it looked are noted in one transaction, which changes nothing where another process was first.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from index import sqlite_faults
from index.errors import WatchError
from index.models.watches import COMMAND_LINE, Match, Rate, Version, Watch, WatchCheck
from index.userdata.watch_file import WatchFile, drop_empty_posts, new_token
from index.userdata.watch_rows import WATCHES, microseconds, ordinal, to_watch

MAX_RUNNING: Final = 25
"""Watches of one person that run in a server: as many as one list shows, and more than anybody reads the posts of."""
MAX_RUNNING_IN_GUILD: Final = 200
"""Watches that run in one server: holding a reindex against so many takes less than a second."""
MAX_KEPT: Final = 100
"""Watches of one person in all servers, paused ones too, so that nobody fills the disk."""
_SAME: Final = (
    "person = ? AND guild IS ? AND channel IS ? AND query = ? AND since IS ? AND until IS ?"  # whatever the rate
)


class Watches:
    """Everybody's watches. Blocking, and safe to use from several threads. Faults are `IndexDataError`s."""

    def __init__(self, data: Path) -> None:
        self._file = WatchFile(data)

    def add(
        self,
        person: int,
        query: str,
        *,
        checked: int,
        made: dt.datetime,
        guild: int | None = None,
        channel: int | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        rate: Rate = Rate.EACH,
    ) -> Watch:
        """Makes a watch on what is new after the generation `checked`; raises `WatchError` beyond the limits.

        Likewise where the person has one with the same query in the channel.
        """
        with self._file.using() as database:
            same = (person, guild, channel, query, ordinal(since), ordinal(until))
            if database.execute(f"SELECT 1 FROM watches WHERE {_SAME}", same).fetchone():  # noqa: S608 (constants)
                raise WatchError("there is a watch with this query already", shown=True)
            _refuse_more(database, person, guild)
            token = new_token()
            database.execute(
                "INSERT INTO watches (person, guild, channel, query, since, until, token, rate, made, checked) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*same, token, rate, microseconds(made), checked),
            )
            return _watches(database, "WHERE token = ?", token)[0]

    def find(self, token: str) -> Watch | None:
        """The watch that a token names."""
        return next(iter(self._selected("WHERE token = ?", token)), None)

    def of_person(self, person: int, guild: int | None = None) -> list[Watch]:
        """A person's watches in a server or, with None, in direct messages or on the command line; oldest first."""
        return self._selected("WHERE person = ? AND guild IS ? ORDER BY number", person, guild)

    def of_guild(self, guild: int) -> list[Watch]:
        """All watches of a server, paused ones too, oldest first."""
        return self._selected("WHERE guild = ? ORDER BY number", guild)

    def running(self) -> list[Watch]:
        """All watches that run, of everybody, oldest first."""
        return self._selected("WHERE paused IS NULL ORDER BY number")

    def pinned(self) -> set[int]:
        """The generations up to which watches that run were checked: what is new to them is told by these."""
        if not self._file.is_there:
            return set()
        with self._file.using(reading=True) as database:
            return {
                number for (number,) in database.execute("SELECT DISTINCT checked FROM watches WHERE paused IS NULL")
            }

    def remove(self, token: str, person: int | None = None) -> bool:
        """Removes a watch, if it is `person`'s, with all that is noted of it; whether there was one."""
        if not self._file.is_there:
            return False
        with self._file.using() as database:
            whose, values = ("", ()) if person is None else (" AND person = ?", (person,))
            return _delete(database, f"token = ?{whose}", token, *values) > 0

    def pause(self, token: str, why: str) -> bool:
        """Pauses a watch that runs; `why` is for whoever made it. What it found waits."""
        with self._file.using() as database:
            statement = "UPDATE watches SET paused = ? WHERE token = ? AND paused IS NULL"
            return database.execute(statement, (why, token)).rowcount > 0

    def resume(self, token: str, checked: int) -> bool:
        """Lets a paused watch run, on what is new after the generation `checked`; raises `WatchError` beyond limits."""
        with self._file.using() as database:
            found = _watches(database, "WHERE token = ? AND paused IS NOT NULL", token)
            if not found:
                return False
            _refuse_more_running(database, found[0].person, found[0].guild)
            database.execute("UPDATE watches SET paused = NULL, checked = ? WHERE token = ?", (checked, token))
            return True

    def forget(self, person: int) -> int:
        """Erases a person's watches, and all that is noted of them; returns how many there were."""
        if not self._file.is_there:
            return 0
        with self._file.using() as database:
            return _delete(database, "person = ?", person)

    def erase(self, digests: Iterable[str]) -> int:
        """Erases what is noted of documents that came from files with these SHA-256; returns of how many matches."""
        if not self._file.is_there:
            return 0
        with self._file.using() as database:
            found = database.execute(
                "DELETE FROM matches WHERE number IN ("
                "SELECT match FROM texts WHERE sha256 IN (SELECT value FROM json_each(?)))",
                (json.dumps(sorted(digests)),),
            ).rowcount
            drop_empty_posts(database)
            return found

    def versions(self, tokens: Iterable[str]) -> dict[str, list[Version]]:
        """Every text that watches know, by token, in no order: those that they found, and what became of them since."""
        if not self._file.is_there:
            return {}
        with self._file.using(reading=True) as database:
            rows = database.execute(
                "SELECT w.token, t.digest, t.sha256, t.sketch, t.document, m.digest FROM texts t "
                "JOIN matches m ON m.number = t.match JOIN watches w ON w.number = t.watch "
                "WHERE w.token IN (SELECT value FROM json_each(?))",
                (json.dumps(list(tokens)),),
            )
            found: dict[str, list[Version]] = {}
            for token, digest, sha256, sketch, document, of in rows:
                known = Version(digest=digest, sha256=sha256, sketch=sketch, document=document, of=of)
                found.setdefault(token, []).append(known)
            return found

    def vectors(self, tokens: Iterable[str], model: str) -> dict[str, bytes]:
        """The vectors that `model` made of the texts of watches' queries, by text."""
        if not self._file.is_there:
            return {}
        with self._file.using(reading=True) as database:
            rows = database.execute(
                "SELECT v.text, v.vector FROM vectors v JOIN watches w ON w.number = v.watch "
                "WHERE v.model = ? AND w.token IN (SELECT value FROM json_each(?))",
                (model, json.dumps(list(tokens))),
            )
            return dict(rows.fetchall())

    def keep_vectors(self, vectors: Mapping[str, tuple[str, bytes]], model: str) -> None:
        """Keeps for each watch, by its token, the text of its query and the vector that `model` made of that."""
        with self._file.using() as database:
            database.executemany(
                "INSERT OR REPLACE INTO vectors (watch, model, text, vector) "
                "SELECT number, ?, ?, ? FROM watches WHERE token = ?",
                [(model, text, vector, token) for token, (text, vector) in vectors.items()],
            )

    def note(self, checks: Sequence[WatchCheck]) -> set[str]:
        """Notes what checks found, and up to which generation they looked; returns the tokens of the watches.

        One is passed over where another process was first, or its watch was paused, resumed or removed meanwhile.
        """
        with self._file.using() as database:
            return {check.watch for check in checks if _noted(database, check)}

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with the file; raises `IndexDataError` where it can't be read."""
        with self._file.using(read_only=True) as database:
            return sqlite_faults.integrity(database)

    def count(self) -> int:
        """How many watches there are of all people."""
        with self._file.using(read_only=True) as database:
            return int(database.execute("SELECT count(*) FROM watches").fetchone()[0])

    def _selected(self, which: str, *values: Any) -> list[Watch]:
        if not self._file.is_there:
            return []
        with self._file.using(reading=True) as database:
            return _watches(database, which, *values)


def _watches(database: sqlite3.Connection, which: str, *values: Any) -> list[Watch]:
    return [to_watch(row) for row in database.execute(f"{WATCHES} {which}", values)]


def _delete(database: sqlite3.Connection, which: str, *values: Any) -> int:
    found = database.execute(f"DELETE FROM watches WHERE {which}", values).rowcount  # noqa: S608 (constants)
    drop_empty_posts(database)
    return found


def _refuse_more(database: sqlite3.Connection, person: int, guild: int | None) -> None:
    _refuse_more_running(database, person, guild)
    if person != COMMAND_LINE and _count(database, "person = ?", person) >= MAX_KEPT:
        raise WatchError(f"you have {MAX_KEPT} watches, paused ones too; remove one first", shown=True)


def _refuse_more_running(database: sqlite3.Connection, person: int, guild: int | None) -> None:
    if person == COMMAND_LINE:
        return
    if _count(database, "person = ? AND guild IS ? AND paused IS NULL", person, guild) >= MAX_RUNNING:
        raise WatchError(f"you have {MAX_RUNNING} watches running; pause or remove one first", shown=True)
    if guild is not None and _count(database, "guild = ? AND paused IS NULL", guild) >= MAX_RUNNING_IN_GUILD:
        raise WatchError(
            f"{MAX_RUNNING_IN_GUILD} watches run in this server; somebody has to pause or remove one first", shown=True
        )


def _count(database: sqlite3.Connection, which: str, *values: Any) -> int:
    return int(database.execute(f"SELECT count(*) FROM watches WHERE {which}", values).fetchone()[0])  # noqa: S608 (constants)


def _noted(database: sqlite3.Connection, check: WatchCheck) -> bool:
    first = database.execute(
        "UPDATE watches SET checked = ? WHERE token = ? AND checked = ? AND paused IS NULL RETURNING number",
        (check.after, check.watch, check.before),
    ).fetchall()
    for (watch,) in first:
        for match in check.matches:
            _note_match(database, watch, match)
        for version in check.versions:
            _note_version(database, watch, version)
    return bool(first)


def _note_match(database: sqlite3.Connection, watch: int, match: Match) -> None:
    days = match.since.toordinal(), match.change, microseconds(match.found)
    database.execute(
        "INSERT OR IGNORE INTO matches (watch, document, digest, sha256, since, change, found) "
        "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM texts WHERE watch = ?1 AND digest = ?3)",
        (watch, match.document, match.digest, match.sha256, *days),
    )


def _note_version(database: sqlite3.Connection, watch: int, version: Version) -> None:
    """Makes a text known as one of its match; passed over where that was taken back meanwhile."""
    database.execute(
        "INSERT OR IGNORE INTO texts (watch, digest, document, sha256, sketch, match) "
        "SELECT ?1, ?2, ?3, ?4, ?5, number FROM matches WHERE watch = ?1 AND digest = ?6",
        (watch, version.digest, version.document, version.sha256, version.sketch, version.of),
    )
