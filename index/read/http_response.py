"""HTTP responses as web archives keep them: status, kind, character set and body."""

from __future__ import annotations

import re
import zlib
from typing import Final, NamedTuple

from index.read.gzip_members import Room
from index.read.protocol import UnreadableError
from index.read.warc_records import fields_in

_STATUS: Final = re.compile(rb"HTTP/[0-9.]{1,4}[ \t]+([0-9]{3})[^\n]*(?:\n|\Z)")
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n|\Z")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB: Final = 32 + zlib.MAX_WBITS
_RAW: Final = -zlib.MAX_WBITS
_PLAIN: Final = ("", "identity", "none", "utf-8")
_PAGE: Final = re.compile(rb"\s*<[!?a-zA-Z]")


class Response(NamedTuple):
    """A response: its status (0 for none), its fields by names in lower case, and its body as sent."""

    status: int
    fields: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return media_type(self.fields.get("content-type", ""))

    @property
    def charset(self) -> str | None:
        return charset(self.fields.get("content-type", ""))


def media_type(stated: str) -> str:
    return stated.partition(";")[0].strip().lower()


def charset(stated: str) -> str | None:
    found = _CHARSET.search(stated)
    return found[1] if found else None


def response_in(block: bytes) -> Response:
    """The response in a record's block."""
    status = _STATUS.match(block)
    if status is None:
        return Response(0, {}, block)
    end = _HEAD_END.search(block, max(status.end() - 2, 0))
    if end is None:
        return Response(0, {}, block)
    return Response(int(status[1]), fields_in(block[status.end() : end.start()]), block[end.end() :])


def body_of(response: Response, room: Room) -> bytes:
    """The body without chunks and packing; a program that has taken these off may have left the fields as they were.

    Raises `UnreadableError` for packing that can't be undone.
    """
    body = response.body
    if "chunked" in response.fields.get("transfer-encoding", "").lower():
        body = _joined(body)
    for packing in reversed(response.fields.get("content-encoding", "").lower().split(",")):
        body = _unpacked(body, packing.strip(), room)
    return body


def _joined(body: bytes) -> bytes:
    """The chunks of a body; the body itself where it isn't in chunks."""
    parts: list[bytes] = []
    at = 0
    while (match := _CHUNK.match(body, at)) and (size := int(match[1], 16)):
        parts.append(body[match.end() : match.end() + size])
        at = match.end() + size
        at += len(body[at : at + 2]) - len(body[at : at + 2].lstrip(b"\r\n"))
    return b"".join(parts) if parts or _CHUNK.match(body) else body


def _unpacked(body: bytes, packing: str, room: Room) -> bytes:
    if packing in _PLAIN or not body:
        return body
    if packing in ("gzip", "x-gzip", "deflate"):
        forms = (_GZIP,) if body.startswith(b"\x1f\x8b") else (_ZLIB, _RAW) if packing == "deflate" else ()
        for form in forms:
            if (found := _inflated(body, form, room)) is not None:
                return found
        if not forms or _PAGE.match(body):
            return body
        raise UnreadableError("its packing is damaged; capture it again")
    if _PAGE.match(body):
        return body
    raise UnreadableError(f"it is packed by {packing[:20]!r}, which is not read; capture it without")


def _inflated(body: bytes, form: int, room: Room) -> bytes | None:
    """What a body unpacks to, as far as it goes; None where it is of another form."""
    unpack = zlib.decompressobj(form)
    parts: list[bytes] = []
    packed = body
    try:
        while packed and not unpack.eof:
            parts.append(unpack.decompress(packed, 1024 * 1024))
            room.take(len(parts[-1]))
            packed = unpack.unconsumed_tail
    except zlib.error:
        return b"".join(parts) or None
    return b"".join(parts) if unpack.eof or any(parts) else None
