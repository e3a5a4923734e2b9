"""How many pages a picture has and how large they are, by its header alone: before anything unpacks it. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from index.read.protocol import UnreadableError

MAX_PIXELS: Final = 100_000_000
"""Of one page: A2 at 600 dpi, or A3 at 800. In memory each takes up to four bytes, and a copy of these."""
MAX_SIDE: Final = 32_000
"""Pixels; Tesseract takes no longer ones."""
MAX_PAGES: Final = 20_000
PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8\xff"
TIFF: Final = {b"II*\0": "<", b"MM\0*": ">"}
DAMAGED: Final = "it is a damaged picture; save it again"

_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG with the size of the picture."""
_BARE: Final = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers of JPEG with nothing behind them."""
_WIDTH, _HEIGHT = 256, 257
"""Tags of TIFF."""
_NUMBERS: Final = {3: ("H", 2), 4: ("I", 4)}
"""Kinds of numbers in TIFF that a size can be."""


def is_picture(data: bytes) -> bool:
    """Whether it is a picture of a kind that can be recognised, by its first bytes."""
    return data.startswith((PNG, JPEG, *TIFF))


def kind(data: bytes) -> str:
    """PNG, JPEG or TIFF."""
    return {PNG[:2]: "PNG", JPEG[:2]: "JPEG"}.get(data[:2], "TIFF")


def check_pages(data: bytes) -> int:
    """How many pages a picture has; raises `UnreadableError` where it is damaged or one is too large."""
    try:
        sizes = list(_sizes(data))
    except (struct.error, IndexError) as error:
        raise UnreadableError(DAMAGED) from error
    if not sizes:
        raise UnreadableError(DAMAGED)
    for width, height in sizes:
        if not width or not height:
            raise UnreadableError(DAMAGED)
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise UnreadableError(
                f"it is too large a picture ({width:,} by {height:,} pixels); save it with fewer, or in parts"
            )
    return len(sizes)


def _sizes(data: bytes) -> Iterator[tuple[int, int]]:
    if data.startswith(PNG):
        yield struct.unpack_from(">II", data, 16)
    elif data.startswith(JPEG):
        yield _jpeg(data)
    else:
        yield from _tiff(data, TIFF[data[:4]])


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        while data[at] != 0xFF:
            at += 1
        while data[at] == 0xFF:
            at += 1
        marker, at = data[at], at + 1
        if marker in _BARE:
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return width, height
        at += struct.unpack_from(">H", data, at)[0]


def _tiff(data: bytes, order: str) -> Iterator[tuple[int, int]]:
    """The size of each page, in order; the list of pages must not come back to itself."""
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    seen: set[int] = set()
    while at:
        if at in seen:
            raise UnreadableError(DAMAGED)
        if len(seen) == MAX_PAGES:
            raise UnreadableError(f"it has more than {MAX_PAGES:,} pages; split it")
        seen.add(at)
        (count,) = struct.unpack_from(f"{order}H", data, at)
        tags = dict(_tags(data, order, at + 2, count))
        yield tags.get(_WIDTH, 0), tags.get(_HEIGHT, 0)
        (at,) = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)


def _tags(data: bytes, order: str, at: int, count: int) -> Iterator[tuple[int, int]]:
    for entry in range(at, at + 12 * count, 12):
        tag, kind, values = struct.unpack_from(f"{order}HHI", data, entry)
        if tag in {_WIDTH, _HEIGHT} and kind in _NUMBERS and values == 1:
            yield tag, struct.unpack_from(order + _NUMBERS[kind][0], data, entry + 8)[0]
