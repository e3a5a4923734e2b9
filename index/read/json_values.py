"""What stands in a JSON text: one value, the elements of a list, or values one after the other, such as a line each.

A value that is damaged costs no more than itself where the next one begins a line. Pure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final, NamedTuple

from index.read.fields import Number
from index.read.protocol import UnreadableError

MAX_BROKEN: Final = 1000
"""Values that may be damaged."""
_LINE: Final = re.compile(r"\n(?=\{)")
_BETWEEN: Final = re.compile(r"[\s,\x1e]*")
_STRICT: Final = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=Number)
_LENIENT: Final = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=Number, strict=False)
_CONTROL: Final = "Invalid control character"
_DEEP: Final = "it is nested too deeply to read; simplify it"


class Piece(NamedTuple):
    """A value and the line, from 1, in which it begins; `fault` says why it can't be read."""

    line: int
    value: object
    fault: str = ""


def is_list(text: str) -> bool:
    """Whether a text is a list, and not one value or several."""
    return text.lstrip().startswith("[")


def elements(text: str) -> Iterator[Piece]:
    """The elements of a list. What comes after damage in it can't be told apart, and is named as a whole."""
    at, lines = text.index("[") + 1, _Lines(text)
    while True:
        at = _next(text, at)
        if at >= len(text):
            yield Piece(lines.at(at), None, f"the list breaks off in line {lines.at(at)}; save it again")
            return
        if text[at] == "]":
            return
        piece, at, ended = _read(text, at, lines)
        yield piece._replace(fault=f"{piece.fault}; what follows in the list can't be read") if ended else piece
        if ended:
            return


def values(text: str) -> Iterator[Piece]:
    """Values that stand one after the other."""
    at, lines, broken = _next(text, 0), _Lines(text), 0
    while at < len(text):
        piece, at, ended = _read(text, at, lines)
        yield piece
        if ended:
            broken += 1
            following = _LINE.search(text, at)
            at = following.end() if following else len(text)
        if broken > MAX_BROKEN:
            raise UnreadableError(f"more than {MAX_BROKEN} of its lines are no JSON; save it again")
        at = _next(text, at)


def _next(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _read(text: str, at: int, lines: _Lines) -> tuple[Piece, int, bool]:
    """The value at `at`, where it ends, and whether it is damaged."""
    line = lines.at(at)
    try:
        value, end = _decoded(text, at)
    except json.JSONDecodeError as error:
        why = f"{error.msg.removesuffix(' at')}, line {error.lineno} column {error.colno}"
        return Piece(line, None, f"line {line} is no whole JSON ({why}); mend it"), at, True
    except RecursionError:
        return Piece(line, None, _DEEP), at, True
    return Piece(line, value), end, False


def _decoded(text: str, at: int) -> tuple[object, int]:
    try:
        return _STRICT.raw_decode(text, at)
    except json.JSONDecodeError as error:
        if not error.msg.startswith(_CONTROL):
            raise
        with suppress(json.JSONDecodeError):  # tabs and line ends in strings, which some programs write as they are
            return _LENIENT.raw_decode(text, at)
        raise


class _Lines:
    """Counts lines up to places that come one after the other."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def at(self, place: int) -> int:
        """The line, from 1, in which a place lies."""
        self._line += self._text.count("\n", self._at, place)
        self._at = max(self._at, place)
        return self._line
