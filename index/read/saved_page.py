"""Saved web pages (.mhtml, .mht): the page that browsers wrap in an e-mail with its pictures.

The header's `Date` is when somebody saved it and dates nothing; the page is dated by what it declares itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from email.parser import HeaderParser

from index.read.captured_page import read_captured_page, web_address
from index.read.mail import as_sent
from index.read.mail_fields import field_words
from index.read.protocol import NO_TEXT, Content, Parts, UnreadableError

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_WRAPPED = ("multipart/related", "multipart/mixed", "multipart/alternative", *_PAGES)
_SIGNS = ("content-location:", "saved by", "multipart/related")
"""One of these stands in every saved page's header."""
_OF_MAIL = ("To", "Cc", "Message-ID", "Received", "Return-Path")


def is_saved_page(head: str) -> bool:
    """Whether header fields are those of a saved page: no person has sent it, and a browser or a place is named."""
    if "mime-version:" not in (lower := head.lower()) or not any(sign in lower for sign in _SIGNS):
        return False
    fields = HeaderParser().parsestr(head)
    if fields["Snapshot-Content-Location"] is not None:
        return True
    if any(fields[name] is not None for name in _OF_MAIL):
        return False
    if fields["From"] is None:  # Word's saved pages have neither this nor a date
        return fields["Date"] is None and fields.get_content_type() == "multipart/related"
    saved = "saved by" in str(fields["From"]).lower() or fields["Content-Location"] is not None
    return saved and fields.get_content_type() in _WRAPPED


def read_saved_page(data: bytes, max_characters: int) -> Parts:
    """One document: the page itself, or of several frames the first with text."""
    message = message_from_bytes(as_sent(data))
    reason = UnreadableError(NO_TEXT)
    for part in _pages(message):
        try:
            content = _page(part, _address(message, part), max_characters)
        except UnreadableError as error:
            reason = error
            continue
        if content and content.text.strip():
            return [replace(content, title=content.title or field_words(message, "Subject") or None)]
    raise reason


def _pages(message: Message) -> Iterator[Message]:
    """The pages in a file, the one that the others are parts of first."""
    start = str(message.get_param("start", ""))
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    return iter(sorted(pages, key=lambda part: not start or str(part["Content-ID"]).strip() != start.strip()))


def _address(message: Message, part: Message) -> str:
    """Where the page is from; empty if that isn't said, or is a place on somebody's machine."""
    stated = (part["Content-Location"], message["Snapshot-Content-Location"], message["Content-Location"])
    address = next((str(each).strip() for each in stated if each is not None), "")
    return web_address(address)


def _page(part: Message, address: str, max_characters: int) -> Content | None:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return None
    return read_captured_page(payload, address, part.get_content_charset(), max_characters)
