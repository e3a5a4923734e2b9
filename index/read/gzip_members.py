"""The members of a gzip file, one after the other: each is unpacked by itself, so that damage costs one of them.

Pure but for its memory, which is limited for all members together.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.read.protocol import UnreadableError

MAGIC: Final = b"\x1f\x8b\x08"
MAX_INFLATION: Final = 8
"""Unpacked size of all that a file holds, as a multiple of the largest file allowed."""
TOO_LARGE: Final = "it unpacks to much more than the setting max_file_mib allows; split it"
MAX_DAMAGED: Final = 1000
"""Members; what comes after so many is not looked at."""
_WITH_HEADER: Final = 16 + zlib.MAX_WBITS
_FIRST: Final = 2 * 1024
_MOST: Final = 64 * 1024
"""Packed bytes that are looked at at a time: few at first, since a member may be small."""
_UNPACKED: Final = 1024 * 1024


class Member(NamedTuple):
    """What a member unpacks to; `whole` is false where it is cut off or damaged."""

    data: bytes
    whole: bool


class Room:
    """How many bytes may still be unpacked."""

    def __init__(self, size: int) -> None:
        self._left = size

    def take(self, size: int) -> None:
        """Raises `UnreadableError` once there is more than fits."""
        self._left -= size
        if self._left < 0:
            raise UnreadableError(TOO_LARGE)


def members(data: bytes, room: Room) -> Iterator[Member]:
    """The members of a file; what lies between them and is none is passed over."""
    at = damaged = 0
    while damaged <= MAX_DAMAGED and (begin := data.find(MAGIC, at)) >= 0:
        member, end = _unpacked(data, begin, room)
        damaged += not member.whole
        yield member
        at = end if member.whole else begin + len(MAGIC)


def beginning(data: bytes, size: int) -> bytes:
    """The first bytes of what a gzip file unpacks to; none where it is damaged there."""
    try:
        return zlib.decompressobj(_WITH_HEADER).decompress(data[:_MOST], size)
    except zlib.error:
        return b""


def _unpacked(data: bytes, begin: int, room: Room) -> tuple[Member, int]:
    """The member at `begin`, and where it ends."""
    unpack = zlib.decompressobj(_WITH_HEADER)
    found: list[bytes] = []
    at, size = begin, _FIRST
    try:
        while at < len(data) and not unpack.eof:
            packed = data[at : at + size]
            at += len(packed)
            while packed and not unpack.eof:
                found.append(unpack.decompress(packed, _UNPACKED))
                room.take(len(found[-1]))
                packed = unpack.unconsumed_tail
            if not any(found) and size == _MOST:
                break  # a header without an end
            size = min(2 * size, _MOST)
    except zlib.error:
        return Member(b"".join(found), whole=False), at
    return Member(b"".join(found), unpack.eof), at - len(unpack.unused_data)
