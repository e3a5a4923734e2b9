"""PDFs whose words stand where a test puts them, with pictures, fields and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tests.makers.files import pdf_file

WIDTH, HEIGHT = 612, 792
PICTURE = "q 612 0 0 792 0 0 cm /Im Do Q"
"""Draws a picture on the whole page."""


class Text(NamedTuple):
    """Words that begin at a place, in points from the left and from the bottom; mode 3 is invisible."""

    words: str
    x: float
    y: float
    size: float = 10
    mode: int = 0


class Typed(NamedTuple):
    """An annotation in a box 100 points wide and 20 high; `entries` are its dictionary's."""

    x: float
    y: float
    entries: str


def column(lines: Sequence[str], x: float, y: float, *, size: float = 10, leading: float = 13) -> list[Text]:
    """Lines below each other."""
    return [Text(line, x, y - leading * number, size) for number, line in enumerate(lines)]


def drawn(*pages: Sequence[Text | Typed | str], info: str = "") -> bytes:
    """A PDF of these pages, each drawn in this order; a text that is none of the two is put in as it is."""
    objects = ["", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
               "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
               "/Length 1 >>\nstream\nA\nendstream"]  # fmt: skip
    kids: list[int] = []
    fields: list[int] = []
    for page in pages:
        content = "\n".join(map(_operators, page))
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        drawing = len(objects)
        first = drawing + 1
        objects += [_annotation(item) for item in page if isinstance(item, Typed)]
        typed = " ".join(f"{number} 0 R" for number in range(first, len(objects) + 1))
        fields += range(first, len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {drawing} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> /XObject << /Im 4 0 R >> >> /Annots [{typed}] >>"
        )
        kids.append(len(objects))
    form = f"/AcroForm << /Fields [{' '.join(f'{number} 0 R' for number in fields)}] >>" if fields else ""
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {form} >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in kids)}] /Count {len(kids)} >>"
    return pdf_file([*objects, f"<< {info} >>"])


def _operators(item: Text | Typed | str) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, Typed):
        return ""
    words = item.words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {item.size} Tf {item.mode} Tr {item.x} {item.y} Td ({words}) Tj ET"


def _annotation(item: Typed) -> str:
    return f"<< /Type /Annot /Rect [{item.x} {item.y} {item.x + 100} {item.y + 20}] {item.entries} >>"


def field(x: float, y: float, value: str, *, kind: str = "/Tx", more: str = "", name: str = "") -> Typed:
    """A filled field of a form."""
    entries = f"/Subtype /Widget /FT {kind} /T ({name or f'{x}-{y}'.replace('.', '_')}) /V ({value}) {more}"
    return Typed(x, y, entries)
