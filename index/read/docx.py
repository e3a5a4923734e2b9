"""DOCX by python-docx. Text is taken from the document's XML, since python-docx itself skips insertions under review,
content controls and text boxes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.dates.stated import StatedDate
from index.read.decode import tidied
from index.read.protocol import ENCRYPTED, Content, Parts, UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_ENTRIES = 10_000
MAX_INFLATION = 8
"""Unpacked size of all entries, as a multiple of the largest file allowed."""
MAX_XML_INFLATION = 1
"""Likewise of each XML part, whose tree takes many times its size in memory."""

ENCRYPTED_FLAG = 0x1
"""The bit that marks an encrypted entry (PKWARE's APPNOTE.TXT, 4.4.4)."""

TEMPLATE_CREATED = "2013-12-23T23:15:00Z"
"""python-docx writes this into every file it makes: the day its template was created, not the document."""
DAMAGED = "it is a damaged or truncated DOCX; save it again"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CREATED = "{http://purl.org/dc/terms/}created"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "‑"}


def read_docx(data: bytes, max_characters: int) -> Parts:
    """One document; its unpacked size is checked before anything is unpacked."""
    _check_sizes(data, max_characters)
    from docx import Document  # noqa: PLC0415 - only where DOCX is read
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - likewise

    try:
        document = Document(io.BytesIO(data))
    except ValueError as error:  # python-docx asks for the content type of a plain document
        raise UnreadableError("it is a Word template or has macros; save it as a plain DOCX") from error
    except (PackageNotFoundError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, SyntaxError) as error:
        raise UnreadableError(DAMAGED) from error
    properties = document.core_properties
    created = properties._element.findtext(_CREATED) or ""
    dates = (StatedDate(created, "creation metadata"),) if created != TEMPLATE_CREATED else ()
    text = tidied("".join(_pieces(document.element.body)))
    return [Content("docx", text, title=properties.title or None, may_have_head=True, dates=dates)]


def _check_sizes(data: bytes, max_bytes: int) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableError(DAMAGED) from error
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise UnreadableError(ENCRYPTED)
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))), default=0)
    if len(entries) > MAX_ENTRIES or total > MAX_INFLATION * max_bytes or largest > MAX_XML_INFLATION * max_bytes:
        raise UnreadableError("it would unpack to far more than the setting max_file_mib allows; split it")


def _pieces(body: Element) -> Iterator[str]:
    """The text in order, with a blank line between paragraphs and a tab between the cells of a row."""
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
