"""A store that is a folder: its objects are files, each replaced by a rename under one lock.

For one machine, or a shared folder whose file system passes on locks (NFS 4 does).
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from index.errors import StoreRefusedError, StoreUnreachableError
from index.files import files_under, os_cure, os_reason, sync_folder
from index.shared.address import Address
from index.shared.objects import Found, Held

_LOCK: Final = ".lock"
_BESIDE: Final = ".new-"
"""How the names of files begin that are being written."""


class FolderObjects:
    """The objects in a folder; an etag is the moment of writing, which no two writings of a key share."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._folder = Path(address.path)
        self._lock = threading.Lock()

    def get(self, key: str) -> Found | None:
        with self._faults():
            return self._read(key)

    def get_if_changed(self, key: str, etag: str) -> Found | Held | None:
        with self._faults():
            return Held.SAME if self._etag(key) == etag else self._read(key)

    def put(self, key: str, content: bytes) -> str:
        with self._faults(), self._locked():
            return self._write(key, content)

    def put_if_absent(self, key: str, content: bytes) -> bool:
        return self.replace(key, content, None) is not None

    def replace(self, key: str, content: bytes, etag: str | None) -> str | None:
        with self._faults(), self._locked():
            found = self._read(key)
            if (found and found.etag) == etag:
                return self._write(key, content)
            return found.etag if found is not None and found.content == content else None

    def delete(self, key: str) -> None:
        with self._faults(), self._locked():
            (self._folder / key).unlink(missing_ok=True)

    def list(self, prefix: str) -> dict[str, str]:
        with self._faults():
            etags = ((key, self._etag(key)) for key in self._keys(prefix))
            return {key: etag for key, etag in etags if etag is not None}

    def names(self) -> set[str]:
        with self._faults():
            try:
                return {path.name for path in self._folder.iterdir() if not path.name.startswith(".")}
            except FileNotFoundError:
                return set()

    def size(self, prefix: str) -> int:
        with self._faults():
            return sum(self._bytes(key) for key in self._keys(prefix))

    def written(self, prefix: str) -> dict[str, dt.datetime]:
        with self._faults():
            etags = ((key, self._etag(key)) for key in self._keys(prefix))
            return {key: _moment(etag) for key, etag in etags if etag is not None}

    def _keys(self, prefix: str) -> Sequence[str]:
        names = (path for path in files_under(self._folder / prefix) if not path.name.startswith("."))
        return [path.relative_to(self._folder).as_posix() for path in names]

    def _read(self, key: str) -> Found | None:
        try:
            with (self._folder / key).open("rb") as file:
                return Found(file.read(), _etag(os.fstat(file.fileno())))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _etag(self, key: str) -> str | None:
        try:
            return _etag((self._folder / key).stat())
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _bytes(self, key: str) -> int:
        """0 for what is gone meanwhile."""
        try:
            return (self._folder / key).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return 0

    def _write(self, key: str, content: bytes) -> str:
        """Durably, by a rename; within the lock."""
        place = self._folder / key
        place.parent.mkdir(parents=True, exist_ok=True)
        new = place.with_name(f"{_BESIDE}{secrets.token_hex(8)}")
        try:
            with new.open("xb") as file:
                file.write(content)
                file.flush()
                now = time.time_ns()  # finer than what the file system notes by itself
                os.utime(file.fileno(), ns=(now, now))
                os.fsync(file.fileno())
                etag = _etag(os.fstat(file.fileno()))
            new.replace(place)
        finally:
            new.unlink(missing_ok=True)
        sync_folder(place.parent)
        return etag

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer of the whole folder, among the threads and processes of all hosts."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._lock, (self._folder / _LOCK).open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except PermissionError as error:
            raise StoreRefusedError(
                f"the store {self.address} refuses this user (permission denied); give access to its folder"
            ) from error
        except OSError as error:
            raise StoreUnreachableError(
                f"the store {self.address} can't be used ({os_reason(error)}); {os_cure(error)}"
            ) from error


def _moment(etag: str) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(etag.partition("-")[0], 16) / 1e9, dt.UTC)


def _etag(state: os.stat_result) -> str:
    return f"{state.st_mtime_ns:x}-{state.st_ino:x}-{state.st_size:x}"
