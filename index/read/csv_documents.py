"""CSV of documents, a row a document; a table without a column of texts is one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from statistics import fmean
from typing import Final

from index.read.csv_form import Form, Row, form_of, names_columns, rows
from index.read.decode import decode, tidied
from index.read.fields import Fields, no_text_field, roles_of
from index.read.plain import read_plain
from index.read.protocol import NO_TEXT, Content, FormatReader, Parts, UnreadableError
from index.read.records import MAX_RECORDS, Found, read_records

FORMAT: Final = "csv"
TABLE: Final = "table"
NOTHING: Final = "\x1f"
"""A separator that no text has."""
PROSE: Final = 60
"""Characters that the cells of a column have on average where it seems to hold texts."""
_SAMPLE: Final = 200
"""Rows by which that is told."""
NO_NAMES: Final = "its first row does not name its columns; put one above it, such as date,title,text"
AS_TABLE: Final = (
    "it is read as one table; if each row is a document, name the column with the text in the setting text_field"
)


def csv_reader(fields: Fields) -> FormatReader:
    """Reads tables; a text without columns is read as one."""

    def read(data: bytes, max_characters: int) -> Parts:
        text, notes = decode(data)
        parts = _read(text, fields, max_characters)
        if parts is None:
            return read_plain(data, max_characters)
        first = next((part for part in parts if isinstance(part, Content)), None)
        return [replace(part, notes=(*notes, *part.notes)) if part is first else part for part in parts]

    return read


def _read(text: str, fields: Fields, max_characters: int) -> Parts | None:
    """None where the text is no table."""
    form = form_of(text) or _one_column(text, fields)
    if form is None:
        return None
    found = list(islice(rows(text, form), MAX_RECORDS + 2))
    if not found or not names_columns(found[0].cells):
        raise UnreadableError(NO_NAMES)
    names = _names(found[0])
    if roles_of(names, fields).text:
        records = [_found(number, row, names) for number, row in enumerate(found[1:], 1)]
        return read_records(records, fields, FORMAT, max_characters)
    if name := _prose(names, found[1 : _SAMPLE + 1]):
        raise no_text_field(names, name)
    return [_table(names, rows(text, form), max_characters)]


def _one_column(text: str, fields: Fields) -> Form | None:
    """The form of a table whose only column is known to hold texts; None for any other text."""
    form = Form(NOTHING)
    names = _names(next(rows(text, form), Row(1, [])))
    return form if len(names) == 1 and roles_of(names, fields).text else None


def _names(head: Row) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in head.cells)


def _found(number: int, row: Row, names: Sequence[str]) -> Found:
    where = f"row {number} (line {row.line})"
    if not row.cells:
        return Found(None, where, f"the quotation mark that line {row.line} opens is never closed; close it")
    if any(cell.strip() for cell in row.cells[len(names) :]):
        return Found(
            None, where, f"{where} has more cells than there are columns; put quotes around those with separators"
        )
    return Found({name: cell for name, cell in zip(names, row.cells, strict=False) if name}, where)


def _prose(names: Sequence[str], sample: Sequence[Row]) -> str | None:
    """The column that seems to hold texts; None where all hold figures and short words."""
    means = {}
    for at, name in enumerate(names):
        lengths = [len(row.cells[at]) for row in sample if at < len(row.cells) and row.cells[at].strip()]
        means[name] = fmean(lengths) if lengths else 0.0
    longest = max(means, key=means.__getitem__)
    return longest if means[longest] >= PROSE else None


def _table(names: Sequence[str], found: Iterator[Row], max_characters: int) -> Content:
    """The table as one document, a line for each row."""
    next(found, None)
    lines: list[str] = []
    size = 0
    for row in found:
        line = _line(names, row)
        size += len(line) + 1
        lines.append(line)
        if size > max_characters:
            break
    text = "\n".join(filter(None, lines))
    if not text:
        raise UnreadableError(NO_TEXT)
    return Content(TABLE, text[: max_characters + 1], notes=(AS_TABLE,))


def _line(names: Sequence[str], row: Row) -> str:
    """`Station: North Pier; Height: 3.4`; cells without a column come last, and empty ones are left out."""
    if not row.cells:
        return f"(The quotation mark that line {row.line} opens is never closed.)"
    cells = [" ".join(tidied(cell).split()) for cell in row.cells]
    named = [f"{name}: {cell}" if name else cell for name, cell in zip(names, cells, strict=False) if cell]
    return "; ".join((*named, *filter(None, cells[len(names) :])))
