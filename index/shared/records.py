"""Records that all hosts of a store know, by id: the first record kept under an id is the record.

Those whose ids begin with the same two characters are one object, `citations/ab`, which is put only in the place of the
one it was made of. A mirror has all in a SQLite file of its own, with the etags of the objects that it took in. What
bytes may not be entered any more is an object likewise, which every erasing puts anew: so that each host learns of it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from index.errors import IndexDataError, UnreadableDataError
from index.shared.address import store_of
from index.shared.objects import Found, Held, Objects
from index.shared.opening import open_objects
from index.transactions import transaction

Result = TypeVar("Result")

REFUSED: Final = "refused"
"""The object of the bytes that are not entered any more."""
_PREFIX: Final = "citations/"
_CHARACTERS: Final = 2
"""Of an id, by which it belongs to an object."""
_ATTEMPTS: Final = 50
_LONGEST_WAIT_S: Final = 0.1
_LOOKS_S: Final = 1.0
"""How long an erasure of another host may go unnoticed."""
_AT_ONCE: Final = 16


class Records:
    """The records of the store that a mirror's file belongs to; `columns` are those of its table `citations`.

    Blocking; the file is for one thread at a time. Raises what `Objects` raises, and `IndexDataError` for damage.
    """

    def __init__(self, objects: Objects, columns: str) -> None:
        self._objects = objects
        self._columns = columns
        self._looked = float("-inf")

    def take_all(self, database: sqlite3.Connection) -> None:
        """Takes in whatever other hosts have changed."""
        looked = time.monotonic()
        listed = {key.removeprefix(_PREFIX): etag for key, etag in self._objects.list(_PREFIX).items()}
        known = _known(database)
        if lost := known.keys() - listed.keys():
            raise UnreadableDataError(
                f"the store {self._objects.address} has lost its object {_PREFIX}{min(lost)}; bring it back from "
                "a backup"
            )
        self._take(database, [name for name, etag in listed.items() if known.get(name) != etag])
        self._looked = looked

    def take(self, database: sqlite3.Connection, ids: Iterable[str]) -> None:
        """Takes in what other hosts have changed of the records that these ids are among, and what is damaged here."""
        names = sorted({name[:_CHARACTERS] for name in ids})
        self._forget_damaged(database, names)
        self._take(database, names)

    def notice(self, database: sqlite3.Connection) -> None:
        """Takes in what other hosts erased; the store is asked once in `_LOOKS_S` at most."""
        if time.monotonic() - self._looked < _LOOKS_S:
            return
        known = _known(database).get(REFUSED)
        self._looked = time.monotonic()
        if not isinstance(self._asked(REFUSED, known), Held | None):
            self.take_all(database)

    def change(
        self, database: sqlite3.Connection, ids: Iterable[str], work: Callable[[], Result], *, refused: bool = False
    ) -> Result:
        """Does `work`, which changes records among these ids, durably for all hosts when this returns.

        It is done again where another host changed them first, and what was done before is taken back. With `refused`
        it changes what is refused, or erases.
        """
        names = sorted({name[:_CHARACTERS] for name in ids})
        self._forget_damaged(database, names)
        for attempt in range(_ATTEMPTS):
            self._take(database, [*names, REFUSED])
            database.execute("BEGIN IMMEDIATE")
            try:
                result = work()
                whole = self._put(database, names) and (not refused or self._put_refused(database))
            except BaseException:  # whatever interrupts it: what was put is taken in from the store
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise
            database.execute("COMMIT" if whole else "ROLLBACK")
            if whole:
                return result
            time.sleep(_LONGEST_WAIT_S * min(1, (attempt + 1) / 10) * secrets.randbelow(1000) / 1000)
        raise UnreadableDataError("other hosts change the same citations all the time; try again in a moment")

    def _forget_damaged(self, database: sqlite3.Connection, names: list[str]) -> None:
        """Has records taken in anew that are not what was taken in, before they would be put for all hosts."""
        known = dict(database.execute("SELECT name, sha256 FROM objects").fetchall())
        damaged = [(name,) for name in names if name in known and _sha256(self._lines(database, name)) != known[name]]
        database.executemany("DELETE FROM objects WHERE name = ?", damaged)

    def _take(self, database: sqlite3.Connection, names: list[str]) -> None:
        known = _known(database)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            asked = list(pool.map(lambda name: self._asked(name, known.get(name)), names))
        changed = {name: found for name, found in zip(names, asked, strict=True) if isinstance(found, Found)}
        if changed:
            with transaction(database):
                self._take_in(database, changed)

    def _asked(self, name: str, etag: str | None) -> Found | Held | None:
        key = _PREFIX + name
        return self._objects.get(key) if etag is None else self._objects.get_if_changed(key, etag)

    def _take_in(self, database: sqlite3.Connection, changed: Mapping[str, Found]) -> None:
        held_back = database.execute("SELECT sha256 FROM erased_bytes").fetchall()
        database.execute("DELETE FROM erased_bytes")  # which would keep out what is in the store, and is erased next
        for name, found in changed.items():
            lines = self._unpacked(name, found.content)
            rows = self._parsed(name, lines)
            if name == REFUSED:
                held_back = [(row[0],) for row in rows[1:]]
            else:
                database.execute("DELETE FROM citations WHERE id >= ? AND id < ?", _range(name))
                marks = ", ".join("?" * (self._columns.count(",") + 1))
                statement = f"INSERT INTO citations ({self._columns}) VALUES ({marks})"  # noqa: S608 (constants)
                database.executemany(statement, map(_row, rows))
            _note(database, name, found.etag, lines)
        database.executemany("INSERT INTO erased_bytes VALUES (?)", held_back)

    def _put(self, database: sqlite3.Connection, names: list[str]) -> bool:
        """Puts the records as they are now; False where another host was first with some of them."""
        known = _known(database)
        noted = dict(database.execute("SELECT name, sha256 FROM objects").fetchall())
        lines = {name: self._lines(database, name) for name in names}
        changed = {name: content for name, content in lines.items() if _sha256(content) != noted.get(name)}

        def put(name: str) -> str | None:
            return self._objects.replace(_PREFIX + name, zlib.compress(changed[name]), known.get(name))

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            etags = dict(zip(changed, pool.map(put, changed), strict=True))
        for name, etag in etags.items():
            if etag is not None:
                _note(database, name, etag, changed[name])
        return None not in etags.values()

    def _put_refused(self, database: sqlite3.Connection) -> bool:
        rows = database.execute("SELECT sha256 FROM erased_bytes ORDER BY sha256").fetchall()
        lines = _lines([[secrets.token_hex(8)], *rows])
        etag = self._objects.replace(_PREFIX + REFUSED, zlib.compress(lines), _known(database).get(REFUSED))
        if etag is not None:
            _note(database, REFUSED, etag, lines)
        return etag is not None

    def _lines(self, database: sqlite3.Connection, name: str) -> bytes:
        """The records of an object, as it holds them."""
        statement = f"SELECT {self._columns} FROM citations WHERE id >= ? AND id < ? ORDER BY id"  # noqa: S608 (constants)
        return _lines(database.execute(statement, _range(name)))

    def _unpacked(self, name: str, content: bytes) -> bytes:
        try:
            return zlib.decompress(content)
        except zlib.error as error:
            raise self._damaged(name) from error

    def _parsed(self, name: str, lines: bytes) -> list[list[Any]]:
        try:
            return [json.loads(line) for line in lines.splitlines()]
        except ValueError as error:
            raise self._damaged(name) from error

    def _damaged(self, name: str) -> IndexDataError:
        return IndexDataError(
            f"the object {_PREFIX}{name} of the store {self._objects.address} is damaged; restore it from a backup"
        )


def records_of(file: Path, columns: str) -> Records | None:
    """The records that the ledger at `file` is a copy of, if it lies in a mirror."""
    address = store_of(file.parent)
    return None if address is None else Records(open_objects(address), columns)


def prepare(database: sqlite3.Connection) -> None:
    """Has the file note which objects it took in, and keep nothing of what is erased."""
    database.execute("PRAGMA secure_delete = ON")
    database.execute("CREATE TABLE IF NOT EXISTS objects (name TEXT PRIMARY KEY, etag TEXT, sha256 BLOB)")


def _known(database: sqlite3.Connection) -> dict[str, str]:
    return dict(database.execute("SELECT name, etag FROM objects").fetchall())


def _note(database: sqlite3.Connection, name: str, etag: str, lines: bytes) -> None:
    database.execute("INSERT OR REPLACE INTO objects VALUES (?, ?, ?)", (name, etag, _sha256(lines)))


def _sha256(lines: bytes) -> bytes:
    return hashlib.sha256(lines).digest()


def _range(name: str) -> tuple[str, str]:
    """From which id, up to which, an object's ids are."""
    return name, name[:-1] + chr(ord(name[-1]) + 1)


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows as JSON lines; bytes, which only a digest is, as an object with their digits."""
    return "\n".join(map(_ENCODER.encode, rows)).encode()


def _digits(field: bytes) -> dict[str, str]:
    return {"hex": field.hex()}


_ENCODER: Final = json.JSONEncoder(default=_digits)


def _row(fields: Iterable[Any]) -> list[Any]:
    return [bytes.fromhex(field["hex"]) if isinstance(field, dict) else field for field in fields]
