"""The readers of formats other than plain text, each imported with the first file of its format.

What they need to take documents apart takes a process twice as long to import as all else, and many archives have files
of one format.
"""

# ruff: noqa: PLC0415 (imported late on purpose)
from __future__ import annotations

import re
from functools import partial
from typing import Final

from index.read import compound
from index.read.fields import fields_of
from index.read.protocol import FormatReader
from index.read.recognise import Recogniser
from index.settings import Settings

JSON_SUFFIXES: Final = frozenset((".json", ".jsonl", ".ndjson", ".jsonlines"))
CSV_SUFFIXES: Final = frozenset((".csv", ".tsv", ".tab"))
RICH_TEXT: Final = b"{\\rtf"
RICH_TEXT_WITHIN: Final = 4096
"""Bytes at the beginning of a file within which rich text begins, behind blanks."""
DISCORD_MESSAGE: Final = b"chatlog__message-container"
"""Stands in every page that DiscordChatExporter writes of a channel with messages."""
_DAY_FIRST = re.compile(r"[^\w\[]*\[?\d{1,4}[./\-年]")


def pdf(recogniser: Recogniser) -> FormatReader:
    from index.read.pdf import read_pdf

    return partial(read_pdf, recogniser=recogniser)


def picture(recogniser: Recogniser) -> FormatReader:
    from index.read.picture import read_picture

    return partial(read_picture, recogniser=recogniser)


def docx() -> FormatReader:
    from index.read.docx import read_docx

    return read_docx


def odt() -> FormatReader:
    from index.read.odt import read_odt

    return read_odt


def odp() -> FormatReader:
    from index.read.odp import read_odp

    return read_odp


def pptx() -> FormatReader:
    from index.read.pptx import read_pptx

    return read_pptx


def epub() -> FormatReader:
    from index.read.epub import read_epub

    return read_epub


def rich_text(data: bytes) -> FormatReader | None:
    """The reader for RTF; None for what is none."""
    if RICH_TEXT not in data[:RICH_TEXT_WITHIN]:
        return None
    from index.read.rtf import begins_rich_text, read_rtf

    return read_rtf if begins_rich_text(data) else None


def page() -> FormatReader:
    from index.read.html import read_html

    return read_html


def markdown() -> FormatReader:
    from index.read.markdown import read_markdown

    return read_markdown


def message() -> FormatReader:
    from index.read.mail import read_message

    return read_message


def mailbox() -> FormatReader:
    from index.read.mail import read_mailbox

    return read_mailbox


def emlx() -> FormatReader:
    from index.read.emlx import read_emlx

    return read_emlx


def saved_page() -> FormatReader:
    from index.read.saved_page import read_saved_page

    return read_saved_page


def discord_export(head: str, settings: Settings) -> FormatReader | None:
    """The reader for a Discord channel in JSON, which begins with such a `head`; None for what is none."""
    if '"guild"' not in head:
        return None
    from index.read.discord_export import is_discord_export, read_discord_export

    return partial(read_discord_export, authors=settings.chat_authors) if is_discord_export(head) else None


def discord_page(data: bytes, settings: Settings) -> FormatReader | None:
    """The reader for a Discord channel as a page; None for another page."""
    if DISCORD_MESSAGE not in data:
        return None
    from index.read.discord_page import read_discord_page

    return partial(read_discord_page, authors=settings.chat_authors)


def whatsapp(head: str, name: str, settings: Settings) -> FormatReader | None:
    """The reader for a chat of WhatsApp's, which begins with such a `head` in a file of this name; None for no chat."""
    if not _DAY_FIRST.match(head):
        return None
    from index.read.whatsapp import is_whatsapp_chat, read_whatsapp

    known = partial(read_whatsapp, name=name, authors=settings.chat_authors, order=settings.date_order)
    return known if is_whatsapp_chat(head, name) else None


def warc() -> FormatReader:
    from index.read.warc import read_warc

    return read_warc


def wacz(data: bytes) -> FormatReader | None:
    """The reader for a zip archive that is a web archive; None for another one."""
    if b".warc" not in data.lower():
        return None
    from index.read.wacz import is_wacz, read_wacz

    return read_wacz if is_wacz(data) else None


def records(suffix: str, settings: Settings) -> FormatReader | None:
    """The reader for documents that are records of named fields, which only the name tells from other texts."""
    if suffix in JSON_SUFFIXES:
        from index.read.json_documents import json_reader

        return json_reader(fields_of(settings))
    if suffix in CSV_SUFFIXES:
        from index.read.csv_documents import csv_reader

        return csv_reader(fields_of(settings))
    return None


def outlook(data: bytes) -> FormatReader | None:
    """The reader for a message of Outlook's; None for what is none."""
    if not data.startswith(compound.MAGIC):
        return None
    from index.read.outlook import is_outlook, read_outlook

    return read_outlook if is_outlook(data) else None


def saved_page_in(head: str) -> FormatReader | None:
    """The reader for a saved page, which begins with such a `head`; None for what is none."""
    if "mime-version:" not in head.lower():
        return None
    from index.read.saved_page import is_saved_page, read_saved_page

    return read_saved_page if is_saved_page(head) else None
