"""Pages of text as pictures, drawn by PDFium."""

from __future__ import annotations

from collections.abc import Sequence

from pypdfium2 import PdfDocument

from tests.makers.files import pdf
from tests.makers.pictures import Picture


def drawn_page(lines: Sequence[str], dpi: int = 300) -> Picture:
    """A page with these lines."""
    return drawn_pages(pdf([lines]), dpi)[0]


def drawn_pages(data: bytes, dpi: int = 300) -> list[Picture]:
    """Every page of a PDF."""
    document = PdfDocument(data)
    try:
        return [_picture(page.render(scale=dpi / 72, grayscale=True)) for page in document]
    finally:
        document.close()


def _picture(bitmap: object) -> Picture:
    width, height, stride = (int(getattr(bitmap, name)) for name in ("width", "height", "stride"))
    rows = memoryview(getattr(bitmap, "buffer"))  # noqa: B009 - pypdfium2 has no types
    return Picture(width, height, b"".join(rows[at : at + width] for at in range(0, stride * height, stride)))
