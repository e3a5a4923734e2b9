"""Compound files (CFB, the container of old Office files and of Outlook's messages): what lies at their top.

[MS-CFB], https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb, names the fields. Only the directory is
read, and only as far as the bytes go: what is cut off or damaged has fewer names, and no error.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY_BYTES = 128
_MAX_SECTORS = 4096
"""Of a directory that is read: half a million names' worth at most."""
_MAX_NAMES = 10_000
_HEADER_LINKS = 109
"""Sectors of the table of sectors that the header itself names."""
_NONE = 0xFFFFFFFF


def names_at_top(data: bytes) -> frozenset[str]:
    """The names of the streams and storages at the top of a compound file; empty where its directory can't be read."""
    try:
        directory = b"".join(_directory(data))
        return frozenset(_children(directory))
    except struct.error:
        return frozenset()


def _directory(data: bytes) -> Iterator[bytes]:
    """The sectors of the directory, followed by the table of sectors."""
    (shift,) = struct.unpack_from("<H", data, 30)
    (sector,) = struct.unpack_from("<I", data, 48)
    if shift not in (9, 12):
        return
    size = 1 << shift
    links = [link for link in struct.unpack_from(f"<{_HEADER_LINKS}I", data, 76) if link < _NONE - 5]
    for _ in range(_MAX_SECTORS):
        found = data[(sector + 1) * size : (sector + 2) * size]
        if not found:
            return
        yield found
        table, place = divmod(sector, size // 4)
        if table >= len(links):
            return
        at = (links[table] + 1) * size + 4 * place
        if at + 4 > len(data):
            return
        (sector,) = struct.unpack_from("<I", data, at)


def _children(directory: bytes) -> Iterator[str]:
    """The names right below the root: its child, and that one's siblings, which make a binary tree."""
    count = len(directory) // _ENTRY_BYTES
    if not count:
        return
    waiting: list[int] = [struct.unpack_from("<I", directory, 76)[0]]
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_NAMES:
        number = waiting.pop()
        if number >= count or number in seen:
            continue
        seen.add(number)
        at = number * _ENTRY_BYTES
        (length,) = struct.unpack_from("<H", directory, at + 64)
        yield directory[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
        waiting += struct.unpack_from("<II", directory, at + 68)
