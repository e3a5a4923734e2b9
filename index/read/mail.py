"""E-mail (.eml, and .mbox with one document per message) by the standard library. The text is the message's body."""

from __future__ import annotations

import codecs
import re
from email import message_from_bytes

from index.read.mail_body import body_of, no_text
from index.read.mail_fields import field_words, stated_dates
from index.read.mbox import envelope_date, messages
from index.read.protocol import Content, Parts, UnreadableError, UnreadablePart

MAX_MESSAGES = 100_000
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_message(data: bytes, max_characters: int) -> Parts:
    """One document; the subject is its title and the `Date` field its date."""
    return [content_of(data, "email", max_characters)]


def read_mailbox(data: bytes, max_characters: int) -> Parts:
    """One document per message, numbered from 1 in the order of the file."""
    data = as_sent(data)
    spans = list(messages(data))
    if not spans:
        raise UnreadableError("it holds no messages; save the mailbox again, or rename the file to .txt")
    if len(spans) > MAX_MESSAGES:
        raise UnreadableError(f"it holds more than {MAX_MESSAGES} messages; split it")
    return [
        _numbered(data[span.begin : span.end], max_characters, number, envelope_date(span.line))
        for number, span in enumerate(spans, 1)
    ]


def as_sent(data: bytes) -> bytes:
    """A message or mailbox as before an editor saved it: no byte order mark, UTF-16, old line ends or lines on top."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def content_of(data: bytes, format_: str, max_characters: int, part: int | None = None, received: str = "") -> Content:
    """The content of one message. `received` is when it was by what stands around it, as it is written there."""
    message = message_from_bytes(as_sent(data))
    body = body_of(message)
    if not body.text:
        raise UnreadableError(no_text(body))
    return Content(
        format_,
        body.text[: max_characters + 1],
        title=field_words(message, "Subject") or None,
        dates=stated_dates(message, received),
        notes=body.remarks,
        part=part,
    )


def _numbered(data: bytes, max_characters: int, number: int, received: str) -> Content | UnreadablePart:
    try:
        return content_of(_QUOTED_FROM.sub(rb"\1", data), "mbox", max_characters, number, received)
    except UnreadableError as error:
        return UnreadablePart(number, str(error))
    except (ValueError, LookupError, RecursionError) as error:
        reason = f"the message is damaged ({type(error).__name__} while reading it); save it again"
        return UnreadablePart(number, reason)
