"""Apple Mail's files (.emlx): a line with the message's number of bytes, the message, and what Mail noted about it."""

from __future__ import annotations

import datetime as dt
import plistlib
import re
from typing import Any
from xml.parsers.expat import ExpatError

from index.read.mail import as_sent, content_of
from index.read.protocol import Parts

_COUNT = re.compile(rb"\s*([0-9]{1,12})[ \t]*\r?\n")
_NOTED = re.compile(rb"\s*(?:<\?xml\b|<!DOCTYPE\s+plist\b|<plist\b|bplist00)")
_NOTES_AT_END = re.compile(
    rb"(?:<\?xml[^<>]*\?>\s*)?(?:<!DOCTYPE\s+plist[^<>]*>\s*)?<plist\b(?:(?!<plist\b).)*</plist>\s*\Z", re.DOTALL
)
MAX_NOTES = 64 * 1024
"""Bytes at the end in which the notes are looked for where the count is wrong."""


def read_emlx(data: bytes, max_characters: int) -> Parts:
    """One document, as of the message alone."""
    message, noted = _parted(as_sent(data))
    return [content_of(message, "email", max_characters, received=_received(noted))]


def _parted(data: bytes) -> tuple[bytes, bytes]:
    """The message, and what was noted about it; by the count, or by their forms where that is wrong."""
    count = _COUNT.match(data)
    begin = count.end() if count else 0
    end = begin + int(count[1]) if count else len(data)
    if not _NOTED.match(data, end):
        at = max(begin, len(data) - MAX_NOTES)
        notes = _NOTES_AT_END.search(data, at)
        end = notes.start() if notes else len(data)
    return data[begin:end], data[end:].strip()


def _received(noted: bytes) -> str:
    """When the message was received, in UTC; empty if that isn't noted."""
    try:
        notes: Any = plistlib.loads(noted) if noted else {}
        seconds = notes.get("date-received")
        return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat() if isinstance(seconds, int) else ""
    except (ExpatError, ValueError, AttributeError, OverflowError, OSError, plistlib.InvalidFileException):
        return ""
