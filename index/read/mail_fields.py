"""The header fields of an e-mail: words out of encoded words, damaged ones too, and the dates that they state."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from email.message import Message

from index.dates.mail import mail_day, moment
from index.dates.stated import MAX_SHOWN, StatedDate
from index.read.decode import encoding_named, tidied

MAX_FIELD_CHARACTERS = 10_000
"""How much of a header field is read."""
MAX_RECEIVED = 100
"""Fields; a message passes through fewer servers."""
LATIN = frozenset(
    ("cp1250", "cp1252", "cp1254", "cp1257", *(f"iso8859-{page}" for page in (2, 3, 4, 9, 10, 13, 14, 15)))
)
"""Encodings that are declared out of habit where text is UTF-8; ASCII and ISO-8859-1 are read as cp1252."""
_FIRST_YEAR = 1980
"""Of e-mail as it is; an earlier day of receipt is that of a clock that was not set."""

_ENCODED = re.compile(r"=\?(?P<charset>[^?\s*]+)(?:\*[^?\s]*)?\?(?P<kind>[bBqQ])\?(?P<words>.*?)(?:\?=|\Z)", re.DOTALL)
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def field_words(message: Message, name: str) -> str:
    """A header field's words on one line; empty where there is no such field."""
    return next(_fields(message, name), "")


def stated_dates(message: Message, envelope: str = "") -> tuple[StatedDate, ...]:
    """The days that a message states: when it was written, or else when it was received.

    `envelope` is the date in a mailbox's "From " line.
    """
    written = list(dict.fromkeys(filter(None, _fields(message, "Date"))))
    if not written:
        received = _received(message) or envelope
        return (StatedDate(received, "received", day=mail_day(received)),) if received else ()
    first, days = written[0], [mail_day(each) or each for each in written]
    if len(set(days)) > 1:
        other = next(each for each, day in zip(written, days, strict=True) if day != days[0])
        return (
            StatedDate(
                first, "metadata", doubt=f"is not {other[:MAX_SHOWN]}, which it says as well; remove the wrong one"
            ),
        )
    return (StatedDate(first, "metadata", day=mail_day(first)),)


def words_of(raw: str) -> str:
    """The words of a field as it was sent, on one line; those that are encoded are decoded."""
    return tidied(" ".join("".join(_pieces(raw[:MAX_FIELD_CHARACTERS])).split()))


def _fields(message: Message, name: str) -> Iterator[str]:
    wanted = name.lower()
    return (words_of(_characters(str(raw), message)) for key, raw in message.raw_items() if key.lower() == wanted)


def _received(message: Message) -> str:
    """The earliest stamp of the servers that the message passed through; each writes its own above the others'."""
    stamps = [str(raw).rpartition(";")[2] for key, raw in message.raw_items() if key.lower() == "received"]
    dated = [
        " ".join(stamp.split())
        for stamp in stamps[-MAX_RECEIVED:]
        if (day := mail_day(stamp)) and day.year >= _FIRST_YEAR
    ]
    timed = [(when, stamp) for stamp in reversed(dated) if (when := moment(stamp))]
    return min(timed, key=lambda each: each[0])[1] if timed else (dated or [""])[-1]


def _characters(raw: str, message: Message) -> str:
    """Bytes beyond ASCII, which no header should have, as UTF-8, or else in the encoding that the text declares."""
    if raw.isascii():
        return raw
    data = raw[:MAX_FIELD_CHARACTERS].encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = (encoding_named(part.get_content_charset()) for part in message.walk())
        return data.decode(next(filter(None, declared), "cp1252"), "replace")


def _pieces(raw: str) -> Iterator[str]:
    """The text between encoded words and in them. Blanks between two don't count, and a character may be in both."""
    end, charset, data = 0, "", b""
    for match in _ENCODED.finditer(raw):
        between = raw[end : match.start()]
        adjacent = bool(data) and not between.strip()
        if not (adjacent and match["charset"].lower() == charset):
            yield _decoded(data, charset)
            data = b""
        if not adjacent:
            yield between
        data += _bytes(match["kind"], match["words"])
        end, charset = match.end(), match["charset"].lower()
    yield _decoded(data, charset)
    yield raw[end:]


def _bytes(kind: str, words: str) -> bytes:
    if kind in "qQ":
        return binascii.a2b_qp(words.encode("utf-8"), header=True)
    letters = _NOT_BASE64.sub("", words)
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + "=" * (-len(whole) % 4))


def _decoded(data: bytes, charset: str) -> str:
    """Text declared Latin is UTF-8 where it is valid in that, which Latin letters hardly ever are by chance."""
    named = encoding_named(charset)
    for encoding in filter(None, ("utf-8" if named in LATIN else None, named, "utf-8", "cp1252")):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(named or "utf-8", "replace")
