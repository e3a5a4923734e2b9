"""A SQLite file of user data in a mirror, which is one object in the store: the newest is read, and none is lost.

What reads, reads the file as the store has it. What writes has a lock in the store, so that hosts seldom meet, works on
a copy of the newest file, and puts that in the place of the object it began with, if that is still the same: by this
alone no host ever writes over what another one wrote. Whatever fails before leaves file and object as they were.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import secrets
import shutil
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from index.errors import IndexDataError, UnreadableDataError
from index.files import checksum, make_private, make_private_folder, replace_file
from index.models.data_files import DataFile
from index.shared.address import Address, store_of
from index.shared.objects import Found, Held
from index.shared.opening import open_objects
from index.shared.store_lock import locked

log = logging.getLogger(__name__)

FILES: Final = frozenset(
    {
        DataFile.CITED_TEXTS,
        DataFile.DATES,
        DataFile.DOSSIERS,
        DataFile.ERASURES,
        DataFile.SEARCHES,
        DataFile.TOKENS,
        DataFile.WATCHES,
    }
)
"""What is kept so. The ledger of citations is kept in parts of its own."""
_FORM: Final = b"dateline 1 "
_NONCE_BYTES: Final = 16
"""At the head of an object, so that no two writes ever make the same: each host knows its own."""
_COUNTER: Final = slice(24, 28)
"""Where SQLite counts a file's transactions."""
_POLL_S: Final = 0.002


class Synced:
    """The file at `path` in the mirror of the store at `address`. Blocking; safe in many threads, processes and hosts.

    Raises `StoreUnreachableError` and `StoreRefusedError`; `IndexDataError` for what the store has that is no such
    file; and `OSError`.
    """

    def __init__(self, path: Path, address: Address) -> None:
        self._path = path
        self._address = address
        self._objects = open_objects(address)
        self._key = f"userdata/{path.name}"
        self._folder = path.parent / DataFile.SYNCED

    @contextmanager
    def newest(self) -> Iterator[None]:
        """Has the file as the store has it, for as long as the block lasts: long enough to open it."""
        with self._held("lock"):
            self._refresh()
            yield

    @contextmanager
    def change(self, patience: float) -> Iterator[Change]:
        """A copy of the newest file to write to, put into the store once the block has ended well.

        Raises `sqlite3.OperationalError` where others write for `patience` seconds.
        """
        with self._held("writing", patience), locked(self._objects, f"locks/{self._path.name}", patience):
            with self.newest():
                self._take_if_damaged()
                etag = self._known()
                change = Change(self._copied())
            try:
                yield change
                if change.is_made:
                    self._put(change.path, etag)
            finally:
                _clear(change.path)

    def put_whole(self, file: Path, patience: float) -> None:
        """Puts another file in the place of this one."""
        with self.change(patience) as change:
            shutil.copyfile(file, change.path)
            change.insist()

    def mend(self) -> bool:
        """Has the mirror's file anew where it is not what the store has; whether that was so."""
        with self._held("lock"):
            found = self._objects.get(self._key)
            if found is None or self._is_copy_of(found):
                return False
            self._take(found)
        self._warn()
        return True

    def _warn(self) -> None:
        log.warning("%s was damaged; the store %s has it whole, and it was fetched anew", self._path, self._address)

    def _is_copy_of(self, found: Found) -> bool:
        return self._path.exists() and self._path.read_bytes() == self._unpacked(found.content)

    def _put(self, file: Path, etag: str | None) -> None:
        content = file.read_bytes()
        put = self._objects.replace(self._key, pack(content), etag)
        if put is None:
            raise UnreadableDataError(f"another host changed {self._path.name} at the same moment; try again")
        with self._held("lock"):
            file.replace(self._path)
            self._note(put, content)

    def _refresh(self) -> None:
        etag = self._known()
        found = self._objects.get(self._key) if etag is None else self._objects.get_if_changed(self._key, etag)
        if isinstance(found, Found):
            self._take(found)
        elif found is not Held.SAME and etag is not None:
            raise UnreadableDataError(
                f"the store {self._objects.address} has lost its object {self._key!r}; bring it back or, if it was "
                f"deleted on purpose, move {self._path} away"
            )

    def _take(self, found: Found) -> None:
        """Puts the store's file in the place of the mirror's."""
        content = self._unpacked(found.content)
        new = self._new("taken")
        new.write_bytes(content)
        new.replace(self._path)
        self._note(found.etag, content)

    def _take_if_damaged(self) -> None:
        """Takes the file anew that is about to be written to, and so would go to all hosts, if it isn't what it was."""
        noted = self._noted()
        if noted is None or noted.get("sha256") == checksum(self._path):
            return
        found = self._objects.get(self._key)
        if found is not None and not self._is_copy_of(found):
            self._take(found)
            self._warn()

    def _unpacked(self, content: bytes) -> bytes:
        file = unpack(content)
        if file is None:
            raise IndexDataError(
                f"the object {self._key!r} of the store {self._objects.address} is damaged or was written by a newer "
                "version of Dateline; update Dateline, or restore a backup"
            )
        return file

    def _copied(self) -> Path:
        new = self._new("written")
        if self._path.exists():
            shutil.copyfile(self._path, new)
        return new

    def _new(self, name: str) -> Path:
        """An empty file in the place of any that was left, with what SQLite put beside it; within the lock on it."""
        new = self._folder / f"{self._path.name}.{name}"
        _clear(new)
        make_private(new)
        return new

    def _known(self) -> str | None:
        """The etag of what the mirror's file holds; None where it is not known as the store's."""
        noted = self._noted()
        return None if noted is None else str(noted["etag"])

    def _noted(self) -> dict[str, object] | None:
        """What was noted when the file was taken or put; None where it looks otherwise now."""
        try:
            noted = json.loads(self._sign.read_text("utf-8"))
            return noted if noted["etag"] and noted["state"] == _state(self._path) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _note(self, etag: str, content: bytes) -> None:
        sha256 = hashlib.sha256(content).hexdigest()
        replace_file(self._sign, json.dumps({"etag": etag, "sha256": sha256, "state": _state(self._path)}))

    @property
    def _sign(self) -> Path:
        return self._folder / f"{self._path.name}.json"

    @contextmanager
    def _held(self, name: str, patience: float = 60.0) -> Iterator[None]:
        """One thread of all processes of this machine."""
        make_private_folder(self._folder)
        end = time.monotonic() + patience
        with (self._folder / f"{self._path.name}.{name}").open("ab") as file:
            while True:
                with suppress(BlockingIOError):
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                if time.monotonic() > end:
                    raise sqlite3.OperationalError("database is locked")
                time.sleep(_POLL_S)
            yield


class Change:
    """A copy of a file of user data that is written to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._began: bytes | None = None
        self._insisted = False

    def begin(self) -> None:
        """Says that the file is opened and of today's version: what is written from now on is a change."""
        self._began = self._counter()

    def insist(self) -> None:
        """Says that it is a change, whatever was written."""
        self._insisted = True

    @property
    def is_made(self) -> bool:
        """Whether anything was written since it began."""
        return self._insisted or (self._began is not None and self._counter() != self._began)

    def _counter(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(_COUNTER.stop)[_COUNTER]


def pack(file: bytes) -> bytes:
    """The content of a file, as its object has it."""
    return _FORM + secrets.token_bytes(_NONCE_BYTES) + zlib.compress(file, 1)


def unpack(content: bytes) -> bytes | None:
    """The content of the file that an object is; None for one that is damaged or of another form."""
    if not content.startswith(_FORM):
        return None
    try:
        return zlib.decompress(content[len(_FORM) + _NONCE_BYTES :])
    except zlib.error:
        return None


def synced(path: Path) -> Synced | None:
    """The file, if it is one of user data in a mirror."""
    address = store_of(path.parent) if path.name in FILES else None
    return None if address is None else Synced(path, address)


def is_there(path: Path) -> bool:
    """Whether there is a file of user data at `path`, or in the store that its folder mirrors.

    Of a mirror's ledger it is always said, since that holds what all hosts have cited.
    """
    if path.name == DataFile.CITATIONS and store_of(path.parent) is not None:
        return True
    if not path.exists() and (kept := synced(path)) is not None:
        with kept.newest():
            return path.exists()
    return path.exists()


def bring_up_to_date(folder: Path) -> None:
    """Has every file of user data in a mirror as the store has it; an ordinary folder stays as it is."""
    for name in sorted(FILES):
        if (kept := synced(folder / name)) is not None:
            with kept.newest():
                pass


def mend(folder: Path) -> None:
    """Has every file of user data in a mirror anew that is not what the store has.

    What can't be had is left for whoever reads it to tell. An ordinary folder stays as it is.
    """
    for name in sorted(FILES):
        if (kept := synced(folder / name)) is not None:
            with suppress(IndexDataError):
                kept.mend()


def _clear(file: Path) -> None:
    """Takes away a file that is being written, and what SQLite put beside it."""
    for left in (file, file.with_name(file.name + "-journal")):
        left.unlink(missing_ok=True)


def _state(path: Path) -> list[int]:
    """By which a file is known to be the one that was noted."""
    state = path.stat()
    return [state.st_mtime_ns, state.st_ino, state.st_size]
