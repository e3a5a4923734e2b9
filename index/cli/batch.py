"""`dateline search --batch`: one JSON line in, one JSON line out, whatever is in it.

The input is read as bytes, split at line feeds alone: U+2028 and U+0085 may stand in a JSON string, and bytes that are
not UTF-8 or a line without end cost their own line and no other.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

import index
from index import Answer, DatelineError, Query, QueryError
from index.cli import asked
from index.cli import options as common

STDIN: Final = Path("-")
FAULT: Final = 1
MAX_BYTES: Final = 16_000_000
"""Of a line; longer ones are refused and not kept in memory. Others are read to the end, wherever their id is."""

MAX_DIGITS: Final = 1000
"""Of a whole number."""

_MARK: Final = b"\xef\xbb\xbf"
_WIDE: Final = re.compile(rb"\xff\xfe|\xfe\xff|\0+[^\0]\0+[^\0]|[^\0]\0+[^\0]\0")
"""How a file in UTF-16 or UTF-32 begins."""
_LEADING_ID: Final = re.compile(
    rb"""\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null)\s*(?:[,}"]|\Z)"""
)
"""The id of a line that can't be read as a whole, where it comes first."""

log = logging.getLogger(__name__)

Search = Callable[[Query], Answer]


class LineError(Exception):
    """Why a line can't be answered, with the id that it gives, if one could be made out; told on that line only."""

    def __init__(self, message: str, name: Any = None) -> None:
        super().__init__(message)
        self.name = name


def run(options: argparse.Namespace) -> int:
    """Answers every line that is not blank, in order, each flushed at once; returns the exit code."""
    from index.cli.show import answers  # noqa: PLC0415 (what a command does not need, it does not wait for)

    code, warned = 0, set[str]()
    with _opened(options.batch) as file, closing(common.opened(common.settings(options))) as archive:
        for number, line in lines(file, _named(options.batch)):
            name, answer, fault = _answered(line, options, archive.search)
            if answer is not None:
                answers.warn_once(answer, warned)
                found = answers.answer_json(answer, explained=options.explain) | {"id": name}
            else:
                code, found = FAULT, {"id": name, "error": fault}
                index.say(f"line {number}: {fault}")
            print(_json(found), flush=True)
    return code


def _answered(line: bytes | LineError, options: argparse.Namespace, search: Search) -> tuple[Any, Answer | None, str]:
    """The id that a line gives, and its answer, or else what is wrong with it."""
    name = None
    try:
        fields = _fields(line)
        name = _name(fields)
        return name, search(asked.query(fields, options)), ""
    except LineError as error:
        return error.name, None, str(error)
    except DatelineError as error:
        return name, None, str(error)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a bug, or a library's panic, at one query costs no other
        log.exception("a line of the batch failed")
        return name, None, index.unforeseen(error)


def _fields(line: bytes | LineError) -> dict[str, Any]:
    """The object that a line is; raises `QueryError` or `LineError`."""
    if isinstance(line, LineError):
        raise line
    try:
        text = line.decode("utf-8", "surrogateescape")  # so that the id can be read even then
        fields = json.loads(text, object_pairs_hook=_Object, parse_int=_whole_number)
    except (ValueError, RecursionError) as error:
        raise LineError(f"it is not JSON ({error})", _leading_id(line)) from error
    if not isinstance(fields, _Object):
        raise QueryError(f"it is no JSON object; write {asked.FORM}")
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LineError(f"it is not UTF-8 ({_byte(error)}); write it in UTF-8", _written(fields.get("id"))) from error
    return fields


class _Object(dict[str, Any]):
    """A JSON object; `twice` are names that it gives more than once, of which the last value counts."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs] if len(self) < len(pairs) else []
        self.twice = sorted({name for name in names if names.count(name) > 1})


def _whole_number(digits: str) -> int | float:
    """As Python reads them; it refuses to read thousands of digits."""
    return int(digits) if len(digits) <= MAX_DIGITS else float(digits)


def _written(name: Any) -> Any:
    """An id of a line that is not UTF-8; None where the id itself isn't."""
    return name if asked.is_whole(json.dumps(name, ensure_ascii=False)) else None


def _name(fields: dict[str, Any]) -> Any:
    """The id as it is given; raises for one that no answer can carry, or a name given twice."""
    name = fields.get("id")
    if isinstance(name, dict | list):
        raise LineError("id is nested; give a string, a number, true, false or null", _echo(name))
    if _echo(name) != name:
        raise QueryError("id is a number too large for JSON; give a smaller one, or a string")
    if isinstance(fields, _Object) and fields.twice:
        raise LineError(f"it gives {asked.quoted(fields.twice[0])} twice; give it once", name)
    return name


def _echo(name: Any) -> Any:
    """`name`, or None where JSON can't write it."""
    try:
        json.dumps(name, allow_nan=False)
    except (ValueError, RecursionError):
        return None
    return name


def _leading_id(line: bytes) -> Any:
    """The id at the beginning of a line that can't be read as a whole; None where there is none."""
    found = _LEADING_ID.match(line)
    try:
        return _echo(json.loads(found[1].decode("utf-8"), parse_int=_whole_number)) if found else None
    except ValueError:
        return None


def _byte(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x} at place {error.start + 1:,}"


def _json(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False)


# The input.


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer
        return
    try:
        opened = file.open("rb")
    except (OSError, ValueError) as error:
        raise _unreadable(str(file), error) from error
    with opened:
        yield opened


def lines(file: BinaryIO, name: str) -> Iterator[tuple[int, bytes | LineError]]:
    """The lines that are not blank, numbered from 1; those that are too long as what is wrong with them.

    Of a file in UTF-16 only the first line is given, as what is wrong with all.
    """
    number, wide = 0, False
    while line := _line(file, name):
        number += 1
        line = line.removeprefix(_MARK)  # files that were put together have one in the middle, too
        if number == 1 and (wide := b"\0" in line and bool(_WIDE.match(line))):
            yield number, LineError(f"the queries in {name} are in UTF-16, not UTF-8; save them as UTF-8")
        elif wide and b"\0" in line:
            continue  # told once for the whole file
        elif len(line) > MAX_BYTES:
            _pass_over(file, name, line)
            yield number, LineError(f"it is longer than {MAX_BYTES:,} bytes; shorten it", _leading_id(line))
        elif line.strip():
            yield number, line


def _line(file: BinaryIO, name: str) -> bytes:
    """The next line, or the beginning of one that is too long."""
    try:
        return file.readline(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error


def _pass_over(file: BinaryIO, name: str, line: bytes) -> None:
    """Reads the rest of a line that is too long, without keeping it."""
    while line and not line.endswith(b"\n"):
        line = _line(file, name)


def _unreadable(name: str, error: Exception) -> QueryError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return QueryError(f"the queries in {name} can't be read ({reason}); name a file, or - for input")


def _named(name: Path) -> str:
    return "standard input" if name == STDIN else str(name)
