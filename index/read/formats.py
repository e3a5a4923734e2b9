"""A file's format: by its content, and by its name only where the content leaves it open."""

from __future__ import annotations

import codecs
import re
from functools import partial
from pathlib import PurePosixPath

from index.read import kinds
from index.read.discord_export import is_discord_export, read_discord_export
from index.read.discord_page import is_discord_page, read_discord_page
from index.read.docx import read_docx
from index.read.emlx import COUNT, read_emlx
from index.read.front_matter import begins_fenced
from index.read.html import read_html
from index.read.mail import read_mailbox, read_message
from index.read.markdown import read_markdown
from index.read.mbox import begins_mailbox
from index.read.outlook import is_outlook, read_outlook
from index.read.packed import check_is_docx, is_packed
from index.read.pdf import read_pdf
from index.read.picture import read_picture
from index.read.picture_sizes import is_picture
from index.read.plain import read_plain
from index.read.protocol import FormatReader, Parts, UnreadableError
from index.read.recognise import Recogniser
from index.read.refused import refusal
from index.read.saved_page import is_saved_page, read_saved_page
from index.read.whatsapp import is_whatsapp_chat, read_whatsapp
from index.settings import Settings

HEAD_BYTES = 4096
"""How much of a file is examined for its format."""

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


def reader_for(data: bytes, name: str, settings: Settings, recogniser: Recogniser) -> FormatReader:
    """The reader for a file with these bytes and this name; raises `UnreadableError` for formats that hold no text.

    `recogniser` is for the pages that are pictures.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if kinds.unfinished(name):
        raise UnreadableError(kinds.UNFINISHED)
    if data.lstrip()[:5] == b"%PDF-" or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        return partial(read_pdf, recogniser=recogniser)
    if is_picture(data):
        return partial(read_picture, recogniser=recogniser)
    if is_outlook(data):
        return read_outlook
    if is_packed(data):
        check_is_docx(data, suffix)
        return read_docx
    if description := refusal(data, suffix):
        raise UnreadableError(f"it is {description}")
    head = _head(data)
    return _chat(data, head, name, settings) or _by_head(head) or _BY_NAME.get(suffix) or _plain(suffix)


def _chat(data: bytes, head: str, name: str, settings: Settings) -> FormatReader | None:
    """The reader of a chat that was exported, if it is one."""
    authors = settings.chat_authors
    if is_discord_export(head):
        return partial(read_discord_export, authors=authors)
    if _PAGE.match(head) and is_discord_page(data):
        return partial(read_discord_page, authors=authors)
    if is_whatsapp_chat(head, name):
        return partial(read_whatsapp, name=name, authors=authors, order=settings.date_order)
    return None


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
        return read_html
    if begins_mailbox(head.encode("utf-8")):
        return read_mailbox
    if is_saved_page(head):
        return read_saved_page
    if _is_message(head):
        return read_message
    if (count := COUNT.match(head.encode("utf-8"))) and _is_message(head[count.end() :]):
        return read_emlx
    return read_markdown if begins_fenced(head) else None


def _is_message(head: str) -> bool:
    """Whether it begins with header fields, a sender among them; `Date: 2025-01-23` alone is a head line."""
    match = _FIELD.match(head)
    names = {line.partition(":")[0].lower() for line in match[0].splitlines()} if match else set()
    return "from" in names and not names.isdisjoint(_MAIL_FIELDS)
