"""Vectors already computed, by model and text, so that what was embedded once is never embedded again.

Each has a digest: a row that no longer fits it counts as missing, and is computed anew. Digests have a table of their
own, since earlier versions of Dateline write the other one.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from index import sqlite_faults
from index.errors import ClosedError, DamagedCacheError, IndexDataError, UnreadableDataError
from index.files import make_private, os_cure, os_reason
from index.models.vectors import Rows
from index.userdata.connection import open_read_only
from index.userdata.schema import number

KEYS_PER_STATEMENT = 500
"""SQLite's default bound on variables was 999 for long."""
KEY_BYTES = 32
"""The length of a key: SHA-256."""
DIGEST_BYTES = 8
SEALED_AT_ONCE = 10_000
UNIT_TOLERANCE = 5e-3
"""How far a half-precision row may be from unit length."""
DAMAGED_SUFFIX = ".damaged"
"""Ends the name of a cache that was set aside."""
_COLUMNS = "vectors.key, vector, digest"
_EARLIER, _PRUNED, _UNPRUNED = 0, 1, 2
"""The file's `user_version`: of an earlier version of Dateline; of this one, with no vector that no generation uses;
or perhaps with some, since a reindex has begun and has not ended."""
INCREMENTAL = 2
"""SQLite's number for an `auto_vacuum` that is done when it is asked for."""


def key(recipe: str, text: str) -> bytes:
    """What a vector is found by: `recipe` names the model and its revision, `text` is exactly what is embedded."""
    return hashlib.sha256(f"{recipe}\0{text}".encode("utf-8", "surrogatepass")).digest()


class EmbeddingCache:
    """Half-precision vectors in SQLite: the index keeps no more digits. One process writes at a time.

    Raises `DamagedCacheError` where the file can't be used at all, and `IndexDataError` where there is no room or
    no permission.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._closed = False
        self._held = ExitStack()
        with self._faults():
            self._database = self._opened(read_only)
        try:
            with self._faults():
                if not read_only:
                    self._prepare()
        except IndexDataError:
            self._database.close()
            raise

    def _opened(self, read_only: bool) -> sqlite3.Connection:
        if read_only:
            return open_read_only(self._path, self._held)
        make_private(self._path)
        return sqlite3.connect(self._path)

    def __len__(self) -> int:
        with self._faults():
            return int(self._database.execute("SELECT count(*) FROM vectors").fetchone()[0])

    def close(self) -> None:
        """Any later call raises `ClosedError`."""
        self._closed = True
        self._database.close()
        self._held.close()

    def missing(self, keys: Sequence[bytes]) -> set[bytes]:
        """Those of `keys` that have no vector yet, or a damaged one."""
        found: set[bytes] = set()
        with self._faults():
            for part in _parts(keys):
                found.update(self._sound(part))
        return set(keys) - found

    def count(self, keys: Iterable[bytes]) -> int:
        """How many of `keys` have a vector, sound or not."""
        with self._faults():
            asked = "SELECT count(*) FROM vectors WHERE key = ?"
            return sum(self._database.execute(asked, (name,)).fetchone()[0] for name in keys)

    def damaged(self) -> int:
        """How many of all vectors are damaged."""
        with self._faults():
            rows = self._database.execute(f"SELECT {_COLUMNS} FROM vectors LEFT JOIN digests USING (key)")  # noqa: S608 (constants)
            return sum(not _is_sound(*row) for row in rows)

    def faults(self) -> tuple[str, ...]:
        """What SQLite itself finds wrong with the file."""
        with self._faults():
            return sqlite_faults.integrity(self._database)

    def put(self, keys: Sequence[bytes], rows: Rows) -> None:
        """Keeps a vector a key, durably when this returns."""
        values = [(name, row.astype(np.float16).tobytes()) for name, row in zip(keys, rows, strict=True)]
        with self._faults():
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", values)
            self._seal(values)
            self._database.commit()

    def get(self, keys: Sequence[bytes]) -> Iterator[Rows]:
        """The vectors of `keys`, in order, in batches of up to `KEYS_PER_STATEMENT` rows; all must be there."""
        with self._faults():
            for part in _parts(keys):
                found = self._sound(part)
                joined = b"".join(found[name] for name in part)
                yield np.frombuffer(joined, dtype=np.float16).reshape(len(part), -1).astype(np.float32)

    def begin(self) -> bool:
        """Says that vectors may now come that none will use; returns whether there may be some already."""
        with self._faults():
            was = number(self._database, "user_version")
            self._set_version(_UNPRUNED)
            return was != _PRUNED

    def remove(self, keys: Iterable[bytes]) -> None:
        """Removes the vectors of `keys`, all that are not used, and gives their room back."""
        with self._faults():
            self._remove([(name,) for name in keys])

    def prune(self, used: Container[bytes]) -> int:
        """Removes the vectors whose keys are not among `used`, and gives their room back; returns how many."""
        with self._faults():
            unused = [(name,) for (name,) in self._database.execute("SELECT key FROM vectors") if name not in used]
            self._remove(unused)
        return len(unused)

    def _remove(self, unused: Sequence[tuple[bytes]]) -> None:
        for table in ("vectors", "digests"):
            self._database.executemany(f"DELETE FROM {table} WHERE key = ?", unused)  # noqa: S608 (constants)
        self._database.commit()
        if unused:
            self._shrink()
        self._set_version(_PRUNED)

    def _set_version(self, version: int) -> None:
        if number(self._database, "user_version") != version:
            self._database.execute(f"PRAGMA user_version = {version}")
            self._database.commit()

    def _prepare(self) -> None:
        self._database.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of a new file; see `_shrink`
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        for table, column in (("vectors", "vector"), ("digests", "digest")):
            self._database.execute(
                f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, {column} BLOB NOT NULL) WITHOUT ROWID"
            )
        if number(self._database, "user_version") == _EARLIER:
            self._seal_earlier()
            self._set_version(_UNPRUNED)

    def _seal_earlier(self) -> None:
        """Gives a digest to the vectors of an earlier version that are of unit length; the others stay without."""
        count = "SELECT (SELECT count(*) FROM vectors) - (SELECT count(*) FROM digests)"
        if not self._database.execute(count).fetchone()[0]:
            return
        without = "SELECT key, vector FROM vectors WHERE key NOT IN (SELECT key FROM digests)"
        rows = self._database.execute(without)
        while some := rows.fetchmany(SEALED_AT_ONCE):
            self._seal([row for row in some if _is_unit(row[1])])
        self._database.commit()

    def _seal(self, values: Sequence[tuple[bytes, bytes]]) -> None:
        sealed = [(name, _digest(name, vector)) for name, vector in values]
        self._database.executemany("INSERT OR REPLACE INTO digests VALUES (?, ?)", sealed)

    def _sound(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The vectors of those of `keys` that have a sound one."""
        marks = ", ".join("?" * len(keys))
        statement = f"SELECT {_COLUMNS} FROM vectors JOIN digests USING (key) WHERE key IN ({marks})"  # noqa: S608 (only question marks)
        rows = self._database.execute(statement, keys)
        return {name: vector for name, vector, digest in rows if _is_sound(name, vector, digest)}

    def scrub(self) -> None:
        """Writes the file anew, so that no byte of what was removed is left in its free pages or beside it."""
        with self._faults():
            self._database.execute("VACUUM")
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

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
        except OSError as error:
            raise UnreadableDataError(f"{self._path} can't be used ({os_reason(error)}); {os_cure(error)}") from error
        except (sqlite3.DatabaseError, KeyError, ValueError) as error:
            if isinstance(error, sqlite3.Error) and not sqlite_faults.is_damage(error):
                raise UnreadableDataError(
                    f"{self._path} can't be used ({error}); {sqlite_faults.cure(error)}, then run: dateline index"
                ) from error
            raise DamagedCacheError(f"{self._path} is damaged ({error}); run: dateline index") from error


def set_aside(path: Path) -> Path:
    """Moves a cache that can't be used out of the way, with what SQLite keeps beside it; returns where it is."""
    aside = path.with_name(path.name + DAMAGED_SUFFIX)
    for ending in ("", "-wal", "-shm", "-journal"):
        file = path.with_name(path.name + ending)
        if os.path.lexists(file):
            file.replace(aside.with_name(aside.name + ending))
    return aside


def _digest(name: bytes, vector: bytes) -> bytes:
    return hashlib.blake2b(name + vector, digest_size=DIGEST_BYTES).digest()


def _is_sound(name: bytes, vector: object, digest: object) -> bool:
    return isinstance(vector, bytes) and _digest(name, vector) == digest


def _is_unit(vector: bytes) -> bool:
    """Whether a stored vector is of unit length, as all are."""
    if len(vector) % 2:
        return False
    length = float(np.linalg.norm(np.frombuffer(vector, dtype=np.float16).astype(np.float32)))
    return abs(length - 1) <= UNIT_TOLERANCE  # also false for what is not a number


def _parts(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for begin in range(0, len(keys), KEYS_PER_STATEMENT):
        yield keys[begin : begin + KEYS_PER_STATEMENT]
