"""Vectors already computed, by model and text, so that what was embedded once is never embedded again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.errors import ClosedError, IndexDataError
from index.models.vectors import Rows

AT_ONCE = 500
"""Keys a statement; SQLite's default bound on variables was 999 for long."""


def key(recipe: str, text: str) -> bytes:
    """What a vector is found by: `recipe` names the model and its revision, `text` is exactly what is embedded."""
    return hashlib.sha256(f"{recipe}\0{text}".encode("utf-8", "surrogatepass")).digest()


class Cache:
    """Half-precision vectors in SQLite: the index keeps no more digits. One process writes at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._closed = False
        self._database = sqlite3.connect(path)
        with self._faults():
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
            )

    def close(self) -> None:
        """Any later call raises `ClosedError`."""
        self._closed = True
        self._database.close()

    def missing(self, keys: Sequence[bytes]) -> set[bytes]:
        """Those of `keys` that have no vector yet."""
        found: set[bytes] = set()
        with self._faults():
            for part in _parts(keys):
                marks = ", ".join("?" * len(part))
                statement = f"SELECT key FROM vectors WHERE key IN ({marks})"  # noqa: S608 (only question marks)
                found.update(row[0] for row in self._database.execute(statement, part))
        return set(keys) - found

    def put(self, keys: Sequence[bytes], rows: Rows) -> None:
        """Keeps a vector a key, durably when this returns."""
        values = [(one, row.astype(np.float16).tobytes()) for one, row in zip(keys, rows, strict=True)]
        with self._faults():
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", values)
            self._database.commit()

    def get(self, keys: Sequence[bytes]) -> Iterator[Rows]:
        """The vectors of `keys`, in order, in batches of up to `AT_ONCE` rows; all must be there."""
        with self._faults():
            for part in _parts(keys):
                marks = ", ".join("?" * len(part))
                statement = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 (likewise)
                found = dict(self._database.execute(statement, part))
                joined = b"".join(found[one] for one in part)
                yield np.frombuffer(joined, dtype=np.float16).reshape(len(part), -1).astype(np.float32)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        if self._closed:
            raise ClosedError(self._path.name)
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a fault of the program and not of the file
        except sqlite3.OperationalError as error:
            raise IndexDataError(
                f"{self._path} can't be used ({error}); make room or give access, then run: dateline index"
            ) from error
        except (sqlite3.DatabaseError, KeyError, ValueError) as error:
            raise IndexDataError(
                f"{self._path} is damaged ({error}); delete it and run: dateline index (everything is embedded again)"
            ) from error


def _parts(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for begin in range(0, len(keys), AT_ONCE):
        yield keys[begin : begin + AT_ONCE]
