"""The file of watches, opened: `watches.sqlite`."""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from index.errors import IndexDataError, UnreadableDataError
from index.models.data_files import DataFile
from index.shared.synced import is_there
from index.userdata.connection import using
from index.userdata.schema import Schema
from index.userdata.upgrades import watches_0001

log = logging.getLogger(__name__)

SCHEMA: Final = Schema("a file of watches", 0x44745774, (watches_0001.upgrade,))  # "DtWt"
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Of tokens, which people copy: no two characters look alike, and none makes a token look like an option."""
_TOKEN_CHARACTERS: Final = 12
_PATIENCE_S: Final = 5.0
"""How long a write waits for another process's."""


class WatchFile:
    """The file in the folder `data`. Blocking, and safe to use from several threads. Faults are `IndexDataError`s."""

    def __init__(self, data: Path) -> None:
        self._path = data / DataFile.WATCHES
        self._lock = threading.Lock()

    @property
    def is_there(self) -> bool:
        """Whether anybody ever made a watch: reading alone makes no file."""
        return is_there(self._path)

    @contextmanager
    def using(
        self, *, read_only: bool = False, reading: bool = False, beside: Path | None = None
    ) -> Iterator[sqlite3.Connection]:
        """One transaction; where the file can't be written, what only reads succeeds all the same.

        Whoever is only `reading` says so. The file at `beside`, of today's version, is attached under that name.
        """
        try:
            with (
                self._lock,
                using(
                    self._path,
                    partial(self._prepare, beside),
                    patience=_PATIENCE_S,
                    read_only=read_only,
                    reading=reading,
                ) as database,
            ):
                yield database
        except UnreadableDataError:
            raise  # its line says it all
        except (sqlite3.Error, OSError, IndexDataError) as error:
            log.error("the watches in %s can't be used: %s", self._path, error)  # noqa: TRY400 (a traceback says no more)
            raise IndexDataError(
                "the watches can't be opened right now; the reason is in Dateline's log",
                chat="the watches can't be opened right now; ask whoever runs me, who finds the reason in my log",
            ) from error

    def _prepare(self, beside: Path | None, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA secure_delete = ON")  # what is erased is not left in the file
        SCHEMA.prepare(database, self._path)
        database.execute("PRAGMA foreign_keys = ON")  # with a watch all goes that is noted of it
        if beside is not None:
            database.execute("ATTACH ? AS beside", (str(beside),))


def new_token() -> str:
    """Names a watch or a post; nobody guesses it."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_TOKEN_CHARACTERS))


def drop_empty_posts(database: sqlite3.Connection) -> None:
    """Takes out the posts that have no match left."""
    database.execute("DELETE FROM posts WHERE number NOT IN (SELECT post FROM matches WHERE post IS NOT NULL)")
