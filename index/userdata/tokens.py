"""Tokens by which programs are known, and what each may see: the one home of the SQL of `tokens.sqlite`.

A secret is shown once; only its SHA-256 is kept, which is enough since a secret is 32 random bytes that nobody can
guess. Each token has a digest of its fields: one that no longer fits it is damaged, and opens nothing. What was revoked
is remembered by the same SHA-256, so that no backup brings it back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import logging
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pydantic import AwareDatetime

from index import digests, sqlite_faults
from index.errors import IndexDataError, TokenError, UnreadableDataError
from index.member_settings import MemberSettings
from index.models.data_files import DataFile
from index.models.scope import Scope
from index.models.values import Value
from index.shared.synced import is_there
from index.userdata.connection import using
from index.userdata.schema import Schema
from index.userdata.upgrades import tokens_0001

log = logging.getLogger(__name__)

SCHEMA: Final = Schema("a file of tokens", 0x4474546B, (tokens_0001.upgrade,))  # "DtTk"
PREFIX: Final = "dl_"
"""Before each secret, so that scanners of leaked secrets know one."""
_SECRET_BYTES: Final = 32
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PATIENCE_S: Final = 5.0
"""How long a write waits for another process's."""
_COLUMNS: Final = "name, sha256, folders, made"


class Token(Value):
    """What a program is known by.

    `folders` are the only first-level folders that it sees, an empty name among which stands for documents in none;
    None stands for whatever every member may see.
    """

    name: str
    folders: tuple[str, ...] | None
    made: AwareDatetime

    def scope(self, members: MemberSettings) -> Scope:
        """What it may see."""
        return members.scope_of_roles(()) if self.folders is None else Scope(only=frozenset(self.folders))


class Tokens:
    """The tokens in the data folder. Blocking, and safe to use from several threads. Faults are `IndexDataError`s."""

    def __init__(self, data: Path) -> None:
        self._path = data / DataFile.TOKENS

    def add(self, name: str, folders: tuple[str, ...] | None, made: dt.datetime) -> str:
        """Makes a token, durably when this returns, and returns its secret.

        Raises `TokenError` for a name that is in use or not plain.
        """
        if not _NAME.fullmatch(name):
            raise TokenError(
                f"a token can't be named “{name[:64]}”; a name has up to 64 letters from a to z, digits, dots, dashes "
                "and underscores, and begins with a letter or a digit"
            )
        secret = f"{PREFIX}{secrets.token_urlsafe(_SECRET_BYTES)}"
        fields = (name, _sha256(secret), None if folders is None else json.dumps(folders), made.isoformat())
        with self._using() as database:
            if database.execute("SELECT 1 FROM tokens WHERE name = ?", (name,)).fetchone():
                raise TokenError(f"there is a token “{name}” already; choose another name, or revoke that one first")
            database.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?)", (*fields, digests.of_record(fields)))
        return secret

    def find(self, secret: str) -> Token | None:
        """The token with this secret, looked for in the same time whether there is one or not."""
        asked = _sha256(secret)
        found = [fields for fields in self._fields() if hmac.compare_digest(fields[1], asked)]
        return _token(found[0]) if found else None

    def all(self) -> tuple[Token, ...]:
        """Every token, by name."""
        return tuple(_token(fields) for fields in sorted(self._fields()))

    def revoke(self, name: str) -> bool:
        """Takes a token away for good, durably when this returns; returns whether there was one of this name."""
        if not is_there(self._path):
            return False
        with self._using() as database:
            database.execute("INSERT OR IGNORE INTO revoked SELECT sha256 FROM tokens WHERE name = ?", (name,))
            return database.execute("DELETE FROM tokens WHERE name = ?", (name,)).rowcount > 0

    def unite(self, other: Path) -> None:
        """Takes over what was revoked in another data folder."""
        if not (other / DataFile.TOKENS).exists():
            return
        with Tokens(other)._using(reading=True) as database:
            revoked = database.execute("SELECT sha256 FROM revoked").fetchall()
        with self._using() as database:
            database.executemany("INSERT OR IGNORE INTO revoked VALUES (?)", revoked)
            database.execute("DELETE FROM tokens WHERE sha256 IN (SELECT sha256 FROM revoked)")

    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong with the file and its tokens; raises `IndexDataError` where it can't be read."""
        with self._using(read_only=True) as database:
            told = sqlite_faults.integrity(database)
            names = [row[0] for row in _rows(database) if not _is_sound(row)]
        return (*told, *(f"the token “{name}” is damaged and opens nothing; revoke it" for name in names))

    def count(self) -> int:
        """How many there are."""
        with self._using(read_only=True) as database:
            return int(database.execute("SELECT count(*) FROM tokens NOT INDEXED").fetchone()[0])

    def _fields(self) -> list[tuple[Any, ...]]:
        """The columns of every sound token."""
        if not is_there(self._path):
            return []
        with self._using(reading=True) as database:
            return [row[:-1] for row in _rows(database) if _is_sound(row)]

    @contextmanager
    def _using(self, *, read_only: bool = False, reading: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction; where the file can't be written, what only reads succeeds all the same.

        Whoever is only `reading` says so.
        """
        try:
            with using(
                self._path, self._prepare, patience=_PATIENCE_S, read_only=read_only, reading=reading
            ) as database:
                yield database
        except UnreadableDataError:
            raise  # its line says it all
        except (sqlite3.Error, OSError, IndexDataError) as error:
            log.error("the tokens in %s can't be used: %s", self._path, error)  # noqa: TRY400 (a traceback says no more)
            raise IndexDataError("the tokens can't be opened right now; the reason is in Dateline's log") from error

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA synchronous = FULL")  # what was revoked stays so
        SCHEMA.prepare(database, self._path)


def _sha256(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _rows(database: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """Every token that was not revoked: its columns and their digest."""
    where = "WHERE sha256 NOT IN (SELECT sha256 FROM revoked) ORDER BY name"
    return database.execute(f"SELECT {_COLUMNS}, digest FROM tokens {where}").fetchall()  # noqa: S608 (constants)


def _is_sound(row: tuple[Any, ...]) -> bool:
    return bool(digests.of_record(row[:-1]) == row[-1])


def _token(fields: tuple[Any, ...]) -> Token:
    name, _, folders, made = fields
    return Token(
        name=name,
        folders=None if folders is None else tuple(json.loads(folders)),
        made=dt.datetime.fromisoformat(made),
    )
