"""Outlook's messages: a compound file ([MS-CFB], version 3) with the streams that a test gives."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR, SMALL_SECTOR, SMALL = 512, 64, 4096
NONE, LAST, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Tree = Mapping[str, "bytes | Tree"]


def msg(
    texts: Mapping[int, str] | None = None,
    data: Mapping[int, bytes] | None = None,
    fixed: Mapping[tuple[int, int], int] | None = None,
    attached: Mapping[str, Tree] | None = None,
    header: int = 32,
) -> dict[str, bytes | Tree]:
    """A message's streams: texts and bytes by their property, numbers by property and type, and attachments."""
    entries = b"".join(struct.pack("<HHIQ", kind, number, 6, value) for (number, kind), value in (fixed or {}).items())
    streams: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(header) + entries}
    streams |= {f"__substg1.0_{number:04X}001F": text.encode("utf-16-le") for number, text in (texts or {}).items()}
    streams |= {f"__substg1.0_{number:04X}0102": value for number, value in (data or {}).items()}
    return streams | dict(attached or {})


def compound(tree: Tree) -> bytes:
    """The file with these streams and folders."""
    entries: list[list[object]] = [["Root Entry", 5, NONE, NONE, b""]]
    _enter(tree, 0, entries)
    small = b""
    sectors: list[bytes] = []
    fat: list[int] = []
    small_fat: list[int] = []
    starts = []
    for _, kind, _, _, data in entries:
        assert isinstance(data, bytes)
        if kind != 2 or not data:
            starts.append(LAST)
        elif len(data) < SMALL:
            starts.append(len(small_fat))
            _chain(small_fat, -(-len(data) // SMALL_SECTOR))
            small += data.ljust(-(-len(data) // SMALL_SECTOR) * SMALL_SECTOR, b"\0")
        else:
            starts.append(_put(data, sectors, fat))
    starts[0] = _put(small, sectors, fat) if small else LAST
    packed = b"".join(
        _packed(entry, start, len(small) if number == 0 else None)
        for number, (entry, start) in enumerate(zip(entries, starts, strict=True))
    )
    folder = _put(packed, sectors, fat)
    table = _put(struct.pack(f"<{len(small_fat)}I", *small_fat), sectors, fat, b"\xff") if small_fat else LAST
    tables = 1
    while tables * 128 < len(fat) + tables:
        tables += 1
    first = len(fat)
    fat += [FAT] * tables + [NONE] * (tables * 128 - len(fat) - tables)
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, folder, 0, SMALL, table, -(-len(small_fat) // 128), LAST, 0, first,
    )  # fmt: skip
    places = [*range(first + 1, first + tables), *[NONE] * (109 - tables)]
    head += struct.pack("<108I", *places)
    return head + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _enter(tree: Tree, parent: int, entries: list[list[object]]) -> None:
    """Adds a folder's entries, each the right sibling of the one before."""
    before = 0
    for name, content in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        number = len(entries)
        folder = not isinstance(content, bytes)
        entries.append([name, 1 if folder else 2, NONE, NONE, b"" if folder else content])
        if before:
            entries[before][2] = number
        else:
            entries[parent][3] = number
        before = number
        if not isinstance(content, bytes):
            _enter(content, number, entries)


def _chain(fat: list[int], count: int) -> None:
    fat += [*range(len(fat) + 1, len(fat) + count), LAST]


def _put(data: bytes, sectors: list[bytes], fat: list[int], fill: bytes = b"\0") -> int:
    start, count = len(fat), -(-len(data) // SECTOR)
    _chain(fat, count)
    sectors.append(data.ljust(count * SECTOR, fill))
    return start


def _packed(entry: list[object], start: int, size: int | None) -> bytes:
    name, kind, right, child, data = entry
    assert isinstance(data, bytes)
    wide = str(name).encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI16xIQ", wide, len(wide) + 2, kind, 1, NONE, right, child, 0, start,
        len(data) if size is None else size,
    )  # fmt: skip
