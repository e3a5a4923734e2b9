"""Compound files (MS-CFB), the container of old Office files: as small as can be, and with nothing in their streams."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_PER_SECTOR = SECTOR // 128


def compound(names: Sequence[str], deeper: Sequence[str] = ()) -> bytes:
    """A compound file with streams of these names at its top, and a storage "ObjectPool" that holds those `deeper`.

    The directory's sectors lie in the file in reverse, so that only the table of sectors leads through them.
    """
    tops = [*names, *(["ObjectPool"] if deeper else [])]
    first_deeper = 1 + len(tops)
    entries = [_entry("Root Entry", 5, child=1 if tops else _FREE)]
    for number, name in enumerate(tops, 1):
        right = number + 1 if number < len(tops) else _FREE
        storage = bool(deeper) and number == len(tops)
        entries.append(_entry(name, 1 + (not storage), right=right, child=first_deeper if storage else _FREE))
    for number, name in enumerate(deeper, first_deeper):
        right = number + 1 if number + 1 < first_deeper + len(deeper) else _FREE
        entries.append(_entry(name, 2, right=right))
    entries += [_entry("", 0)] * (-len(entries) % _PER_SECTOR)
    sectors = [b"".join(entries[at : at + _PER_SECTOR]) for at in range(0, len(entries), _PER_SECTOR)]
    count = len(sectors)
    links = [_TABLE, *(_END if number == 1 else number - 1 for number in range(1, count + 1))]
    table = struct.pack(f"<{SECTOR // 4}I", *links, *[_FREE] * (SECTOR // 4 - len(links)))
    return _header(directory=count) + table + b"".join(reversed(sectors))


def _header(directory: int) -> bytes:
    """`directory` is the sector where the directory begins; sector 0 is the table."""
    magic = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    versions = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    counts = struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, _END, 0, _END, 0)
    return magic + versions + counts + struct.pack("<109I", 0, *[_FREE] * 108)


def _entry(name: str, kind: int, right: int = _FREE, child: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2 if name else 0, kind, 1)
    return (head + struct.pack("<III", _FREE, right, child)).ljust(128, b"\0")
