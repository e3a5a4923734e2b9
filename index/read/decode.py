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

from index.read.declared import declared_in
from index.read.detect import DETECTABLE, MAX_MEAN, WIDE, cost, detected, is_plausible, mean_cost
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
        *(
            "utf-7",
            "utf-8",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "utf-32",
            "ascii",
            "mac_roman",
            "cp437",
            "cp850",
            "cp874",
        ),
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
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "euc_kr": "cp949",
}
"""Labels that by custom mean a larger encoding (https://encoding.spec.whatwg.org/#names-and-labels)."""

_NAMES = {
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "iso-8859-8-i": "iso8859_8",
    "ks_c_5601": "cp949",
    "dos-866": "cp866",
    "mac-roman": "mac_roman",
}
"""Labels that Python does not know."""

UNMARKED_SAMPLE_BYTES = 64 * 1024
"""The beginning in which UTF-16 without a mark, and ISO-2022-JP, are recognised."""

_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MAX_CONTROL_SHARE = 0.005
"""The share of control characters above which decoded bytes are not text."""
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_EMPTY_LINES = re.compile(r"\n{3,}")

_ESCAPES = (
    (re.compile(rb"\x1b\$[@B]"), "iso2022_jp"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
)
_WIDE = frozenset(("utf-16", "utf-16-le", "utf-16-be", "utf-32"))
_BEYOND_ASCII = re.compile(r"[\x80-\ufffc\U00010000-\U0010ffff]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MIN_WIDE_SHARE = 0.02
"""Of control characters in UTF-16 that is read as bytes: blanks and most scripts have some."""
MAX_INVALID_SHARE = 0.02
"""Of characters in text of a known encoding; with more it is damaged beyond reading."""
DECLARED_BONUS = 15.0
"""By how many nats the encoding that a file declares is likelier than others."""
BINARY = "it is a binary file, not text; save it in a format Dateline reads"


class Decoded(NamedTuple):
    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text in `data`, line ends as `\\n`; raises `UnreadableError` if it isn't text or its encoding is unknown."""
    decoded = _decode(data, declared or declared_in(data))
    text = decoded.text
    if "\0" in text or _is_of_controls(text):
        raise UnreadableError(BINARY)
    return Decoded(normalised(text), decoded.notes)


def _is_of_controls(text: str) -> bool:
    """Whether a few characters, or half of a short text, are control characters."""
    controls = sum(1 for _ in _CONTROLS.finditer(text))
    return controls > max(2, MAX_CONTROL_SHARE * len(text)) or 0 < len(text) <= 2 * controls


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
        name = codecs.lookup(_NAMES.get(plain := _plain(label), plain)).name
    except (LookupError, ValueError):
        return None
    name = _WEB_LABELS.get(name, name)
    return name if name in DECLARABLE else None


def _plain(label: str | None) -> str:
    return (label or "").strip().strip("\"'").lower().removeprefix("x-")


def _decode(data: bytes, declared: str | None) -> Decoded:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _mostly(data[len(mark) :], encoding)
    if unmarked := _unmarked(data):
        return _mostly(data, unmarked) if unmarked in WIDE else Decoded(data.decode(unmarked))
    named = encoding_named(declared)
    if data.isascii() and named in _WIDE:
        named = None  # it would be read as two letters at a time
    wide = _wide(data)
    if wide is not None:
        return Decoded(data.decode(wide), (f"it names no encoding; it was read as {wide}",))
    known = _declared(data, named) or ("utf-8" if _attempt(data, "utf-8") is not None else None)
    if known:
        return Decoded(data.decode(known), _wrongly_declared(declared, known))
    return _detected(data, declared)


def _declared(data: bytes, named: str | None) -> str | None:
    """The encoding that the file declares, if what it says in it is a text and no other reading is likelier."""
    if named is None or _attempt(data, named) is None:
        return None
    if data.isascii() or named == "utf-8" or is_plausible(data, named):
        return "utf-8" if named != "utf-8" and _is_utf8(data, named) else named
    if _attempt(data, "utf-8") is not None:
        return "utf-8"
    found = detected(data, named, DECLARED_BONUS)
    return found.encoding if found and not found.rival else named


def _is_utf8(data: bytes, named: str) -> bool:
    """Whether bytes beyond ASCII are UTF-8, too, and say more in it."""
    text = _attempt(data, "utf-8")
    return not data.isascii() and text is not None and cost(data, "utf-8") <= cost(data, named)


def _wrongly_declared(declared: str | None, encoding: str) -> tuple[str, ...]:
    if not declared or encoding_named(declared) == encoding:
        return ()
    return (f"it declares the encoding {declared[:40]!r} but is not in it; it was read as {encoding}",)


def _mostly(data: bytes, encoding: str) -> Decoded:
    """The text in an encoding that is known, with `\ufffd` for what is invalid, and a note where that is."""
    text = data.decode(encoding, "replace")
    invalid = text.count("\ufffd") - data.count("\ufffd".encode(encoding))
    if invalid <= 0:
        return Decoded(text)
    if invalid > max(1, MAX_INVALID_SHARE * len(text), len(_BEYOND_ASCII.findall(text))):
        raise UnreadableError(f"it begins like {encoding} text but has invalid bytes; save it as UTF-8")
    line = normalised(text[: text.index("\ufffd")]).count("\n") + 1
    many = "an invalid byte" if invalid == 1 else f"{invalid:,} invalid bytes, the first"
    return Decoded(text, (f"it is {encoding} with {many} in line {line:,}, shown as \ufffd; save it again",))


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked(data: bytes) -> str | None:
    """An encoding recognised by bytes that no other text has: zeros at every other byte are UTF-16 without a mark,
    and escapes to Japanese characters (which are ASCII byte by byte) ISO-2022-JP."""
    head = data[:UNMARKED_SAMPLE_BYTES]
    for escape, encoding in _ESCAPES:
        if escape.search(head) and _attempt(data, encoding) is not None:
            return encoding
    if not head:
        return None
    even, odd = head[::2].count(0) / len(head), head[1::2].count(0) / len(head)
    if max(even, odd) < 0.2 or min(even, odd) > 0.02:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _detected(data: bytes, declared: str | None) -> Decoded:
    if b"\0" in data:
        raise UnreadableError(BINARY)
    if _is_damaged(data):
        return _mostly(data, "utf-8")
    found = detected(data)
    if found is None or found.rival:
        doubt = f" (it may be {found.encoding} or {found.rival})" if found else ""
        raise UnreadableError(f"its encoding is unknown{doubt}; save it as UTF-8")
    said = f"it declares the encoding {declared[:40]!r} but is not in it" if declared else "it names no encoding"
    return Decoded(data.decode(found.encoding), (f"{said}; it was read as {found.encoding}",))


def _is_damaged(data: bytes) -> bool:
    """Whether these invalid bytes are in UTF-8: most of what is beyond ASCII is valid in it, and says something."""
    text = data.decode("utf-8", "replace")
    valid = len(_BEYOND_ASCII.findall(text))
    return valid >= max(1, text.count("\ufffd")) and mean_cost(text.replace("\ufffd", "")) <= MAX_MEAN


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, of scripts whose characters have no zeros; other texts have few control characters."""
    head = data[:UNMARKED_SAMPLE_BYTES]
    if len(_CONTROL_BYTES.findall(head)) <= MIN_WIDE_SHARE * len(head):
        return None
    texts = {encoding: _attempt(data, encoding) for encoding in WIDE}
    means = {encoding: mean_cost(text) for encoding, text in texts.items() if text and not text.isascii()}
    best = min(means, key=means.__getitem__, default=None)
    return best if best and means[best] <= MAX_MEAN else None
