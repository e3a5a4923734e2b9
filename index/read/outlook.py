"""Outlook's messages (.msg), by olefile: properties in the streams of a compound file ([MS-OXMSG], [MS-OXPROPS])."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.parser import HeaderParser

from olefile import OleFileIO

from index.dates.stated import StatedDate
from index.read.alternatives import joined, united
from index.read.compound import names_at_top
from index.read.decode import decode, tidied
from index.read.html import parse
from index.read.mail_body import Body, body_of, no_text
from index.read.mail_fields import stated_dates, words_of
from index.read.page_text import whole_text
from index.read.protocol import Content, Parts, UnreadableError

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = "__properties_version1.0"
_MARK = _PROPERTIES.encode("utf-16-le")
RICH_TEXT = "its text is rich text (RTF) alone; open it in a mail program and save it as .eml or HTML"
MAX_DEPTH = 20
"""Of messages in messages."""

_CLASS, _SUBJECT, _HEADERS, _SENDER, _SENT, _RECEIVED = 0x001A, 0x0037, 0x007D, 0x0C1A, 0x0039, 0x0E06
_BODY, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_DATA, _SHORT_NAME, _NAME, _MIME_TYPE, _CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
_BODY_PAGE, _STRING_PAGE = 0x3FDE, 0x3FFD
_UNICODE, _STRING, _BINARY, _TIME, _OBJECT = 0x001F, 0x001E, 0x0102, 0x0040, 0x000D

_ENTRY = struct.Struct("<HHI8s")
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-Fa-f]{8}")
_CODE_PAGES = {65001: "utf-8", 1200: "utf-16-le", 20127: "ascii", 20866: "koi8-r", 21866: "koi8-u", 936: "gb18030"} | {
    50220: "iso2022_jp", 51932: "euc_jp", 51949: "euc_kr", 54936: "gb18030", 1361: "johab"
}  # fmt: skip


def is_outlook(data: bytes) -> bool:
    """Whether a file is a message of Outlook's and no other compound file, in which one may lie."""
    if not data.startswith(COMPOUND) or _MARK not in data:
        return False
    names = names_at_top(data)
    return not names or _PROPERTIES in names


def read_outlook(data: bytes, max_characters: int) -> Parts:
    """One document; its day is that of the header's `Date`, or the one in UTC on which it was sent or received."""
    try:
        with OleFileIO(io.BytesIO(data)) as file:
            return [_content(_Item(file, ()), max_characters)]
    except (OSError, struct.error, IndexError) as error:
        raise UnreadableError("it is a damaged or truncated Outlook message; save it again") from error


class _Item:
    """A message or an attachment: a folder of the file, whose streams are named by property and type."""

    def __init__(self, file: OleFileIO, path: tuple[str, ...]) -> None:
        self._file = file
        self._path = path
        header = 8 if path and _ATTACHMENT.fullmatch(path[-1]) else 24 if path else 32
        entries = _ENTRY.iter_unpack(_whole_entries((self._stream(_PROPERTIES) or b"")[header:]))
        self._fixed = {(number, kind): value for kind, number, _, value in entries}

    def data(self, number: int, kind: int = _BINARY) -> bytes | None:
        return self._stream(f"__substg1.0_{number:04X}{kind:04X}")

    def words(self, number: int) -> str:
        """A text, in Unicode or in the code page that the message names."""
        wide = self.data(number, _UNICODE)
        if wide is not None:
            return wide[: len(wide) // 2 * 2].decode("utf-16-le", "surrogatepass").rstrip("\0")
        narrow = (self.data(number, _STRING) or b"").rstrip(b"\0")
        try:
            return decode(narrow, self.code_page(_STRING_PAGE)).text if narrow else ""
        except UnreadableError:
            if number == _BODY:
                raise
            return ""  # what else is unknown costs itself

    def code_page(self, number: int = _BODY_PAGE) -> str | None:
        value = self._fixed.get((number, 3)) or self._fixed.get((_STRING_PAGE, 3))
        page = int.from_bytes(value[:4], "little") if value else 0
        latin = f"iso8859-{page - 28590}" if 28590 < page < 28606 else f"cp{page}"
        return _CODE_PAGES.get(page, latin) if page else None

    def time(self, number: int) -> str:
        """A moment in UTC, as it is printed by most; empty where there is none."""
        value = self._fixed.get((number, _TIME))
        ticks = int.from_bytes(value, "little") if value else 0
        try:
            return (_EPOCH + dt.timedelta(microseconds=ticks // 10)).isoformat(timespec="seconds") if ticks else ""
        except OverflowError:
            return ""

    def attachments(self) -> Iterator[_Item]:
        depth = len(self._path)
        found = {each[depth] for each in self._file.listdir() if tuple(each[:depth]) == self._path and each[depth:]}
        for name in sorted(name for name in found if _ATTACHMENT.fullmatch(name)):
            yield _Item(self._file, (*self._path, name))

    def message(self) -> _Item | None:
        """The message that is attached here."""
        path = (*self._path, f"__substg1.0_{_DATA:04X}{_OBJECT:04X}")
        inner = "/".join((*path, _PROPERTIES))
        return _Item(self._file, path) if len(path) < 2 * MAX_DEPTH and self._file.exists(inner) else None

    def _stream(self, name: str) -> bytes | None:
        path = "/".join((*self._path, name))
        if not self._file.exists(path) or self._file.get_type(path) != 2:
            return None
        data: bytes = self._file.openstream(path).read()
        return data


def _content(item: _Item, max_characters: int) -> Content:
    body = Body()
    body.text = tidied(_text(item, body))
    if not body.text:
        raise UnreadableError(RICH_TEXT if item.data(_RTF) and not body.encrypted else no_text(body))
    return Content(
        "email",
        body.text[: max_characters + 1],
        title=words_of(item.words(_SUBJECT)) or None,
        dates=_dates(item),
        notes=body.remarks,
    )


def _dates(item: _Item) -> tuple[StatedDate, ...]:
    headers: Message = HeaderParser().parsestr(item.words(_HEADERS))
    if stated := stated_dates(headers):
        return stated
    sent, received = item.time(_SENT), item.time(_RECEIVED)
    if sent:
        return (StatedDate(sent, "metadata"),)
    return (StatedDate(received, "received"),) if received else ()


def _text(item: _Item, body: Body) -> str:
    kind = item.words(_CLASS).lower()
    texts = [united([item.words(_BODY), _page(item)])]
    for attached in item.attachments():
        inner = attached.message()
        if inner:
            head = [f"Subject: {inner.words(_SUBJECT)}", f"From: {inner.words(_SENDER)}"]
            texts.append(joined(["\n".join(line for line in head if line.partition(": ")[2]), _text(inner, body)]))
        elif kind.startswith("ipm.note.smime"):
            texts.append(_sealed(attached, kind, body))
        elif not (attached.words(_CONTENT_ID) and attached.words(_MIME_TYPE).startswith("image/")):
            body.attachments.append(words_of(attached.words(_NAME) or attached.words(_SHORT_NAME)))
    return joined(texts)


def _page(item: _Item) -> str:
    data = item.data(_HTML)
    html = decode(data, item.code_page()).text if data else item.words(_HTML)
    return whole_text(parse(html)) if html.strip() else ""


def _sealed(attached: _Item, kind: str, body: Body) -> str:
    """What is signed stands there as it was sent; what is encrypted can't be read."""
    if not kind.endswith("multipartsigned"):
        body.encrypted = True
        return ""
    signed = body_of(message_from_bytes(attached.data(_DATA) or b""))
    body.notes += signed.notes
    body.attachments += signed.attachments
    return signed.text


def _whole_entries(data: bytes) -> bytes:
    return data[: len(data) - len(data) % _ENTRY.size]
