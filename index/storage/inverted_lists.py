"""The inverted lists of an index of vectors, put aside in parts while they fill, and then written as FAISS does.

All vectors of a million passages would take .8 GB of memory. FAISS itself keeps lists on disk only in a second file,
which an index names by its path.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ID_BYTES: Final = 8
_HEAD: Final = struct.Struct("<4sQQ4sQ")
"""What comes before the sizes of lists: a mark, how many there are, the bytes of a vector, a mark of whether all sizes
are told or only those of lists that hold anything, and how many numbers these are."""
_LISTS, _ALL, _SOME = b"ilar", b"full", b"sprs"


class ListParts:
    """What was in the inverted lists of an index, in a file without a name in `folder`; its methods raise `OSError`."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 (see `close`)
        self._sizes: list[NDArray[np.int64]] = []
        """For each part how many vectors each list has."""
        self._begins: list[NDArray[np.int64]] = []
        """For each part where each list begins: its vectors, and then their numbers."""
        self._vector_bytes = 0

    def close(self) -> None:
        self._file.close()

    @property
    def count(self) -> int:
        """How many parts there are."""
        return len(self._sizes)

    def take(self, lists: Any) -> None:
        """Moves here all that an index's `invlists` hold."""
        self._vector_bytes = int(lists.code_size)
        sizes = np.array([lists.list_size(number) for number in range(lists.nlist)], dtype=np.int64)
        taken = sizes * (self._vector_bytes + ID_BYTES)
        self._begins.append(self._file.tell() + np.cumsum(taken) - taken)
        self._sizes.append(sizes)
        for number in np.flatnonzero(sizes).tolist():
            size = int(sizes[number])
            self._file.write(ctypes.string_at(int(lists.get_codes(number)), size * self._vector_bytes))
            self._file.write(ctypes.string_at(int(lists.get_ids(number)), size * ID_BYTES))
        lists.reset()

    def write_into(self, path: Path) -> None:
        """Writes all lists into the file of the index, which was written when these were empty."""
        sizes = np.sum(self._sizes, axis=0)
        with path.open("r+b") as file:
            file.seek(-_HEAD.size, os.SEEK_END)
            file.truncate()
            file.write(_said(sizes, self._vector_bytes))
            for number in np.flatnonzero(sizes).tolist():
                file.writelines(self._held(number))

    def _held(self, number: int) -> Iterator[bytes]:
        """The vectors of a list from all parts, and then their numbers."""
        held = [
            (int(begins[number]), int(sizes[number])) for begins, sizes in zip(self._begins, self._sizes, strict=True)
        ]
        for begin, size in held:
            yield self._read(begin, size * self._vector_bytes)
        for begin, size in held:
            yield self._read(begin + size * self._vector_bytes, size * ID_BYTES)

    def _read(self, begin: int, size: int) -> bytes:
        self._file.seek(begin)
        return self._file.read(size)


def _said(sizes: NDArray[np.int64], vector_bytes: int) -> bytes:
    """What FAISS writes before the lists."""
    there = np.flatnonzero(sizes)
    is_dense = len(there) > len(sizes) // 2
    told = sizes if is_dense else np.stack([there, sizes[there]], axis=1).reshape(-1)
    head = _HEAD.pack(_LISTS, len(sizes), vector_bytes, _ALL if is_dense else _SOME, len(told))
    return head + told.astype("<u8").tobytes()


def read(path: Path, index: Any) -> Iterator[tuple[NDArray[np.int64], bytes]]:
    """What the file of an opened index has in each list that has any: the numbers of its vectors, and these.

    Mapped into memory, all of a large file would soon be there.
    """
    lists, size = index.invlists, int(index.code_size)
    with path.open("rb") as file:
        file.seek(-int(index.ntotal) * (size + ID_BYTES), os.SEEK_END)
        for count in map(lists.list_size, range(lists.nlist)):
            if count:
                vectors = file.read(count * size)
                yield np.frombuffer(file.read(count * ID_BYTES), dtype=np.int64), vectors
