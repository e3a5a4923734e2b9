"""The records of a WARC file (1.0, 1.1 and the drafts before them), plain or packed with gzip: pure, in bytes.

By the standard library, since a record is a header and so many bytes: libraries do not go on where a length is wrong or
a member of gzip is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.read.gzip_members import MAGIC, Room, beginning, members
from index.read.protocol import UnreadableError

HEAD_BYTES: Final = 64 * 1024
"""Of a record's header."""
MAX_RECORDS: Final = 1_000_000
SUFFIXES: Final = (".warc", ".warc.gz")
_BEGIN: Final = re.compile(rb"WARC/(?:1\.[0-9]|0\.1[0-9])[ \t]*\r?\n")
_NEXT: Final = re.compile(rb"\n(?=WARC/(?:1\.[0-9]|0\.1[0-9])[ \t]*\r?\n)")
_HEAD_END: Final = re.compile(rb"\r?\n(?:(?P<blank>\r?\n)|(?=WARC/(?:1\.[0-9]|0\.1[0-9])[ \t]*\r?\n))")
"""A blank line, or the next header where there is none."""
_AFTER: Final = b"\r\n\r\n"
_BLANK: Final = re.compile(rb"[\r\n]*")
_FOLDED: Final = re.compile(rb"\r?\n[ \t]+")


class WarcRecord(NamedTuple):
    """A record: its header fields, by names in lower case, and its block."""

    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "").lower()

    @property
    def address(self) -> str:
        """What it is a capture of; some programs put it in angle brackets."""
        return self.fields.get("warc-target-uri", "").strip("<>")


def is_warc(data: bytes, name: str) -> bool:
    """Whether this is a WARC file, by its content, or by its name where it is packed and damaged."""
    if data.startswith(MAGIC):
        return name.lower().endswith(".warc.gz") or bool(_BEGIN.match(beginning(data, HEAD_BYTES).lstrip()))
    return bool(_BEGIN.match(data[:HEAD_BYTES].lstrip()))


def records(data: bytes, room: Room) -> Iterator[WarcRecord | None]:
    """The records in order; None for each that is cut off or damaged. Raises `UnreadableError` for too many bytes."""
    for number, record in enumerate(_all(data, room)):
        if number >= MAX_RECORDS:
            raise UnreadableError(f"it holds more than {MAX_RECORDS:,} records; split it")
        yield record


def _all(data: bytes, room: Room) -> Iterator[WarcRecord | None]:
    if not data.startswith(MAGIC):
        yield from _records(data, 0)
        return
    for member in members(data, room):
        found = _records(member.data, 0)
        yield from found if member.whole else _cut_off(found)


def _cut_off(found: Iterator[WarcRecord | None]) -> Iterator[WarcRecord | None]:
    """The records without the last one, whose last bytes are missing."""
    before = next(found, None)
    for record in found:
        yield before
        before = record
    yield None


def fields_in(head: bytes) -> dict[str, str]:
    """Header fields by name in lower case; of several with one name the first."""
    found: dict[str, str] = {}
    for line in _FOLDED.sub(b" ", head).splitlines():
        name, colon, value = line.partition(b":")
        if colon:
            found.setdefault(_text(name).lower(), _text(value))
    return found


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").strip()


def _records(data: bytes, at: int) -> Iterator[WarcRecord | None]:
    while (at := _after_blanks(data, at)) < len(data):
        record, at = _record(data, at)
        yield record


def _after_blanks(data: bytes, at: int) -> int:
    match = _BLANK.match(data, at)
    return match.end() if match else at


def _record(data: bytes, at: int) -> tuple[WarcRecord | None, int]:
    """The record at `at`, and where the next one may begin. With a wrong length it ends before the next header."""
    begun = _BEGIN.match(data, at)
    end = _HEAD_END.search(data, begun.end() - 1, begun.end() + HEAD_BYTES) if begun else None
    if begun is None or end is None or not end["blank"]:
        return None, _next(data, at)
    fields = fields_in(data[begun.end() : end.start()])
    stop = _stop(data, end.end(), fields.get("content-length", ""))
    if stop is not None:
        return WarcRecord(fields, data[end.end() : stop]), stop
    stop = _next(data, end.end() - 1)
    if stop >= len(data):
        return None, stop
    return WarcRecord(fields, data[end.end() : stop].rstrip(b"\r\n")), stop


def _stop(data: bytes, begin: int, length: str) -> int | None:
    """Where a block of that length ends, if blank lines, a record or nothing follows there."""
    if not (length.isascii() and length.isdecimal() and len(length) < 16):
        return None
    stop = begin + int(length)
    if stop > len(data):
        return None
    following = _after_blanks(data, stop)
    fits = data.startswith(_AFTER, stop) or following >= len(data) or _BEGIN.match(data, following)
    return stop if fits else None


def _next(data: bytes, at: int) -> int:
    """Where the next record begins after `at`, or the end."""
    found = _NEXT.search(data, at)
    return found.end() if found else len(data)
