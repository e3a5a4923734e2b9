"""RTF as tokens: control words, symbols, bytes of text, and groups. Linear, whatever the bytes are. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_DEPTH = 1000
"""Of nested groups."""

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?+ ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>\r\n|[^A-Za-z])|"
    rb"(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]++)|\\"
)
_PASSED = re.compile(rb"[^{}\\]*+")
_SKIPPED = re.compile(rb"\\bin([0-9]{1,10}) ?|\\[\s\S]?|[{}]")


class Token(NamedTuple):
    """`kind` is "{", "}", "word", "symbol" or "text"; `number` is a control word's parameter."""

    kind: str
    word: str = ""
    number: int | None = None
    data: bytes = b""


class Tokens:
    """The tokens of a file, whose groups may be passed over."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __iter__(self) -> Iterator[Token]:
        while found := _TOKEN.match(self._data, self._at):
            self._at = found.end()
            kind = found.lastgroup
            if kind in ("word", "number"):
                yield self._word(found)
            elif kind == "hex":
                yield Token("hex", data=bytes.fromhex(found["hex"].decode("ascii")))
            elif kind == "brace":
                yield Token(found["brace"].decode("ascii"))
            elif kind is not None:
                yield Token(kind, data=found[kind])

    def _word(self, found: re.Match[bytes]) -> Token:
        written = found["number"]
        token = Token("word", found["word"].decode("ascii"), None if written is None else int(written))
        if token.word == "bin":
            self._at += max(0, token.number or 0)
        return token

    def skip_group(self) -> bool:
        """Goes to just before the brace that closes the group; False where none does."""
        depth = 0
        while self._at < len(self._data):
            self._at = _PASSED.match(self._data, self._at).end()  # type: ignore[union-attr]  # it matches anything
            found = _SKIPPED.match(self._data, self._at)
            if found is None:
                break
            if found[0] == b"}" and depth == 0:
                return True
            depth += {b"{": 1, b"}": -1}.get(found[0], 0)
            self._at = found.end() + int(found[1] or 0)
        self._at = len(self._data)
        return False
