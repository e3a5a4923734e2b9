"""SHA-256 of files, computed anew only for a file that may be another one than before."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

MAX_FILES: Final = 100_000
"""Files whose digests are remembered, about 250 bytes each; of more, the longest unused are hashed again."""
SETTLED_NS: Final = 2_000_000_000
"""A file that was touched less than this ago is not remembered: file systems count time in steps of up to two seconds,
so that it can be written to once more without a sign of it."""


class Digests:
    """The digests of files hashed before, at most `most` of them. Safe to use from many threads.

    `clock` says the time in nanoseconds, as files have it.
    """

    def __init__(self, most: int = MAX_FILES, clock: Callable[[], int] = time.time_ns) -> None:
        self._most = most
        self._clock = clock
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, path: Path, facts: os.stat_result) -> str:
        """SHA-256 of the file at `path`, whose `facts` were just looked at, in hex; raises `OSError`."""
        return self._remembered(_key(path, _state(facts))) or self._hashed(path)

    def _remembered(self, key: bytes) -> str | None:
        with self._lock:
            digest = self._known.get(key)
            if digest is not None:
                self._known.move_to_end(key)
        return digest.hex() if digest is not None else None

    def _hashed(self, path: Path) -> str:
        """What the file holds now; remembered where it is certain that its state says so."""
        with path.open("rb") as file:
            facts, began = os.fstat(file.fileno()), self._clock()
            digest = hashlib.file_digest(file, "sha256")
            if _settled(facts, began) and _state(os.fstat(file.fileno())) == _state(facts):
                self._remember(_key(path, _state(facts)), digest.digest())
        return digest.hexdigest()

    def _remember(self, key: bytes, digest: bytes) -> None:
        with self._lock:
            self._known[key] = digest
            while len(self._known) > self._most:
                self._known.popitem(last=False)


def _state(facts: os.stat_result) -> tuple[int, ...]:
    """What tells a file from any other, and from itself before it was written to or replaced.

    A program can set the time of modification back, but not the time at which anything of the file changed.
    """
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns


def _settled(facts: os.stat_result, now_ns: int) -> bool:
    """Whether whatever is written to the file from now on shows in its state."""
    return now_ns - max(facts.st_mtime_ns, facts.st_ctime_ns) > SETTLED_NS


def _key(path: Path, state: tuple[int, ...]) -> bytes:
    """Path and state in 16 bytes."""
    return hashlib.blake2b(os.fsencode(path) + b"\0" + repr(state).encode("ascii"), digest_size=16).digest()
