"""Vectors by their places in a table, held in memory once they are read: as many as there is room for.

Each place that is read from a table is a read of its own of the disk or the store, and ranking asks for hundreds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.models.vectors import Rows
from index.storage.lance.row_sets import Numbers

Halves: TypeAlias = "NDArray[np.float16]"
HELD_BYTES: Final = 2**28
"""Room for some 350,000 vectors of 384 numbers."""
_NOWHERE: Final = -1


class HeldVectors:
    """The vectors at `count` places; safe to use from many threads. Those read last are held.

    `read` gives those at ascending places, each once, in half precision.
    """

    def __init__(
        self, read: Callable[[Numbers], Halves], count: int, dimensions: int, most_bytes: int = HELD_BYTES
    ) -> None:
        self._read = read
        self._room = max(1, min(count, most_bytes // (2 * dimensions)))
        self._slots: NDArray[np.int32] = np.full(count, _NOWHERE, dtype=np.int32)
        """Where the vector of each place is held."""
        self._places: Numbers = np.full(self._room, _NOWHERE, dtype=np.int64)
        """Whose vector each slot has."""
        self._held: NDArray[Any] = np.empty((self._room, dimensions), dtype=np.float16)
        self._next = 0
        self._lock = Lock()

    @property
    def room_for_all(self) -> bool:
        """Whether all vectors may be held at once."""
        return self._room >= len(self._slots)

    def fill(self, batches: Iterator[Halves]) -> None:
        """Holds all vectors, given from the first place on."""
        first = 0
        for batch in batches:
            self._hold(np.arange(first, first + len(batch)), batch)
            first += len(batch)

    def at(self, places: Numbers) -> Rows:
        """The vectors at `places`, in their order."""
        found: Rows = np.empty((len(places), self._held.shape[1]), dtype=np.float32)
        with self._lock:
            slots = self._slots[places]
            known = slots != _NOWHERE
            found[known] = self._held[slots[known]]
        if not known.all():
            missing, order = np.unique(places[~known], return_inverse=True)
            vectors = self._read(missing)
            found[~known] = vectors[order]
            self._hold(missing, vectors)
        return found

    def _hold(self, places: Numbers, vectors: Halves) -> None:
        """Holds vectors in place of those that were read longest ago."""
        with self._lock:
            new = np.flatnonzero(self._slots[places] == _NOWHERE)[-self._room :]
            slots = (self._next + np.arange(len(new))) % self._room
            before = self._places[slots]
            self._slots[before[before != _NOWHERE]] = _NOWHERE
            self._places[slots], self._held[slots] = places[new], vectors[new]
            self._slots[places[new]] = slots
            self._next = int(self._next + len(new)) % self._room
