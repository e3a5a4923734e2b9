"""Bytes to characters, the same way for every format, and the only place where text is normalised.

The encoding comes from a byte order mark, or else from what the file declares, or else is UTF-8 where the bytes are
valid; only then is it detected, and a note says so. The text is then the file's without the mark and with line ends
as `\\n`; nothing else changes, so that offsets into it are offsets into the file read as text. Text that had to be
extracted from its format (pages, PDF, DOCX, e-mail) is `tidied` once, and offsets are into the result.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from index.read.detect import DETECTABLE, damaged_utf8, detected
from index.read.protocol import UnreadableError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its first half
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

DECLARABLE = frozenset(
    codecs.lookup(name).name
    for name in (
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "mac_roman", "cp437", "cp850", "cp874"),
        *("iso2022_jp", "iso2022_kr", "hz", "big5hkscs", "euc_kr", "johab", "shift_jis", "mac_cyrillic"),
        *(f"iso8859_{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
        *DETECTABLE,
    )
)
"""Encodings that a file may declare; Python's other codecs run code, compress or don't encode text."""

_WEB_LABELS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
"""Labels that by custom mean a larger encoding (https://encoding.spec.whatwg.org/#names-and-labels)."""

UNMARKED_SAMPLE_BYTES = 64 * 1024
"""The beginning in which UTF-16 without a mark, and ISO-2022-JP, are recognised."""

_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MAX_CONTROL_SHARE = 0.005
"""The share of control characters above which decoded bytes are not text."""
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_EMPTY_LINES = re.compile(r"\n{3,}")

_JAPANESE = re.compile(rb"\x1b\$[@B]")
BINARY = "it is a binary file, not text; save it in a format Dateline reads"


class Decoded(NamedTuple):
    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text in `data`, line ends as `\\n`; raises `UnreadableError` if it isn't text or its encoding is unknown."""
    decoded = _decode(data, declared)
    text = decoded.text
    if "\0" in text or sum(1 for _ in _CONTROLS.finditer(text)) > max(2, MAX_CONTROL_SHARE * len(text)):
        raise UnreadableError(BINARY)
    return Decoded(normalised(text), decoded.notes)


def normalised(text: str) -> str:
    """Line ends as `\\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidied(text: str) -> str:
    """Text extracted from a format that holds more than text: line ends as `\\n`, no control characters or halves of
    characters, no blanks at the ends of lines, and never two empty lines in a row."""
    lines = scrubbed(normalised(text)).split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(map(str.rstrip, lines))).strip()


def scrubbed(text: str) -> str:
    """Without control characters, and with `?` for halves of characters, which no encoding can write."""
    return _UNWANTED.sub("", text).encode("utf-8", "replace").decode("utf-8")


def encoding_named(label: str | None) -> str | None:
    """The codec that a declared label means; None if it is unknown or doesn't encode text."""
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    name = _WEB_LABELS.get(name, name)
    return name if name in DECLARABLE else None


def _decode(data: bytes, declared: str | None) -> Decoded:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], encoding))
    if unmarked := _unmarked(data):
        return Decoded(_strictly(data, unmarked))
    named = encoding_named(declared)
    for encoding in filter(None, (named, "utf-8")):
        text = _attempt(data, encoding)
        if text is not None:
            return Decoded(text, _wrongly_declared(declared, encoding))
    return _detected(data)


def _wrongly_declared(declared: str | None, encoding: str) -> tuple[str, ...]:
    if not declared or encoding_named(declared) == encoding:
        return ()
    return (f"it declares the encoding {declared[:40]!r} but is not in it; it was read as {encoding}",)


def _strictly(data: bytes, encoding: str) -> str:
    text = _attempt(data, encoding)
    if text is None:
        raise UnreadableError(f"it begins like {encoding} text but has invalid bytes; save it as UTF-8")
    return text


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked(data: bytes) -> str | None:
    """An encoding recognised by bytes that no other text has: zeros at every other byte are UTF-16 without a mark,
    and escapes to Japanese characters (which are ASCII byte by byte) ISO-2022-JP."""
    head = data[:UNMARKED_SAMPLE_BYTES]
    if _JAPANESE.search(head) and _attempt(data, "iso2022_jp") is not None:
        return "iso2022_jp"
    if not head or len(data) % 2:
        return None
    even, odd = head[::2].count(0) / len(head), head[1::2].count(0) / len(head)
    if max(even, odd) < 0.2 or min(even, odd) > 0.02:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _detected(data: bytes) -> Decoded:
    if b"\0" in data:
        raise UnreadableError(BINARY)
    damaged = damaged_utf8(data)
    if damaged is not None:
        raise UnreadableError(f"it is UTF-8 with invalid bytes, the first at byte {damaged:,}; save it again")
    encoding = detected(data)
    if encoding is None:
        raise UnreadableError("its encoding is unknown; save it as UTF-8")
    return Decoded(data.decode(encoding), (f"it names no encoding; it was read as {encoding}",))
