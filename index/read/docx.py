"""DOCX by python-docx. Text is taken from the document's XML, since python-docx itself passes over insertions under
review, content controls and text boxes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.dates.stated import Stated
from index.read.decode import tidied
from index.read.faults import UnfitError
from index.read.protocol import Content, Parts

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_ENTRIES = 10_000
MOST_INFLATION = 8
"""How many times the largest file allowed all that is packed in one may be."""
LARGEST_PART = 1
"""The same for its main part, whose tree takes many times its size in memory."""

ENCRYPTED = 0x1
"""The bit that marks an encrypted entry (PKWARE's APPNOTE.TXT, 4.4.4)."""

TEMPLATE_CREATED = "2013-12-23T23:15:00Z"
"""python-docx writes this into every file it makes; it is when its template was created, not the document."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CREATED = "{http://purl.org/dc/terms/}created"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "‑"}


def read_word(data: bytes, most: int) -> Parts:
    """One document; what it would unpack to is checked before anything is unpacked."""
    _check_sizes(data, most)
    from docx import Document  # noqa: PLC0415 - only where DOCX is read
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - likewise

    try:
        document = Document(io.BytesIO(data))
    except ValueError as error:  # python-docx asks for the content type of a plain document
        raise UnfitError("it is a Word template or has macros; save it as a plain DOCX") from error
    except (PackageNotFoundError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, SyntaxError) as error:
        raise UnfitError("it is a damaged or truncated DOCX; save it anew") from error
    properties = document.core_properties
    created = properties._element.findtext(_CREATED) or ""
    dates = (Stated(created, "creation metadata"),) if created != TEMPLATE_CREATED else ()
    text = tidied("".join(_pieces(document.element.body)))
    return [Content("docx", text, title=properties.title or None, heads=True, dates=dates)]


def _check_sizes(data: bytes, most: int) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnfitError("it is a damaged or truncated DOCX; save it anew") from error
    if any(one.flag_bits & ENCRYPTED for one in entries):
        raise UnfitError("it is encrypted; save it without a password")
    total = sum(one.file_size for one in entries)
    largest = max((one.file_size for one in entries if one.filename.endswith((".xml", ".rels"))), default=0)
    if len(entries) > MOST_ENTRIES or total > MOST_INFLATION * most or largest > LARGEST_PART * most:
        raise UnfitError("it would unpack to far more than the setting max_file_mib allows; split it")


def _pieces(body: Element) -> Iterator[str]:
    """The words in order; a blank line between paragraphs, a tab between cells of a row."""
    for fallback in list(body.iter(_FALLBACK)):  # the same words again, for older programs
        fallback.getparent().remove(fallback)
    previous = None
    for paragraph in body.iter(f"{_W}p"):
        row = next(paragraph.iterancestors(f"{_W}tr"), None)
        yield "\t" if row is not None and row is previous else "\n\n"
        previous = row
        for node in paragraph.iter(f"{_W}t", *_SIGNS):
            if next(node.iterancestors(f"{_W}p")) is paragraph:
                yield _SIGNS.get(node.tag) or node.text or ""
