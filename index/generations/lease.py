"""Who uses the generation that serves: it is lent, and closed once it serves no more and nobody uses it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from index.errors import ClosedError
from index.generations.serving import SoundGeneration
from index.models.said import Said


@dataclass(slots=True, eq=False)
class _Lent:
    """One generation, how many leases of it have not ended, and whether it serves no more."""

    sound: SoundGeneration
    leases: int = 0
    retired: bool = False


class Served:
    """The generation that serves; another one may take its place at any moment. Safe to use from many threads."""

    def __init__(self, sound: SoundGeneration) -> None:
        self._lock = threading.Lock()
        self._current = _Lent(sound)
        self._closed = False

    @property
    def current(self) -> SoundGeneration:
        """What serves now, to be asked what it is; it may be closed at any moment."""
        return self._current.sound

    @contextmanager
    def lease(self) -> Iterator[SoundGeneration]:
        """What serves now, kept open until the block ends whatever serves meanwhile; raises `ClosedError`."""
        with self._lock:
            if self._closed:
                raise ClosedError("the archive")
            lent = self._current
            lent.leases += 1
        try:
            yield lent.sound
        finally:
            self._end(lent)

    def replace(self, sound: SoundGeneration) -> None:
        """Lets another generation serve from now on; after `close` it is closed at once."""
        with self._lock:
            lent, self._current = self._current, _Lent(sound)
            closed = self._closed
        self._retire(lent)
        if closed:
            self._retire(self._current)

    def warn(self, *warnings: Said) -> None:
        """What is said with every answer from the generation that serves, in later leases of it."""
        with self._lock:
            self._current.sound = replace(self._current.sound, warnings=warnings)

    def close(self) -> None:
        """Ends serving: the leases under way end first, none may follow."""
        with self._lock:
            self._closed = True
        self._retire(self._current)

    def _end(self, lent: _Lent) -> None:
        with self._lock:
            lent.leases -= 1
            unused = lent.retired and not lent.leases
        if unused:
            lent.sound.generation.close()

    def _retire(self, lent: _Lent) -> None:
        with self._lock:
            unused = not lent.retired and not lent.leases
            lent.retired = True
        if unused:
            lent.sound.generation.close()
