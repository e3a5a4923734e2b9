"""Where a mailbox's messages begin: pure, in bytes.

A line that begins with "From " is a paragraph's at least as often as a mailbox's, and not every program quotes those of
paragraphs. It counts only where header fields follow, as in Thunderbird; the less it looks like the line that programs
write (a sender and the time in C's form), the more of the fields have to be ones of mail. A blank line before it is not
asked for, since some programs leave it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

HEAD_BYTES = 16 * 1024
"""How much after the line is looked at for header fields."""

_LINE = re.compile(rb"^From(?: [^\n]{0,300})?\r?\n(?:>From [^\n]{0,300}\n)?", re.MULTILINE)
_FIELDS = re.compile(rb"(?:[!-9;-~]+[ \t]*:[^\n]*(?:\n|\Z)(?:[ \t]+[^\s][^\n]*(?:\n|\Z))*)+")
_NAME = re.compile(rb"^([!-9;-~]+)[ \t]*:", re.MULTILINE)

_WEEKDAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_TIME = rb"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_ENVELOPE = re.compile(
    rb"From (?P<sender>.*?)[ \t]*\b(?P<date>"
    rb"%(weekday)s,?[ ]+(?:%(month)s[ ]+[0-9]{1,2}|[0-9]{1,2}[ -]%(month)s[ -][0-9]{2,4}),?[ ]+%(time)s"
    rb"(?:[ ]+[A-Za-z]{1,5}|[ ]+[+-][0-9]{4})*(?:[ ]+[0-9]{4})?(?:[ ]+[A-Za-z]{1,5}|[ ]+[+-][0-9]{4})*)"
    rb"(?:[ ]+remote from [^\r\n]*)?[ \t]*\r?\n" % {b"weekday": _WEEKDAY, b"month": _MONTH, b"time": _TIME}
)
"""The line as programs write it. In public archives the sender may be `ann at example.org`."""
_SENDER_ONLY = re.compile(rb"From(?:[ \t]+(?:[^\s]+|\"[^\"\n]*\"@[^\s]*))?[ \t]*\r?\n")
_SENT = re.compile(rb"From [^\n]*(?:[0-9]{1,2}:[0-9]{2}[^\n]*[0-9]{4}|[0-9]{4}[^\n]*[0-9]{1,2}:[0-9]{2}|@)[^\n]*\n")

_CORE = frozenset((b"from", b"message-id", b"received", b"return-path", b"delivered-to", b"mime-version"))
"""Fields that a letter or a note does not have under a line that names its sender."""
_KNOWN = _CORE | frozenset(
    (
        *(b"date", b"to", b"cc", b"bcc", b"sender", b"reply-to", b"subject", b"in-reply-to", b"references"),
        *(b"content-type", b"content-transfer-encoding", b"content-length", b"lines", b"status", b"x-status"),
        *(b"x-mozilla-status", b"x-mozilla-status2", b"x-gmail-labels", b"x-gm-thrid", b"x-uid", b"x-keywords"),
        *(b"envelope-to", b"list-id", b"newsgroups", b"organization", b"dkim-signature", b"user-agent", b"x-mailer"),
    )
)
_LENGTH = re.compile(rb"^Content-Length[ \t]*:[ \t]*([0-9]{1,12})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_HEAD_END = re.compile(rb"\n\r?\n")


class Span(NamedTuple):
    """One message of a mailbox: `data[begin:end]`. `line` is the "From " line before it, empty if there is none."""

    line: bytes
    begin: int
    end: int


def begins_mailbox(data: bytes) -> bool:
    """Whether the first line is a mailbox's "From " line."""
    match = _LINE.match(data)
    return match is not None and _separates(data, match)


def messages(data: bytes) -> Iterator[Span]:
    """The messages in a mailbox, in order; what stands before the first "From " line, if anything, is one, too."""
    line, begin = b"", 0
    for match in _separators(data):
        if line or data[begin : match.start()].strip():
            yield Span(line, begin, match.start())
        line, begin = match[0], match.end()
    if line:
        yield Span(line, begin, len(data))


def envelope_date(line: bytes) -> str:
    """When a message was received by its "From " line; empty if that doesn't say.

    Programs that store mail for a person write the sender `-` or `MAILER-DAEMON` and the time of storing, and git a
    day of its own beside the name of a commit.
    """
    match = _ENVELOPE.match(line)
    sender = match["sender"].strip() if match else b""
    return match["date"].decode("ascii") if match and (b"@" in sender or b" at " in sender) else ""


def _separators(data: bytes) -> Iterator[re.Match[bytes]]:
    start = 0
    while match := _LINE.search(data, start):
        start = match.end()
        if _separates(data, match):
            yield match
            start = _stated_end(data, start)


def _separates(data: bytes, match: re.Match[bytes]) -> bool:
    """Whether a line that begins with "From" stands before a message."""
    fields = _FIELDS.match(data, match.end(), match.end() + HEAD_BYTES)
    if fields is None:
        return False
    line = match[0].partition(b"\n")[0] + b"\n"
    if _ENVELOPE.match(line):
        return True
    names = {name.lower() for name in _NAME.findall(fields[0])}
    if len(names & _KNOWN) < 2 or names.isdisjoint(_CORE):
        return False
    return bool(_SENDER_ONLY.match(line) or _SENT.match(line))


def _stated_end(data: bytes, begin: int) -> int:
    """Where the message that begins at `begin` ends by its Content-Length, if a message or nothing follows there."""
    end = _HEAD_END.search(data, begin, begin + HEAD_BYTES)
    length = _LENGTH.search(data, begin, end.start() + 1) if end else None
    if end is None or length is None:
        return begin
    at = end.end() + int(length[1])
    at += len(data[at : at + 2]) - len(data[at : at + 2].lstrip(b"\r\n"))
    following = _LINE.match(data, at)
    stated = at == len(data) or (following is not None and _separates(data, following))
    return at if stated else begin
