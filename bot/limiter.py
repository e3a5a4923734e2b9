"""How often one person and one server may search."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from typing import Final

_MAX_KEYS: Final = 10_000
"""People and servers remembered; the longest unseen are forgotten first."""


class Limiter:
    """At most `most` in any `seconds`, for each key. Allows nothing to be saved up."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def wait(self, key: Hashable) -> int:
        """Whole seconds until the key may go on, 0 for now. Takes nothing."""
        times = self._current(key)
        return math.ceil(times[0] + self._seconds - self._clock()) if len(times) >= self._most else 0

    def take(self, key: Hashable) -> None:
        """Counts one for the key."""
        self._current(key).append(self._clock())

    def _current(self, key: Hashable) -> deque[float]:
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] + self._seconds <= self._clock():
            times.popleft()
        if len(self._times) > _MAX_KEYS:
            self._times.popitem(last=False)
        return times
