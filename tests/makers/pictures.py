"""Pictures of pages, made byte by byte: PNG, TIFF of many pages, the head of a JPEG, and PDFs of pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from tests.makers.files import pdf_file

WIDTH, HEIGHT = 612, 792
"""Points of a page."""


class Picture(NamedTuple):
    """Shades of grey, a byte a pixel, row by row."""

    width: int
    height: int
    pixels: bytes


BLANK = Picture(8, 4, b"\xff" * 32)


def png(picture: Picture) -> bytes:
    rows = (picture.pixels[at : at + picture.width] for at in range(0, len(picture.pixels), picture.width))
    return png_of(picture.width, picture.height, zlib.compress(b"".join(b"\0" + row for row in rows), 1))


def png_of(width: int, height: int, packed: bytes) -> bytes:
    """A PNG that says that it is so large, whatever is packed in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def jpeg_head(width: int, height: int) -> bytes:
    """The first bytes of a JPEG of this size; there is no picture behind them."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def tiff(pictures: Sequence[Picture], order: str = "<") -> bytes:
    """A TIFF of so many pages, not compressed."""
    made = bytearray((b"II*\0" if order == "<" else b"MM\0*") + bytes(4))
    link = 4
    for picture in pictures:
        place = len(made)
        made += picture.pixels + bytes(len(picture.pixels) % 2)
        struct.pack_into(f"{order}I", made, link, len(made))
        tags = (
            *((256, 4, picture.width), (257, 4, picture.height), (258, 3, 8), (259, 3, 1), (262, 3, 1)),
            *((273, 4, place), (277, 3, 1), (278, 4, picture.height), (279, 4, len(picture.pixels))),
        )
        made += struct.pack(f"{order}H", len(tags))
        for tag, kind, value in tags:
            made += struct.pack(f"{order}HHI", tag, kind, 1)
            made += struct.pack(f"{order}{'HH' if kind == 3 else 'I'}", *((value, 0) if kind == 3 else (value,)))
        link = len(made)
        made += bytes(4)
    return bytes(made)


def scan(pictures: Sequence[Picture | str]) -> bytes:
    """A PDF of pages that are pictures, or have a line of words."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", font]
    kids = []
    for page in pictures:
        resources = "/Font << /F1 3 0 R >>"
        drawing = f"BT /F1 12 Tf 72 720 Td ({page}) Tj ET"
        if isinstance(page, Picture):
            objects.append(_image(page))
            resources = f"/XObject << /Im {len(objects)} 0 R >>"
            drawing = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im Do Q"
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R "
            f"/Resources << {resources} >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return pdf_file([*objects, "<< >>"])


def _image(picture: Picture) -> str:
    packed = zlib.compress(picture.pixels, 1).hex() + ">"
    return (
        f"<< /Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /ColorSpace /DeviceGray "
        f"/BitsPerComponent 8 /Filter [/ASCIIHexDecode /FlateDecode] /Length {len(packed)} >>\nstream\n{packed}\n"
        "endstream"
    )
