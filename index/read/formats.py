"""A file's format: by its content, and by its name only where the content leaves it open."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from pathlib import PurePosixPath

from index.read.docx import read_docx
from index.read.emlx import COUNT, read_emlx
from index.read.html import read_html
from index.read.mail import read_mailbox, read_message
from index.read.markdown import FRONT_MATTER, read_markdown
from index.read.mbox import begins_mailbox
from index.read.outlook import is_outlook, read_outlook
from index.read.pdf import read_pdf
from index.read.plain import read_plain
from index.read.protocol import FormatReader, UnreadableError
from index.read.saved_page import is_saved_page, read_saved_page

HEAD_BYTES = 4096
"""How much of a file is examined for its format."""

_REFUSED = (
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\x1f\x8b", "compressed (gzip); unpack it"),
    (b"BZh", "compressed (bzip2); unpack it"),
    (b"\xfd7zXZ\0", "compressed (xz); unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"OggS\0", "a sound (Ogg)"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file; save it as DOCX without a password"),
    (b"{\\rtf", "a rich text file (RTF); save it as DOCX or plain text"),
)
_PACKED = (
    ("xl/workbook.xml", "a spreadsheet (XLSX); save it as plain text"),
    ("ppt/presentation.xml", "a presentation (PPTX); save it as PDF"),
    ("META-INF/container.xml", "a book (EPUB); save it as HTML"),
    ("content.xml", "an OpenDocument file; save it as DOCX"),
)

_PAGE = re.compile(r"(?i:(?>(?s:<\?xml[^>]*>|<!--.*?-->|\s))*+<(?:!doctype\s+html|html|head|body)[\s>])")
_FIELD = re.compile(r"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MAIL_FIELDS = ("date", "message-id", "received", "mime-version")
_BY_NAME: dict[str, FormatReader] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), read_html),
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), read_markdown),
    ".eml": read_message,
    ".emlx": read_emlx,
    ".mbox": read_mailbox,
    **dict.fromkeys((".mhtml", ".mht"), read_saved_page),
}


def reader_for(data: bytes, name: str) -> FormatReader:
    """The reader for a file with these bytes and this name; raises `UnreadableError` for formats that hold no text."""
    if is_outlook(data):
        return read_outlook
    for magic, description in _REFUSED:
        if data.startswith(magic):
            raise UnreadableError(
                f"it is {description}" if ";" in description else f"it is {description}, not text; remove it"
            )
    suffix = PurePosixPath(name).suffix.lower()
    if data.lstrip()[:5] == b"%PDF-" or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        return read_pdf
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    return _by_head(_head(data)) or _BY_NAME.get(suffix, read_plain)


def _packed(data: bytes) -> FormatReader:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableError("it is a damaged or truncated DOCX or zip archive; save it again") from error
    if "word/document.xml" in names:
        return read_docx
    description = next((text for entry, text in _PACKED if entry in names), "a zip archive; unpack it")
    raise UnreadableError(f"it is {description}")


def _head(data: bytes) -> str:
    """The beginning of a file as text, exact enough to recognise a format."""
    head = data[:HEAD_BYTES]
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    text = head.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def _by_head(head: str) -> FormatReader | None:
    if _PAGE.match(head):
        return read_html
    if begins_mailbox(head.encode("utf-8")):
        return read_mailbox
    if is_saved_page(head):
        return read_saved_page
    if _is_message(head):
        return read_message
    if (count := COUNT.match(head.encode("utf-8"))) and _is_message(head[count.end() :]):
        return read_emlx
    return read_markdown if FRONT_MATTER.match(head) else None


def _is_message(head: str) -> bool:
    """Whether it begins with header fields, a sender among them; `Date: 2025-01-23` alone is a head line."""
    match = _FIELD.match(head)
    names = {line.partition(":")[0].lower() for line in match[0].splitlines()} if match else set()
    return "from" in names and not names.isdisjoint(_MAIL_FIELDS)
