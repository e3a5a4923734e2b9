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

Clock = Callable[[], int]
"""The time in nanoseconds, as files have it."""

MAX_FILES: Final = 100_000
"""Files whose digests are remembered, about 250 bytes each; of more, the longest unused are hashed again."""
SETTLED_NS: Final = 2_000_000_000
"""A file that was touched less than this ago is not remembered: file systems count time in steps of up to two seconds,
so that it can be written to once more without a sign of it."""


class Digests:
    """The digests of files hashed before, at most `most` of them. Safe to use from many threads."""

    def __init__(self, most: int = MAX_FILES, clock: Clock = time.time_ns) -> None:
        self._most = most
        self._clock = clock
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, place: str | Path, facts: os.stat_result) -> str:
        """SHA-256 of the file at `place`, whose `facts` were just looked at, in hex; raises `OSError`."""
        return self._remembered(_key(place, facts)) or self._hashed(place)

    def _remembered(self, key: bytes) -> str | None:
        with self._lock:
            digest = self._known.get(key)
            if digest is not None:
                self._known.move_to_end(key)
        return digest.hex() if digest is not None else None

    def _hashed(self, place: str | Path) -> str:
        digest, facts = hashed(place, self._clock)
        if facts is not None:
            self._remember(_key(place, facts), digest)
        return digest.hex()

    def _remember(self, key: bytes, digest: bytes) -> None:
        with self._lock:
            self._known[key] = digest
            while len(self._known) > self._most:
                self._known.popitem(last=False)


def hashed(place: str | Path, clock: Clock) -> tuple[bytes, os.stat_result | None]:
    """SHA-256 of what a file holds now, and its facts if it is certain that they tell of any change from now on.

    Raises `OSError`.
    """
    with Path(place).open("rb") as file:
        facts, began = os.fstat(file.fileno()), clock()
        digest = hashlib.file_digest(file, "sha256").digest()
        sure = _settled(facts, began) and state_of(os.fstat(file.fileno())) == state_of(facts)
    return digest, facts if sure else None


def state_of(facts: os.stat_result) -> tuple[int, int, int, int]:
    """What tells a file from any other of its file system, and from itself before it was written to or replaced.

    A program can set the time of modification back, but not the time at which anything of the file changed.
    """
    return facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino


def _settled(facts: os.stat_result, now_ns: int) -> bool:
    """Whether whatever is written to the file from now on shows in its state."""
    return now_ns - max(facts.st_mtime_ns, facts.st_ctime_ns) > SETTLED_NS


def _key(place: str | Path, facts: os.stat_result) -> bytes:
    """Path and state in 16 bytes."""
    state = (facts.st_dev, *state_of(facts))
    return hashlib.blake2b(os.fsencode(place) + b"\0" + repr(state).encode("ascii"), digest_size=16).digest()
