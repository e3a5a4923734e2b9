"""Lists of documents and their dates as CSV: what is written to be filled in, and what people's programs make of it.

A cell that a spreadsheet would take for a formula begins with an apostrophe when it is written; when it is read, that
apostrophe is taken away again.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from index import ArchiveError, Assigned, isolated, one_line

MAX_BYTES: Final = 64 * 1024 * 1024
COLUMNS: Final = ("path", "date", "why")
"""Those that are read; others are left alone."""
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\s*')
"""By which Excel tells itself what separates the cells."""
_MAX_CELL: Final = 1_000_000


class Line(NamedTuple):
    """What a list says of one document, and where it says so: the number of the line, from 1."""

    number: int
    asked: Assigned


class Fault(NamedTuple):
    """What is wrong with a line."""

    number: int
    reason: str


def show(rows: Iterable[Sequence[str]], header: Sequence[str]) -> None:
    """Prints a list in UTF-8, as it is read: one document a line, whatever its cells hold."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)


def read(file: str) -> Iterator[Line | Fault]:
    """The lines of a list that give a date, and what is wrong with others; raises `ArchiveError` for the whole.

    `file` is its path, or `-` for standard input.
    """
    text = _text(file)
    first, rest, skipped = _first_line(text), text, 0
    if match := _SEPARATOR_LINE.fullmatch(first):
        rest, skipped = text[len(first) :].lstrip("\r\n"), 1
    separator = match[1] if match else _separator(first)
    csv.field_size_limit(_MAX_CELL)
    rows = _rows(csv.reader(io.StringIO(rest, newline=""), delimiter=separator, strict=True), skipped)
    yield from _lines(rows, file)


def _text(file: str) -> str:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(file).open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArchiveError(f"{file} can't be read ({(error.strerror or str(error)).lower()})") from error
    if len(data) > MAX_BYTES:
        raise ArchiveError(f"{file} is larger than {MAX_BYTES // 1024**2} MiB; split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise ArchiveError(f"{file}:{number} is not UTF-8; save the list as “CSV UTF-8”") from error


def _first_line(text: str) -> str:
    return re.split("[\\r\\n]", text, maxsplit=1)[0]


def _separator(header: str) -> str:
    """What stands between the names of the columns: Excel writes what its language uses."""
    return max(",;\t", key=header.count)


def _rows(reader: Iterable[list[str]], skipped: int) -> Iterator[tuple[int, list[str] | None]]:
    """Each line that isn't blank with its number; None for one that can't be read."""
    rows, begins = iter(reader), 1 + skipped
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            row = None
        ended = getattr(rows, "line_num", 0) + skipped
        if row is None or any(cell.strip() for cell in row):
            yield begins, row
        begins = ended + 1


def _lines(rows: Iterator[tuple[int, list[str] | None]], file: str) -> Iterator[Line | Fault]:
    number, header = next(rows, (1, None))
    names = [cell.strip().casefold() for cell in header or ()]
    missing = [name for name in COLUMNS[:2] if names.count(name) != 1]
    if missing:
        said = f"{file}:{number} must name the columns path, date and why"
        raise ArchiveError(f"{said}; there is not exactly one {' and one '.join(missing)}")
    for at, row in rows:
        if row is None:
            yield Fault(at, "a quotation mark is not closed, or text follows it; what it quotes was left out")
        elif any(cell.strip() for cell in row[len(names) :]):
            yield Fault(at, "it has more cells than the first line; put what has a separator in it in quotation marks")
        else:
            yield from _asked(at, dict(zip(names, row, strict=False)))


def _asked(number: int, cells: dict[str, str]) -> Iterator[Line | Fault]:
    path, written, why = (plain(cells.get(name, "")) for name in COLUMNS)
    if not written.strip():
        return
    if path:
        yield Line(number, Assigned(path=path, written=written.strip(), why=why.strip()))
    else:
        yield Fault(number, f"it has the date {isolated(one_line(written))[:60]} but no path")


def guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
