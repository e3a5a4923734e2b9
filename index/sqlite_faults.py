"""What SQLite's errors mean: no room, no access, a disk that fails, a file that stays locked, or a damaged file.

Only the last is damage. The others pass, so nothing may be marked, moved or thrown away because of them.
"""

from __future__ import annotations

import sqlite3
from typing import Final, Literal

Kind = Literal["room", "access", "disk", "locked", "damage"]

_KINDS: Final[dict[int, Kind]] = {
    sqlite3.SQLITE_FULL: "room",
    sqlite3.SQLITE_READONLY: "access",
    sqlite3.SQLITE_CANTOPEN: "access",
    sqlite3.SQLITE_PERM: "access",
    sqlite3.SQLITE_AUTH: "access",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_NOMEM: "room",
}
_CURES: Final[dict[Kind, str]] = {
    "room": "make room",
    "access": "give write access to it and its folder",
    "disk": "check the disk and make room",
    "locked": "try again when no other process writes to it",
    "damage": "it is damaged",
}
_PRIMARY: Final = 0xFF
"""The part of SQLite's extended error codes that tells the kind."""


def kind(error: sqlite3.Error) -> Kind:
    """What is wrong."""
    return _KINDS.get(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & _PRIMARY, "damage")


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file's bytes are at fault, and not its disk, its permissions or another process."""
    return kind(error) == "damage"


def is_fault_of_file(error: sqlite3.Error) -> bool:
    """Likewise of an error that may be the program's own, which has no code of SQLite's."""
    return not isinstance(error, sqlite3.ProgrammingError) and is_damage(error)


def cure(error: sqlite3.Error) -> str:
    """What to do about it, for the end of a line."""
    return _CURES[kind(error)]


def tolerant(data: bytes) -> str:
    """A `text_factory` that reads damaged text as well, so that its digest and not SQLite tells of it."""
    return data.decode("utf-8", "surrogateescape")


def is_no_text(error: sqlite3.Error) -> bool:
    """Whether what was read as text is none, which `tolerant` would read: SQLite's own reading is faster."""
    return str(error).startswith("Could not decode to UTF-8")


def integrity(database: sqlite3.Connection) -> tuple[str, ...]:
    """What SQLite finds wrong with the file, at most 20 lines; raises `sqlite3.Error` where it can't look."""
    return tuple(line for (line,) in database.execute("PRAGMA integrity_check(20)") if line != "ok")
