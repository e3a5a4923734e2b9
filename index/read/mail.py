"""E-mail (.eml, and .mbox with a document a message) by the standard library. The text is the message's body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from index.dates.stated import Stated
from index.read.decode import decode, encoding_named, tidied
from index.read.faults import UnfitError
from index.read.html import parse, text_of
from index.read.protocol import Content, Parts, Unfit

MOST_MESSAGES = 100_000
MOST_FIELD = 10_000
"""Characters of a header field that are read; one of millions takes minutes to be decoded."""
_FROM = rb"From [^\n]*[0-9]{2}:[0-9]{2}[^\n]*[0-9]{4}[^\n]*\n"
"""The line before each message; its time tells it from a paragraph that begins with this word."""
MESSAGE_START = re.compile(_FROM)
_BETWEEN = re.compile(rb"(?:\A|\n\r?\n)" + _FROM)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
NO_WORDS = "it has no words inside, only attachments perhaps; put these into the archive as files"


def read_message(data: bytes, most: int) -> Parts:
    """One document; the subject is its title and the `Date` field its date."""
    return [_message(data, "email", most)]


def read_mailbox(data: bytes, most: int) -> Parts:
    """A document a message, numbered from 1 in the order they stand in."""
    starts = [match.span() for match in _BETWEEN.finditer(data)]
    if not starts:
        raise UnfitError("it holds no messages; save the mailbox anew, or call the file .txt")
    if len(starts) > MOST_MESSAGES:
        raise UnfitError(f"it holds more than {MOST_MESSAGES} messages; split it")
    ends = [*(begin for begin, _ in starts[1:]), len(data)]
    bodies = (data[begin:end] for (_, begin), end in zip(starts, ends, strict=True))
    return [_numbered(body, most, number) for number, body in enumerate(bodies, 1)]


def _numbered(data: bytes, most: int, number: int) -> Content | Unfit:
    try:
        return _message(_QUOTED_FROM.sub(rb"\1", data), "mbox", most, number)
    except UnfitError as error:
        return Unfit(number, str(error))
    except (ValueError, LookupError, RecursionError) as error:
        return Unfit(number, f"the message is damaged ({type(error).__name__} while reading it)")


def _message(data: bytes, kind: str, most: int, number: int | None = None) -> Content:
    message = message_from_bytes(data)
    notes: list[str] = []
    text = tidied("\n\n".join(_words(message, notes)))
    if not text:
        raise UnfitError(NO_WORDS)
    subject, date = _field(message, "Subject"), _field(message, "Date")
    dates = (Stated(date, "metadata"),)
    return Content(kind, text[: most + 1], title=subject or None, dates=dates, notes=tuple(notes), part=number)


def _words(message: Message, notes: list[str]) -> list[str]:
    """The plain text in a message, or that of its pages if it has none."""
    leaves = [one for one in message.walk() if not one.is_multipart() and not _attached(one)]
    plain = [_text(one, notes) for one in leaves if one.get_content_type() == "text/plain"]
    if any(map(str.strip, plain)):
        return plain
    return [text_of(parse(_text(one, notes))) for one in leaves if one.get_content_type() == "text/html"]


def _attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _text(part: Message, notes: list[str]) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    decoded = decode(payload, part.get_content_charset())
    notes.extend(decoded.notes)
    return decoded.text


def _field(message: Message, name: str) -> str:
    """A header field's words on one line."""
    raw = str(message.get(name, ""))[:MOST_FIELD]
    try:
        pieces = list(_decoded(raw))
    except (HeaderParseError, ValueError):
        pieces = [raw]
    return tidied(" ".join("".join(pieces).split()))


def _decoded(raw: str) -> Iterator[str]:
    for piece, charset in decode_header(raw):
        if isinstance(piece, bytes):
            yield piece.decode(encoding_named(charset) or "utf-8", "replace")
        else:
            yield piece
