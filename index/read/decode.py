"""Bytes to characters, the same way for every format, and the one place where text is normalised.

The encoding is told by a byte order mark, then by what the file declares, then by being valid UTF-8; only then is
it detected, and a note says so. The text is then what the file holds, less the mark, with line ends as `\\n`; nothing
else changes, so that offsets into it are offsets into the file read as text. Text that had to be taken out of its
format (pages, PDF, DOCX, e-mail) is `tidied` once, and offsets are into the result.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from index.read.detect import DETECTABLE, damaged_utf8, detected
from index.read.faults import UnfitError

_MARKS = (
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
"""What a file may say it is encoded in; Python's other codecs run code, compress or are no encodings of text."""

_AS_BROWSERS_DO = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
"""Labels that by custom mean a larger encoding (https://encoding.spec.whatwg.org/#names-and-labels)."""

SAMPLE = 64 * 1024
"""Bytes that UTF-16 without a mark is told by."""

_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROLS = 0.005
"""The share of control characters above which decoded bytes are no text."""
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"[^\S\n]*\n")
_EMPTY_LINES = re.compile(r"\n{3,}")

_JAPANESE = re.compile(rb"\x1b\$[@B]")
BINARY = "it is a binary file, not text; save it in a format Dateline reads"


class Decoded(NamedTuple):
    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text in `data`, line ends as `\\n`; raises `UnfitError` if it is none or its encoding can't be told."""
    decoded = _decode(data, declared)
    text = decoded.text
    if "\0" in text or sum(1 for _ in _CONTROLS.finditer(text)) > max(2, MOST_CONTROLS * len(text)):
        raise UnfitError(BINARY)
    return Decoded(normalised(text), decoded.notes)


def normalised(text: str) -> str:
    """Line ends as `\\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidied(text: str) -> str:
    """Text taken out of a format that has more than text: line ends as `\\n`, no control characters or halves of
    characters, no blanks at the ends of lines, and no more than one empty line on end."""
    text = _LINE_ENDS.sub("\n", scrubbed(normalised(text)))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def scrubbed(text: str) -> str:
    """Without control characters, and with `?` for halves of characters, which no encoding can write."""
    return _UNWANTED.sub("", text).encode("utf-8", "replace").decode("utf-8")


def encoding_named(label: str | None) -> str | None:
    """The codec that a declared label means; None if it is unknown or no encoding of text."""
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    name = _AS_BROWSERS_DO.get(name, name)
    return name if name in DECLARABLE else None


def _decode(data: bytes, declared: str | None) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], encoding))
    if unmarked := _unmarked(data):
        return Decoded(_strictly(data, unmarked))
    named = encoding_named(declared)
    for encoding in filter(None, (named, "utf-8")):
        text = _attempt(data, encoding)
        if text is not None:
            return Decoded(text, _unlike(declared, encoding))
    return _detected(data)


def _unlike(declared: str | None, encoding: str) -> tuple[str, ...]:
    if not declared or encoding_named(declared) == encoding:
        return ()
    return (f"it declares the encoding {declared[:40]!r}, which it is not in; it was read as {encoding}",)


def _strictly(data: bytes, encoding: str) -> str:
    text = _attempt(data, encoding)
    if text is None:
        raise UnfitError(f"it begins like {encoding} text but has bytes that are not; save it as UTF-8")
    return text


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked(data: bytes) -> str | None:
    """The encodings that show by bytes no other text has: zeros at every other byte are UTF-16 without a mark, and
    escapes to Japanese characters (which are ASCII byte by byte) ISO-2022-JP."""
    head = data[:SAMPLE]
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
        raise UnfitError(BINARY)
    damaged = damaged_utf8(data)
    if damaged is not None:
        raise UnfitError(f"it is UTF-8 with bytes that are not, the first at byte {damaged:,}; save it anew")
    encoding = detected(data)
    if encoding is None:
        raise UnfitError("its encoding can't be told; save it as UTF-8")
    return Decoded(data.decode(encoding), (f"it names no encoding; it was read as {encoding}",))
