"""Who else builds: in the same data folder, or on another host of the store that it mirrors."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from index.errors import StoreUnreachableError
from index.generations import lock
from index.generations.mirror import mirror_at
from index.shared.lease import Sight


class OtherBuilder:
    """Whoever builds, as somebody sees who looks now and again; `clock` is in seconds."""

    def __init__(self, data: Path, clock: Callable[[], float] = time.monotonic) -> None:
        mirror = mirror_at(data)
        self._data = data
        self._sight = Sight(mirror.objects, clock=clock) if mirror else None
        self._seen: str | None = None

    def name(self) -> str | None:
        """Whose build it is, such as "by keeper on shelf (process 7)"; None where anybody may build.

        While the store can't be reached, what was seen last still holds; before anything was seen, that is raised.
        """
        try:
            self._seen = self._here() or (self._sight.holder() if self._sight else None)
        except StoreUnreachableError:
            if self._seen is None:
                raise
        return self._seen

    def _here(self) -> str | None:
        if not lock.held(self._data):
            return None
        return str(lock.builder(self._data) or "by another process")
