"""A file's format: by its content, and by its name only where the content leaves it open."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import PurePosixPath

from index.read import kinds, late_readers
from index.read.front_matter import begins_fenced
from index.read.mbox import begins_mailbox
from index.read.packed import PackedKind, is_packed, packed_kind
from index.read.picture_sizes import is_picture
from index.read.plain import read_plain
from index.read.protocol import FormatReader, Parts, UnreadableError
from index.read.recognise import Recogniser
from index.read.refused import flat_kind, refusal
from index.read.warc_records import is_warc
from index.settings import Settings

HEAD_BYTES = 4096
"""How much of a file is examined for its format."""

_PAGE = re.compile(r"(?i:(?>(?s:<\?xml[^>]*>|<!--.*?-->|\s))*+<(?:!doctype\s+html|html|head|body)[\s>])")
_FIELD = re.compile(r"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MAIL_FIELDS = ("date", "message-id", "received", "mime-version")
_COUNT = re.compile(r"\s*[0-9]{1,12}[ \t]*\n", re.ASCII)
"""What Apple Mail's files begin with."""
_BY_NAME: dict[str, Callable[[], FormatReader]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), late_readers.page),
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), late_readers.markdown),
    ".eml": late_readers.message,
    ".emlx": late_readers.emlx,
    ".mbox": late_readers.mailbox,
    **dict.fromkeys((".mhtml", ".mht"), late_readers.saved_page),
}


_PACKED: dict[PackedKind, Callable[[], FormatReader]] = {
    "docx": late_readers.docx,
    "odt": late_readers.odt,
    "odp": late_readers.odp,
    "pptx": late_readers.pptx,
    "epub": late_readers.epub,
}


def reader_for(data: bytes, name: str, settings: Settings, recogniser: Recogniser) -> FormatReader:
    """The reader for a file with these bytes and this name; raises `UnreadableError` for formats that hold no text.

    `recogniser` is for the pages that are pictures.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if kinds.unfinished(name):
        raise UnreadableError(kinds.UNFINISHED)
    if found := _by_bytes(data, name, suffix, recogniser):
        return found
    if description := refusal(data, suffix):
        raise UnreadableError(f"it is {description}")
    head, named = _head(data), _BY_NAME.get(suffix)
    found = _chat(data, head, name, settings) or _by_head(head) or late_readers.records(suffix, settings)
    return found or (named() if named else _plain(suffix))


def _by_bytes(data: bytes, name: str, suffix: str, recogniser: Recogniser) -> FormatReader | None:
    """The reader of a format that is no text; raises `UnreadableError` for archives of files."""
    if data.lstrip()[:5] == b"%PDF-" or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        return late_readers.pdf(recogniser)
    if is_picture(data):
        return late_readers.picture(recogniser)
    if is_warc(data, name):
        return late_readers.warc()
    if is_packed(data):
        return late_readers.wacz(data) or _PACKED[packed_kind(data, suffix)]()
    if flat := flat_kind(data):
        return _PACKED[flat]()
    return late_readers.rich_text(data) or late_readers.outlook(data)


def _chat(data: bytes, head: str, name: str, settings: Settings) -> FormatReader | None:
    """The reader of a chat that was exported, if it is one."""
    if _PAGE.match(head):
        return late_readers.discord_page(data, settings)
    return late_readers.discord_export(head, settings) or late_readers.whatsapp(head, name, settings)


def _plain(suffix: str) -> FormatReader:
    """Reads a text of any name; what is none must be what its suffix says."""
    described = kinds.named(suffix)
    if described is None:
        return read_plain

    def read(data: bytes, max_characters: int) -> Parts:
        try:
            return read_plain(data, max_characters)
        except UnreadableError as error:
            raise UnreadableError(f"it is {described}") from error

    return read


def _head(data: bytes) -> str:
    """The beginning of a file as text, exact enough to recognise a format."""
    head = data[:HEAD_BYTES]
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    text = head.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def _by_head(head: str) -> FormatReader | None:
    if _PAGE.match(head):
        return late_readers.page()
    if begins_mailbox(head.encode("utf-8")):
        return late_readers.mailbox()
    if saved_page := late_readers.saved_page_in(head):
        return saved_page
    if _is_message(head):
        return late_readers.message()
    if (count := _COUNT.match(head)) and _is_message(head[count.end() :]):
        return late_readers.emlx()
    return late_readers.markdown() if begins_fenced(head) else None


def _is_message(head: str) -> bool:
    """Whether it begins with header fields, a sender among them; `Date: 2025-01-23` alone is a head line."""
    match = _FIELD.match(head)
    names = {line.partition(":")[0].lower() for line in match[0].splitlines()} if match else set()
    return "from" in names and not names.isdisjoint(_MAIL_FIELDS)
