"""Searches go first: whoever compares citations with many files stands aside while one runs."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

WORK_S: Final = 0.001
"""How long it is worked on before standing aside: a search may have to wait that long for Python's lock."""
ASIDE: Final = 4
"""Times as long as was worked, at most, is stood aside: where searches never end, a fifth of the time is left."""
MOST_S: Final = 0.2
"""At most so long at a time."""
DRAWN_S: Final = 0.005
"""So long after a search its answer is still being drawn, or the next one begins."""

Wait = Callable[[threading.Condition, float], object]


class RightOfWay:
    """Safe to use from many threads. `wait` waits until a search ends, or for so many seconds at most."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, wait: Wait = threading.Condition.wait) -> None:
        self._clock = clock
        self._wait = wait
        self._changed = threading.Condition()
        self._going = 0
        self._ended = -math.inf
        self._own = threading.local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A search, which others stand aside for until the block ends."""
        with self._changed:
            self._going += 1
        try:
            yield
        finally:
            with self._changed:
                self._going -= 1
                self._ended = self._clock()
                self._changed.notify_all()

    def give(self) -> None:
        """Stands aside if this thread has worked for long enough and a search runs; call it now and then."""
        since = getattr(self._own, "since", None)
        worked = 0.0 if since is None else self._clock() - since
        if worked >= WORK_S:
            self._stand_aside(min(ASIDE * worked, MOST_S))
        if since is None or worked >= WORK_S:
            self._own.since = self._clock()

    def _stand_aside(self, most: float) -> None:
        until = self._clock() + most
        with self._changed:
            while self._taken() and (left := until - self._clock()) > 0:
                self._wait(self._changed, min(left, DRAWN_S))

    def _taken(self) -> bool:
        return self._going > 0 or self._clock() - self._ended < DRAWN_S
