"""Texts whose vectors are still to be computed, in a file without a name: a large archive has gigabytes of them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from index.embed.cache import KEY_BYTES

IN_MEMORY_BYTES: Final = 8_000_000
"""Up to so many, nothing is written."""
_CODED: Final = ("utf-8", "surrogatepass")


class Keys(Sequence[bytes]):
    """Keys of the cache of vectors, which take no more than their bytes."""

    def __init__(self) -> None:
        self.joined = bytearray()

    def __len__(self) -> int:
        return len(self.joined) // KEY_BYTES

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return bytes(self.joined[place * KEY_BYTES : (place + 1) * KEY_BYTES])

    def numbers(self, places: Sequence[int]) -> NDArray[np.uint64]:
        """Some keys as four numbers each, which are ordered as the keys are."""
        numbers = np.frombuffer(self.joined, dtype=">u8").reshape(-1, KEY_BYTES // 8)
        found: NDArray[np.uint64] = numbers[np.asarray(places, dtype=np.int64)].astype(np.uint64)
        return found


class Missing:
    """Texts by the order in which they were appended, and their `rows`. Its file is in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY_BYTES, dir=str(folder))  # noqa: SIM115 (see `close`)
        self._ends = array("q", [0])
        self._characters = array("q")
        self.rows = array("q")

    def close(self) -> None:
        self._file.close()

    def append(self, row: int, text: str) -> None:
        """Adds the text of a row; raises `OSError`."""
        coded = text.encode(*_CODED)
        self._file.write(coded)
        self._ends.append(self._ends[-1] + len(coded))
        self._characters.append(len(text))
        self.rows.append(row)

    def text(self, place: int) -> str:
        """The text at this place; no more may be appended then."""
        begin, end = self._ends[place : place + 2]
        self._file.seek(begin)
        return self._file.read(end - begin).decode(*_CODED)

    def order(self, keys: Keys) -> NDArray[np.int64]:
        """The places of all texts that differ: the longest first, so that the time left is never understated."""
        numbers = keys.numbers(self.rows)
        order = np.lexsort((*numbers.T[::-1], -np.asarray(self._characters, dtype=np.int64)))
        ordered = numbers[order]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = np.any(ordered[1:] != ordered[:-1], axis=1)
        found: NDArray[np.int64] = order[first]
        return found
