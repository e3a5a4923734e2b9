"""Large arrays in one file, which is mapped into memory and not read: only what is used of it costs anything."""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from index.files import replacing

_HEADER_BYTES: Final = 4096
_SEAL_BYTES: Final = 9
"""Of the header, the first: the checksum of all the others."""
_ALIGNED: Final = 64
"""Each array begins at a multiple of so many bytes."""


class Array(NamedTuple):
    """The bytes of an array, and of what kind its numbers are, in a letter as `struct` has them."""

    numbers: memoryview
    kind: str


class Mapped(NamedTuple):
    """What a file holds: names of what its arrays are about, and the arrays in their order."""

    names: tuple[str, ...]
    arrays: tuple[Array, ...]


def write(file: Path, source: str, names: Iterable[str], arrays: Sequence[memoryview]) -> None:
    """Puts arrays, which are made from `source`, in the place of what is in `file`; raises `OSError`."""
    places: list[tuple[str, int, int]] = []
    end = _HEADER_BYTES
    for array in arrays:
        places.append((array.format, end, array.nbytes))
        end += sum(map(len, _parts(array)))
    header = json.dumps({"source": source, "names": list(names), "places": places, "end": end}).encode()
    padded = memoryview(header.ljust(_HEADER_BYTES - _SEAL_BYTES))
    crc = 0
    for part in (padded, *chain.from_iterable(map(_parts, arrays))):
        crc = zlib.crc32(part, crc)
    with replacing(file) as new, new.open("wb") as stream:
        stream.write(_sealed(crc))
        stream.write(padded)
        stream.writelines(chain.from_iterable(map(_parts, arrays)))


def read(file: Path, source: str) -> Mapped | None:
    """What is in `file`; None where that is not there, not what was written, or made from another `source`."""
    try:
        whole = _sound(file)
    except OSError:
        return None
    if whole is None or (header := _header(whole))["source"] != source:
        return None
    arrays = (Array(whole[begin : begin + size], kind) for kind, begin, size in header["places"])
    return Mapped(tuple(header["names"]), tuple(arrays))


def is_sound(file: Path) -> bool:
    """Whether `file` is what was written, whatever it was made from; raises `OSError`."""
    return _sound(file) is not None


def _sound(file: Path) -> memoryview | None:
    """All of the file, if it is what was written; raises `OSError`."""
    with file.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size < _HEADER_BYTES:
            return None
        whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    fits = bytes(whole[:_SEAL_BYTES]) == _sealed(zlib.crc32(whole[_SEAL_BYTES:]))
    return whole if fits and _header(whole)["end"] == len(whole) else None


def _header(whole: memoryview) -> dict[str, Any]:
    header: dict[str, Any] = json.loads(bytes(whole[_SEAL_BYTES:_HEADER_BYTES]))
    return header


def _sealed(crc: int) -> bytes:
    return b"%08x\n" % crc


def _parts(array: memoryview) -> Iterator[memoryview]:
    """The bytes of an array, and what fills up to where the next one may begin."""
    yield array.cast("B")
    yield memoryview(bytes(-array.nbytes % _ALIGNED))
