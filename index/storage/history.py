"""When each document came into the index and when its file last changed: the one home of `history.sqlite`.

It lies in each generation, beside what is searched, and is carried on from the generation before.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from index.models.values import Value

HISTORY_FILE = "history.sqlite"

_SCHEMA = "CREATE TABLE history (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, first TEXT NOT NULL, since TEXT NOT NULL)"


class Indexed(Value):
    """When a document was first indexed, and since when its file has had these bytes, in UTC."""

    sha256: str
    first: dt.datetime
    since: dt.datetime


def carried_on(
    before: Mapping[str, Indexed], digests: Mapping[str, str], now: dt.datetime
) -> Iterator[tuple[str, Indexed]]:
    """The history of the documents with these SHA-256 digests, each with its path."""
    for path, sha256 in digests.items():
        known = before.get(path)
        since = known.since if known and known.sha256 == sha256 else now
        yield path, Indexed(sha256=sha256, first=known.first if known else now, since=since)


def united(known: Mapping[str, Indexed], earlier: Mapping[str, Indexed]) -> dict[str, Indexed]:
    """What two histories know together, of each document the earliest days; `known` says which bytes are the newest."""
    both = {**earlier, **known}
    for path in known.keys() & earlier.keys():
        one, other = known[path], earlier[path]
        since = min(one.since, other.since) if one.sha256 == other.sha256 else one.since
        both[path] = Indexed(sha256=one.sha256, first=min(one.first, other.first), since=since)
    return both


def carry(before: Path, folder: Path, gone: Iterable[str], digests: Mapping[str, str], now: dt.datetime) -> bool:
    """Writes the history of the generation in the folder `before` into `folder`, but for what is `gone`.

    `digests` are those of the documents that are new or changed. Returns whether there was a sound history before;
    raises `OSError`.
    """
    known = find(before, [*gone, *digests])
    if known is None:
        return False
    after = carried_on(known, digests, now)
    shutil.copyfile(before / HISTORY_FILE, folder / HISTORY_FILE)
    try:
        with closing(sqlite3.connect(folder / HISTORY_FILE)) as database:
            database.executemany("DELETE FROM history WHERE path = ?", [(path,) for path in {*gone, *digests}])
            _insert(database, after)
            database.commit()
    except sqlite3.OperationalError as error:
        raise OSError(f"{HISTORY_FILE}: {error}") from error
    except sqlite3.DatabaseError:
        (folder / HISTORY_FILE).unlink()
        return False
    return True


def write(folder: Path, history: Iterable[tuple[str, Indexed]]) -> None:
    """Writes the history, each document's with its path, into the new generation's `folder`; raises `OSError`."""
    try:
        with closing(sqlite3.connect(folder / HISTORY_FILE)) as database:
            database.execute(_SCHEMA)
            _insert(database, history)
            database.commit()
    except sqlite3.OperationalError as error:
        raise OSError(f"{HISTORY_FILE}: {error}") from error


def _insert(database: sqlite3.Connection, history: Iterable[tuple[str, Indexed]]) -> None:
    rows = ((path, indexed.sha256, indexed.first.isoformat(), indexed.since.isoformat()) for path, indexed in history)
    database.executemany("INSERT INTO history VALUES (?, ?, ?, ?)", rows)


def read(folder: Path, paths: Iterable[str] | None = None) -> dict[str, Indexed]:
    """The history in a generation's `folder`, of some documents or of all; empty where it is missing or damaged.

    Nothing that is searched or cited depends on it, so a lost history simply starts again.
    """
    return find(folder, paths) or {}


def find(folder: Path, paths: Iterable[str] | None = None) -> dict[str, Indexed] | None:
    """As `read`, but None where it is missing or damaged."""
    file = folder / HISTORY_FILE
    if not file.is_file():
        return None
    among = " WHERE path IN (SELECT value FROM json_each(?))"
    where, values = ("", ()) if paths is None else (among, (json.dumps(list(paths)),))
    try:
        with closing(sqlite3.connect(file.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)) as database:
            rows = database.execute(f"SELECT path, sha256, first, since FROM history{where}", values).fetchall()  # noqa: S608 (constants)
        return {name: Indexed(sha256=sha256, first=first, since=since) for name, sha256, first, since in rows}
    except (sqlite3.DatabaseError, ValueError):
        return None
