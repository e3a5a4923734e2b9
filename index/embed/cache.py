"""Vectors already computed, by model and text, so that what was embedded once is never embedded again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.errors import ClosedError, IndexDataError
from index.models.vectors import Rows

KEYS_PER_STATEMENT = 500
"""SQLite's default bound on variables was 999 for long."""
KEY_BYTES = 32
"""The length of a key: SHA-256."""
INCREMENTAL = 2
"""SQLite's number for an `auto_vacuum` that is done when it is asked for."""


def key(recipe: str, text: str) -> bytes:
    """What a vector is found by: `recipe` names the model and its revision, `text` is exactly what is embedded."""
    return hashlib.sha256(f"{recipe}\0{text}".encode("utf-8", "surrogatepass")).digest()


class EmbeddingCache:
    """Half-precision vectors in SQLite: the index keeps no more digits. One process writes at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._closed = False
        with self._faults():
            self._database = sqlite3.connect(path)
            self._database.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of a new file; see `_shrink`
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
        values = [(name, row.astype(np.float16).tobytes()) for name, row in zip(keys, rows, strict=True)]
        with self._faults():
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", values)
            self._database.commit()

    def get(self, keys: Sequence[bytes]) -> Iterator[Rows]:
        """The vectors of `keys`, in order, in batches of up to `KEYS_PER_STATEMENT` rows; all must be there."""
        with self._faults():
            for part in _parts(keys):
                marks = ", ".join("?" * len(part))
                statement = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 (likewise)
                found = dict(self._database.execute(statement, part))
                joined = b"".join(found[name] for name in part)
                yield np.frombuffer(joined, dtype=np.float16).reshape(len(part), -1).astype(np.float32)

    def prune(self, used: Container[bytes]) -> int:
        """Removes the vectors whose keys are not among `used`, and gives their room back; returns how many."""
        with self._faults():
            unused = [(name,) for (name,) in self._database.execute("SELECT key FROM vectors") if name not in used]
            self._database.executemany("DELETE FROM vectors WHERE key = ?", unused)
            self._database.commit()
            if unused:
                self._shrink()
        return len(unused)

    def _shrink(self) -> None:
        """Cuts the file's free pages off; a file of an earlier version is rewritten first, so that this works."""
        if self._database.execute("PRAGMA auto_vacuum").fetchone() == (INCREMENTAL,):
            self._database.executescript("PRAGMA incremental_vacuum")  # `execute` would free but one page
        else:
            self._database.execute("PRAGMA auto_vacuum = INCREMENTAL")
            self._database.execute("VACUUM")

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
    for begin in range(0, len(keys), KEYS_PER_STATEMENT):
        yield keys[begin : begin + KEYS_PER_STATEMENT]
