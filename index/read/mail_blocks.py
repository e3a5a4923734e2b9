"""What stands in the text of an e-mail and is no text: files written as letters (uuencode, yEnc, base64, PGP); and text
that is written so itself."""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255}?)[ \t]{0,9}\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"(?:[` ]?[ \t]*\r?\n)*(?:end|====)[ \t]*(?:\r?\n|\Z)")
_LINE = re.compile(rb"([^\r\n]*)\r?(?:\n|\Z)")
_YENC = re.compile(
    rb"^=ybegin [^\r\n]{0,99}?name=([^\r\n]{1,255})\r?\n.*?(?:^=yend[^\n]*(?:\n|\Z)|\Z)", re.MULTILINE | re.DOTALL
)
_PGP = re.compile(rb"^-----BEGIN PGP (MESSAGE|SIGNATURE|PUBLIC KEY BLOCK)-----[ \t]*\r?\n", re.MULTILINE)
_BASE64 = re.compile(
    rb"(?:^[A-Za-z0-9+/]{60,76}[ \t]*\r?\n){6,}"
    rb"(?:(?=[A-Za-z]*[0-9+/=]|[A-Za-z]{25})[A-Za-z0-9+/]{2,76}={0,2}[ \t]*(?:\r?\n|\Z))?",
    re.MULTILINE,
)


_SIGNED = re.compile(rb"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:[A-Za-z]+: [^\n]*\n)*\r?\n?", re.MULTILINE)


class Stripped(NamedTuple):
    """The bytes without such files, and what the files are called; "" where they have no name."""

    data: bytes
    names: tuple[str, ...] = ()
    sealed: bool = False
    """Whether an encrypted text was among them."""


def without_files(data: bytes) -> Stripped:
    """The text around files that are written into it."""
    names: list[str] = []

    def named(match: re.Match[bytes]) -> bytes:
        names.append(match[1].strip().decode("utf-8", "replace"))
        return b""

    sealed = False
    data = _YENC.sub(named, data) if b"=ybegin " in data else data
    if b"-----BEGIN PGP " in data:
        data, sealed = _without_armour(_SIGNED.sub(b"", data))
    data, count = _BASE64.subn(b"", _without_uuencoded(data, names))
    return Stripped(data, (*names, *[""] * count), sealed)


def from_base64(data: bytes) -> bytes:
    """What base64 stands for, and after it the lines that a list has put below, which are not in it."""
    lines = data.splitlines()
    end = next((at for at, line in enumerate(lines) if line.strip() and not _is_base64(line.strip())), len(lines))
    if end < len(lines):  # words of the footer may look like base64, but stand after a blank line
        end = next((at for at in range(1, end) if not lines[at].strip() and lines[at - 1].strip()), end)
    letters = b"".join(line.strip() for line in lines[:end])
    try:
        # Several texts may stand there, each with its end.
        decoded = b"".join(map(_decoded, letters.split(b"=")))
    except binascii.Error:
        return data
    return b"\n".join((decoded, *lines[end:])) if end < len(lines) else decoded


def _decoded(letters: bytes) -> bytes:
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _without_armour(data: bytes) -> tuple[bytes, bool]:
    """The text without what PGP has signed it with; whether it was encrypted, in whole or in part."""
    kept, at, sealed = [], 0, False
    while begin := _PGP.search(data, at):
        last = b"-----END PGP %b-----" % begin[1]
        end = data.find(last, begin.end())
        if end < 0:
            break
        sealed = sealed or begin[1] == b"MESSAGE"
        kept.append(data[at : begin.start()])
        at = end + len(last)
    return b"".join((*kept, data[at:])), sealed


def _without_uuencoded(data: bytes, names: list[str]) -> bytes:
    kept, at = [], 0
    while begin := _UU_BEGIN.search(data, at):
        end = _uuencoded_end(data, begin.end(), base64=begin[0].startswith(b"begin-base64"))
        if end:
            names.append(begin[1].decode("utf-8", "replace"))
        kept.append(data[at : begin.start() if end else begin.end()])
        at = end or begin.end()
    return b"".join((*kept, data[at:])) if kept else data


def _uuencoded_end(data: bytes, at: int, *, base64: bool) -> int:
    """Where the lines of an encoded file end; 0 if what follows `begin` is none."""
    first = at
    while (line := _LINE.match(data, at)) and (_is_base64(line[1]) if base64 else _is_uuencoded(line[1])):
        at = line.end()
    end = _UU_END.match(data, at)
    if end is None:  # cut off, as long files are: what is whole is known by its lines
        return at if at - first > 45 else 0
    return end.end()


def _is_base64(line: bytes) -> bool:
    return re.fullmatch(rb"[A-Za-z0-9+/]+={0,2}\s*", line) is not None


def _is_uuencoded(line: bytes) -> bool:
    """A line begins with its number of bytes; three bytes are four characters, and blanks at the end may be gone."""
    if not line:
        return False
    count = (line[0] - 32) & 63
    length = len(line.rstrip()) - 1
    return 0 < count <= 45 and all(32 <= each <= 96 for each in line) and -(-count * 4 // 3) - 8 <= length <= 64
