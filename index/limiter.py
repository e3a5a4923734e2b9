"""How often somebody, such as a person or a server, may do something."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Hashable
from typing import Final

from index.timed_cache import TimedCache

_MAX_KEYS: Final = 10_000
"""Keys remembered; the longest unseen are forgotten first."""


class Limiter:
    """At most `most` in any `seconds`, for each key. Allows nothing to be saved up.

    A key that nothing counts for any more is held until `expire` is called.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._times: TimedCache[Hashable, deque[float]] = TimedCache(_MAX_KEYS, seconds, clock)

    def wait(self, key: Hashable) -> int:
        """Whole seconds until the key may go on, 0 for now. Takes nothing."""
        times = self._current(key)
        return math.ceil(times[0] + self._seconds - self._clock()) if len(times) >= self._most else 0

    def take(self, key: Hashable) -> None:
        """Counts one for the key."""
        times = self._current(key)
        times.append(self._clock())
        self._times[key] = times  # put in again, it is held for as long as this one counts

    def expire(self) -> None:
        """Forgets the keys that nothing counts for any more."""
        self._times.expire()

    def _current(self, key: Hashable) -> deque[float]:
        """When the key took what still counts."""
        times = self._times.get(key, deque())
        while times and times[0] + self._seconds <= self._clock():
            times.popleft()
        return times
