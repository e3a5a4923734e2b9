"""E-mail (.eml, and .mbox with one document per message) by the standard library. The text is the message's body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from index.dates.stated import StatedDate
from index.read.decode import decode, encoding_named, tidied
from index.read.html import parse
from index.read.page_text import text_of
from index.read.protocol import Content, Parts, UnreadableError, UnreadablePart

MAX_MESSAGES = 100_000
MAX_FIELD_CHARACTERS = 10_000
"""How much of a header field is read; millions of characters take minutes to decode."""
_FROM = rb"From [^\n]*[0-9]{2}:[0-9]{2}[^\n]*[0-9]{4}[^\n]*\n"
"""The line before each message; its time distinguishes it from a paragraph that begins with "From"."""
MESSAGE_START = re.compile(_FROM)
_BETWEEN = re.compile(rb"(?:\A|\n\r?\n)" + _FROM)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
NO_MESSAGE_TEXT = "it has no text, perhaps only attachments; add those to the archive as files"


def read_message(data: bytes, max_characters: int) -> Parts:
    """One document; the subject is its title and the `Date` field its date."""
    return [_message(data, "email", max_characters)]


def read_mailbox(data: bytes, max_characters: int) -> Parts:
    """One document per message, numbered from 1 in the order of the file."""
    starts = [match.span() for match in _BETWEEN.finditer(data)]
    if not starts:
        raise UnreadableError("it holds no messages; save the mailbox again, or rename the file to .txt")
    if len(starts) > MAX_MESSAGES:
        raise UnreadableError(f"it holds more than {MAX_MESSAGES} messages; split it")
    ends = [*(begin for begin, _ in starts[1:]), len(data)]
    bodies = (data[begin:end] for (_, begin), end in zip(starts, ends, strict=True))
    return [_numbered(body, max_characters, number) for number, body in enumerate(bodies, 1)]


def _numbered(data: bytes, max_characters: int, number: int) -> Content | UnreadablePart:
    try:
        return _message(_QUOTED_FROM.sub(rb"\1", data), "mbox", max_characters, number)
    except UnreadableError as error:
        return UnreadablePart(number, str(error))
    except (ValueError, LookupError, RecursionError) as error:
        return UnreadablePart(number, f"the message is damaged ({type(error).__name__} while reading it)")


def _message(data: bytes, format_: str, max_characters: int, number: int | None = None) -> Content:
    message = message_from_bytes(data)
    notes: list[str] = []
    text = tidied("\n\n".join(_texts(message, notes)))
    if not text:
        raise UnreadableError(NO_MESSAGE_TEXT)
    subject, date = _field(message, "Subject"), _field(message, "Date")
    dates = (StatedDate(date, "metadata"),)
    return Content(
        format_, text[: max_characters + 1], title=subject or None, dates=dates, notes=tuple(notes), part=number
    )


def _texts(message: Message, notes: list[str]) -> list[str]:
    """The plain text in a message, or that of its HTML if it has none."""
    leaves = [part for part in message.walk() if not part.is_multipart() and not _attached(part)]
    plain = [_text(part, notes) for part in leaves if part.get_content_type() == "text/plain"]
    if any(map(str.strip, plain)):
        return plain
    return [text_of(parse(_text(part, notes))) for part in leaves if part.get_content_type() == "text/html"]


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
    raw = str(message.get(name, ""))[:MAX_FIELD_CHARACTERS]
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
