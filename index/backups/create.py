"""Making a backup, while a bot or a reindex goes on: each database as it is at one moment, what names others last."""

from __future__ import annotations

import datetime as dt
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from index import sqlite_faults
from index.backups.container import FORMAT, Writer
from index.cite.keep_texts import keep_all
from index.cite.ledger import Ledger
from index.errors import IndexDataError, UnreadableDataError
from index.files import PRIVATE_FILE, beside, check_place, files_under, os_reason, written_whole
from index.generations import restored_days
from index.generations.data_folder import DataFolder
from index.models.backups import BackedUp, Contents
from index.models.data_files import IRREPLACEABLE, DataFile
from index.program import installed_version
from index.settings import Settings
from index.shared.address import store_of
from index.shared.synced import bring_up_to_date
from index.storage.history import HISTORY_FILE
from index.userdata.audit_log import AuditLog
from index.userdata.connection import open_read_only

log = logging.getLogger(__name__)

_LAST: Final = (DataFile.CITATIONS, DataFile.ERASURES)
"""Dossiers name citations, so those are copied after them; an erasure that begins meanwhile is in the last file."""
_SQLITE: Final = ".sqlite"
_PATIENCE_S: Final = 10.0


def back_up(settings: Settings, file: Path, *, force: bool = False) -> BackedUp:
    """Writes everything that can't be made again to `file`; raises `IndexDataError`, and then nothing was written.

    A file that is there is replaced only with `force`.
    """
    check_place(file, settings.data, settings.archive, force=force, error=IndexDataError)
    scratch = beside(file, _SQLITE)
    try:
        with written_whole(file, PRIVATE_FILE) as stream:  # it holds what people said and did
            contents = _write(settings, stream, scratch)
        size = file.stat().st_size
    except OSError as error:
        raise IndexDataError(
            f"the backup can't be written to {file} ({os_reason(error)}); make room or give access; nothing was written"
        ) from error
    finally:
        for own in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                scratch.with_name(f"{scratch.name}{own}").unlink(missing_ok=True)
    return BackedUp(
        file=str(file), made=contents.made, generation=contents.generation, members=len(contents.members), bytes=size
    )


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that nobody else may read: it holds what people said and did."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
        yield stream


def _write(settings: Settings, stream: IO[bytes], scratch: Path) -> Contents:
    with Writer(stream) as writer:
        return _filled(settings, writer, scratch)


def _filled(settings: Settings, writer: Writer, scratch: Path) -> Contents:
    data = DataFolder(settings.data)
    made = dt.datetime.now(dt.UTC)
    generation = _serving(data)
    _keep_texts(data)
    empty = _bring_here(data.path)
    _add_history(data, generation, writer)
    for name in sorted(IRREPLACEABLE, key=lambda name: (name in _LAST, _LAST.index(name) if name in _LAST else name)):
        if name not in empty:
            _add(settings.trash if name == DataFile.TRASH else data.path / name, name, writer, scratch)
    if not writer.members:
        raise IndexDataError(f"there is nothing to back up in {data.name_given}; name the data folder with --data")
    contents = Contents(
        format=FORMAT, made=made, version=installed_version(), generation=generation, members=tuple(writer.members)
    )
    writer.finish(contents)
    return contents


def _keep_texts(data: DataFolder) -> None:
    """Keeps the texts of cited documents that are in the index alone, which is not backed up."""
    try:
        keep_all(data)
    except IndexDataError as error:
        log.warning("the texts of cited documents could not be kept for the backup: %s", error)


def _bring_here(data: Path) -> set[str]:
    """Has the files of a mirror hold what the store has that its hosts share; returns those of which it has nothing."""
    if store_of(data) is None:
        return set()
    bring_up_to_date(data)
    AuditLog(data).bring_here()
    with closing(Ledger(data / DataFile.CITATIONS)) as ledger:
        counts = {DataFile.CITATIONS: ledger.count(), DataFile.BOT_AUDIT: AuditLog(data).count()}
    return {name for name, count in counts.items() if not count}


def _add(path: Path, name: str, writer: Writer, scratch: Path) -> None:
    with _reading(path):
        if not os.path.lexists(path):
            return
        files = list(files_under(path))
    if path.is_dir():
        for file in files:
            _add_file(file, f"{name}/{file.relative_to(path).as_posix()}", writer)
    elif path.suffix == _SQLITE:
        _copy_database(path, scratch)
        _add_file(scratch, name, writer)
        scratch.unlink()
    else:
        _add_log(path, name, writer)


def _add_file(file: Path, name: str, writer: Writer) -> None:
    if file.is_symlink() or file.is_dir():
        return
    with suppress(FileNotFoundError):  # brought back from the trash just now, so that it is in the archive
        with _reading(file):
            source = file.open("rb")
        with source:
            writer.add(name, source)


def _add_log(file: Path, name: str, writer: Writer) -> None:
    """A file of lines to which another process may be writing: as far as its lines are whole."""
    with suppress(FileNotFoundError):
        with _reading(file):
            source = file.open("rb")
        with source:
            whole = source.read().rfind(b"\n") + 1
            source.seek(0)
            writer.add(name, source, whole)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Tells what can't be read of the data folder apart from a backup that can't be written."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableDataError(
            f"{error.filename or path} can't be read ({os_reason(error)}); give read access; nothing was written"
        ) from error


def _copy_database(path: Path, to: Path) -> None:
    """The database as it is at one moment, whoever writes to it, and sound."""
    try:
        with _private(to):
            pass
        with ExitStack() as held, closing(sqlite3.connect(to)) as copy:
            try:
                _open(path, held).backup(copy)
            except sqlite3.OperationalError as error:
                if sqlite_faults.kind(error) != "access":
                    raise
                held.enter_context(closing(open_read_only(path, held))).backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise IndexDataError(
            f"{path} can't be backed up ({error}); make room or give access, and try again; nothing was written"
        ) from error
    except sqlite3.DatabaseError as error:
        found = " ".join(str(error).split())[:120]
    if found != "ok":
        raise IndexDataError(
            f"{path} can't be backed up: it is damaged ({found}); nothing was written; restore an earlier backup of it"
        )


def _open(path: Path, held: ExitStack) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return held.enter_context(closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S)))


def _serving(data: DataFolder) -> int | None:
    try:
        return data.current()
    except IndexDataError:
        return None


def _add_history(data: DataFolder, generation: int | None, writer: Writer) -> None:
    """The days of first indexing: the serving generation's, or else what a restore has left for the next reindex."""
    if generation is not None:
        try:
            with data.reading(generation):
                _add_file(data.folder(generation) / HISTORY_FILE, DataFile.HISTORY, writer)
        except UnreadableDataError:
            raise
        except IndexDataError:  # it is gone
            log.warning("generation %d is gone, and its days of first indexing with it", generation)
    if not writer.members and restored_days.are_there(data.path):
        _add_file(data.path / DataFile.HISTORY, DataFile.HISTORY, writer)
