"""The font of pictures: which characters it has and how wide they are, read from its file.

It is DejaVu Sans, cut down to Latin, Greek and Cyrillic letters: a picture is the same on every machine, whatever fonts
that has. Its licence lies beside it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

FAMILY: Final = "DejaVu Sans"
FILE: Final = Path(__file__).with_name("DejaVuSans-subset.ttf")
_TABLE: Final = 16
"""Bytes of each entry in the file's list of tables (https://learn.microsoft.com/typography/opentype/spec/otff)."""
_UNICODE: Final = (3, 1)
"""Platform and encoding of the table of characters that is read, which is in format 4."""
_END: Final = 0xFFFF


def width(text: str) -> float:
    """How wide `text` is, in ems; raises KeyError for a character that the font lacks."""
    return sum(map(advances().__getitem__, text))


def draws(text: str) -> bool:
    """Whether the font has every character of `text`."""
    return advances().keys() >= set(text)


@cache
def advances() -> dict[str, float]:
    """The width of each character that the font has, in ems."""
    data = FILE.read_bytes()
    tables = _tables(data)
    (units,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (metrics,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    return {
        chr(code): struct.unpack_from(">H", data, tables["hmtx"] + 4 * min(glyph, metrics - 1))[0] / units
        for code, glyph in _glyphs(data, tables["cmap"])
    }


def _tables(data: bytes) -> dict[str, int]:
    """Where each table begins, by its name."""
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4sIII", data, 12 + _TABLE * number) for number in range(count))
    return {name.decode("ascii"): offset for name, _, offset, _ in entries}


def _glyphs(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Each code point with the number of its glyph."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    places = (struct.unpack_from(">HHI", data, cmap + 4 + 8 * number) for number in range(count))
    table = cmap + next(offset for platform, encoding, offset in places if (platform, encoding) == _UNICODE)
    (twice,) = struct.unpack_from(">H", data, table + 6)
    columns = (table + 14, table + 16 + twice, table + 16 + 2 * twice, table + 16 + 3 * twice)
    for at in range(0, twice, 2):
        last, first, delta, offset = (struct.unpack_from(">H", data, column + at)[0] for column in columns)
        for code in range(first, min(last, _END - 1) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", data, columns[3] + at + offset + 2 * (code - first))
            if glyph or not offset:
                yield code, (glyph + delta) & 0xFFFF
