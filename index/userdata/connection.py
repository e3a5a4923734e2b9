"""A SQLite file of user data, opened for writing, or for reading only where it can't be written.

In the mirror of a store that hosts share it is opened as the store has it, and what was written goes there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from index import sqlite_faults
from index.errors import IndexDataError, UnreadableDataError
from index.files import make_private
from index.shared.synced import Synced, synced
from index.transactions import transaction

Prepare = Callable[[sqlite3.Connection], None]
"""Brings a new or earlier file up to today's version."""

MEMORY: Final = ":memory:"
"""SQLite's name for a file that is only in memory."""
_PASSING: Final = frozenset({"room", "access", "disk"})
"""What keeps a file from being written but perhaps not from being read."""


@contextmanager
def using(
    path: Path, prepare: Prepare, *, patience: float, read_only: bool = False, reading: bool = False
) -> Iterator[sqlite3.Connection]:
    """One transaction on the file at `path`; where it can't be written, what only reads succeeds all the same.

    `patience` is how many seconds a write waits for another process's. Raises what `Connection` and `prepare` raise.
    """
    with (
        _mended_after(path),
        closing(Connection(path, prepare, patience=patience, read_only=read_only, reading=reading)) as opened,
        transaction(opened.database),
    ):
        if not opened.writable:
            opened.database.execute("PRAGMA query_only = ON")
        yield opened.database


class Connection:
    """The file at `path`, prepared; `writable` says whether it can be written. Raises `sqlite3.Error`.

    A file that can't be written is opened as it is: of an earlier version it lacks what later ones added. One that is
    not there and can't be made is an empty one in memory. Whoever is only `reading` says so: in the mirror of a store
    that costs less, and the file is not writable then. Of a mirror it raises `StoreUnreachableError`, too; and what was
    written is in the store once `close` has returned, which raises where it couldn't be put there.
    """

    def __init__(
        self, path: Path, prepare: Prepare, *, patience: float, read_only: bool = False, reading: bool = False
    ) -> None:
        self._held = ExitStack()
        self.writable = not read_only
        kept = synced(path)
        try:
            if kept is None:
                self.database = self._opened(path, prepare, patience)
            elif reading or read_only:
                self.database = self._whole(kept, lambda: self._read(kept, path, prepare, patience))
            else:
                self.database = self._whole(kept, lambda: self._changed(kept, prepare, patience))
        except BaseException:  # whatever keeps it from being opened leaves no file held
            self._held.close()
            raise

    def close(self) -> None:
        self._held.close()

    def _whole(self, kept: Synced, opened: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
        """The file as `opened`, again where the mirror's was damaged."""
        try:
            return opened()
        except (sqlite3.DatabaseError, IndexDataError) as error:
            self._held.close()
            if not (_may_be_damage(error) and kept.mend()):
                raise
            return opened()

    def _read(self, kept: Synced, path: Path, prepare: Prepare, patience: float) -> sqlite3.Connection:
        """The file as the store has it now: where it is replaced meanwhile, this one stays open."""
        self.writable = False
        with kept.newest():
            return self._prepared(_connect(path if path.exists() else Path(MEMORY), patience), prepare)

    def _changed(self, kept: Synced, prepare: Prepare, patience: float) -> sqlite3.Connection:
        """A copy of the file as the store has it now; once it is closed, it goes there."""
        change = self._held.enter_context(kept.change(patience))
        database = self._prepared(_connect(change.path, patience), prepare)
        change.begin()
        return database

    def _opened(self, path: Path, prepare: Prepare, patience: float) -> sqlite3.Connection:
        if self.writable:
            try:
                if str(path) != MEMORY:
                    make_private(path)  # SQLite's own files would be as open as the umask lets them
                return self._prepared(_connect(path, patience), prepare)
            except (sqlite3.OperationalError, OSError) as error:
                self._held.close()
                if not _may_be_read(error):
                    raise
                self.writable = False
        if not os.path.lexists(path):
            return self._prepared(_connect(Path(MEMORY), patience), prepare)
        return self._unwritable(path, prepare, patience)

    def _prepared(self, database: sqlite3.Connection, prepare: Prepare) -> sqlite3.Connection:
        self._held.enter_context(closing(database))
        prepare(database)
        return database

    def _unwritable(self, path: Path, prepare: Prepare, patience: float) -> sqlite3.Connection:
        """The file as a copy in memory, brought up to date there."""
        whole = self._held.enter_context(closing(_connect(Path(MEMORY), patience)))
        with ExitStack() as reading:
            reading.enter_context(closing(open_read_only(path, reading))).backup(whole)
        prepare(whole)
        return whole


@contextmanager
def _mended_after(path: Path) -> Iterator[None]:
    """Has a mirror's file anew once damage was come upon in it, which is raised all the same: it may have been told."""
    try:
        yield
    except (sqlite3.DatabaseError, IndexDataError) as error:
        if _may_be_damage(error) and (kept := synced(path)) is not None:
            with suppress(IndexDataError):
                kept.mend()
        raise


def _may_be_damage(error: sqlite3.DatabaseError | IndexDataError) -> bool:
    if isinstance(error, sqlite3.DatabaseError):
        return sqlite_faults.is_fault_of_file(error)
    return not isinstance(error, UnreadableDataError)


def open_read_only(path: Path, held: ExitStack) -> sqlite3.Connection:
    """The file, with what its write-ahead log still holds, even where SQLite may write nothing beside it.

    `held` keeps a copy of both, where SQLite reads them only if it may write. Raises `sqlite3.Error`, `OSError`.
    """
    try:
        return _readable(f"{path.absolute().as_uri()}?mode=ro")
    except sqlite3.OperationalError:
        log = path.with_name(path.name + "-wal")
        if not (log.exists() and log.stat().st_size):
            return _readable(f"{path.absolute().as_uri()}?mode=ro&immutable=1")
        folder = held.enter_context(tempfile.TemporaryDirectory(prefix="dateline-"))
        copy = Path(shutil.copy(path, folder))
        shutil.copy(log, folder)
        return _readable(f"{copy.as_uri()}?mode=ro")


def _readable(uri: str) -> sqlite3.Connection:
    database = sqlite3.connect(uri, uri=True)
    try:
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        database.close()
        raise
    return database


def _may_be_read(error: sqlite3.OperationalError | OSError) -> bool:
    """Whether a file that can't be written for this reason may still be read."""
    if isinstance(error, sqlite3.OperationalError):
        return sqlite_faults.kind(error) in _PASSING
    return not isinstance(error, (FileNotFoundError, NotADirectoryError))


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    database = sqlite3.connect(
        path, timeout=patience, isolation_level=None, check_same_thread=False, cached_statements=32
    )
    database.text_factory = sqlite_faults.tolerant
    return database
