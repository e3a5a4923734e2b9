"""A generation's SQLite file, opened for reading from many threads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index import sqlite_faults
from index.errors import ClosedError, IndexDataError, UnreadableDataError


class ReadOnlyDatabase:
    """A file that nobody writes any more; each thread has its own connection."""

    def __init__(self, path: Path, script: str = "") -> None:
        self._path = path
        self._script = script
        """What each connection begins with, such as views of its own."""
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        self.value("SELECT count(*) FROM sqlite_master")

    def close(self) -> None:
        """Closes every thread's connection; any later call raises `ClosedError`."""
        with self._lock:
            self._closed = True
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    def value(self, statement: str, *values: object) -> Any:
        """The first column of the first row; None where there is no row."""
        rows = self.select(statement, *values)
        return rows[0][0] if rows else None

    def select(self, statement: str, *values: object) -> list[Any]:
        """Every row; raises `IndexDataError` for a file that can't be read as it should."""
        try:
            return self._rows(statement, values)
        except sqlite3.ProgrammingError:
            raise  # a fault of the program, such as closing meanwhile, and not of the file
        except sqlite3.DatabaseError as error:
            if not sqlite_faults.is_damage(error):
                raise UnreadableDataError(
                    f"{self._path} can't be read ({error}); {sqlite_faults.cure(error)}"
                ) from error
            raise IndexDataError(f"{self._path} is damaged ({error}); run: dateline index") from error

    def _rows(self, statement: str, values: Sequence[object]) -> list[Any]:
        connection = self._connection()
        try:
            return connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if not sqlite_faults.is_no_text(error):
                raise
            connection.text_factory = sqlite_faults.tolerant
            return connection.execute(statement, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        if self._closed:
            raise ClosedError(self._path.name)
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = self._path.absolute().as_uri() + "?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            if self._script:
                connection.executescript(self._script)
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection
