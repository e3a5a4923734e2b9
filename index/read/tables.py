"""Tables as text: a row is a line, with the names of its columns where the table has any. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.read.title import single_spaced

MAX_NAME = 60
"""Characters of a column's name, which is written into every row."""
_MIN_NUMBERS = 2
_DIGIT = re.compile(r"\d")


class Row(NamedTuple):
    """The cells of a row from the left, paragraphs within one apart by a blank line; whether it names the columns."""

    cells: tuple[str, ...]
    is_header: bool = False


def table_lines(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of a table: "Year: 1969; Crew: 3", or cells with tabs between them where no row names the columns.

    A row of one cell alone is that cell's paragraphs. Empty cells and rows are left out.
    """
    heads, body = _parted([row for row in rows if any(map(str.strip, row.cells))])
    names = _names(heads)
    if not body or len(names) < 2 or not any(names) or max(map(len, names)) > MAX_NAME:
        names, body = [], [*heads, *body]
    elif _unused(names, body):
        yield _joined(names)
    for row in body:
        yield from _line(row, names)


def _parted(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows on top that name the columns, by their mark or else by their form, and the others."""
    count = next((at for at, row in enumerate(rows) if not row.is_header), len(rows))
    count = count or int(_is_named_by_form(rows))
    return rows[:count], rows[count:]


def _is_named_by_form(rows: list[Row]) -> bool:
    """Whether the first row has a word over every column, and one of them numbers alone under it."""
    if len(rows) <= _MIN_NUMBERS:
        return False
    names = [single_spaced(cell) for cell in rows[0].cells]
    if "" in names or len({*names}) < len(names) or any(_DIGIT.search(name) for name in names):
        return False
    if any(len(row.cells) > len(names) for row in rows):
        return False
    columns = ([row.cells[at] for row in rows[1:] if at < len(row.cells)] for at in range(len(names)))
    return len(names) > 1 and any(map(_are_numbers, columns))


def _are_numbers(column: list[str]) -> bool:
    said = [cell for cell in column if cell.strip()]
    return len(said) >= _MIN_NUMBERS and all(map(_DIGIT.search, said))


def _names(heads: list[Row]) -> list[str]:
    """The name of each column, from the top down where several rows name it."""
    width = max((len(row.cells) for row in heads), default=0)
    parts = ([row.cells[at] for row in heads if at < len(row.cells)] for at in range(width))
    return [single_spaced(" ".join(part)).rstrip(":").rstrip() for part in parts]


def _unused(names: list[str], body: list[Row]) -> bool:
    """Whether a column has a name and no cell, so that its name stands in no row."""
    used = {at for row in body for at, cell in enumerate(row.cells) if cell.strip()}
    return any(name and at not in used for at, name in enumerate(names))


def _line(row: Row, names: list[str]) -> Iterator[str]:
    said = [(at, cell) for at, cell in enumerate(row.cells) if cell.strip()]
    if len(said) == 1 and (not names or len(row.cells) == 1):
        yield from said[0][1].split("\n\n")
        return
    if not names:
        yield _joined(row.cells)
        return
    named = ((names[at] if at < len(names) else "", single_spaced(cell)) for at, cell in said)
    yield "; ".join(f"{name}: {cell}" if name else cell for name, cell in named)


def _joined(cells: Sequence[str]) -> str:
    return "\t".join(filter(None, map(single_spaced, cells)))
