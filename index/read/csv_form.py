"""How a table of separated values is written: what stands between its cells, and what quotes them. Pure.

The separator is the one by which the first rows fall into most columns, each row into as many as the first. Python's
own `csv.Sniffer` takes a blank for one where quotes are escaped, and gives up where columns are empty.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

SEPARATORS: Final = (",", ";", "\t", "|")
SAMPLE_CHARACTERS: Final = 64 * 1024
SAMPLE_ROWS: Final = 50
MIN_EVEN: Final = 0.6
"""The share of rows that must have as many cells as the first where that names columns."""
MIN_EVEN_UNNAMED: Final = 0.9
"""Likewise where it does not."""
_STATED: Final = re.compile(r"sep=(?P<separator>[^\n])[^\S\n]*\n", re.IGNORECASE)
_ESCAPED: Final = re.compile(r'\\"(?![,;|\t\n]|\Z)')
_DOUBLED: Final = re.compile(r'[^,;|\t\n\\]""(?!")')
_NO_NAME: Final = re.compile(r"\A[\W\d_]+\Z|\n")
MAX_NAME: Final = 80
"""Characters of a column's name; longer cells are text."""


class Form(NamedTuple):
    """The separator, where the first row begins, and whether a quote in a cell is `\\"` instead of `""`."""

    separator: str
    begin: int = 0
    escaped: bool = False


class Row(NamedTuple):
    """A row's cells, and the line, from 1, in which it begins; without cells it is one whose quote is never closed."""

    line: int
    cells: list[str]


class _Score(NamedTuple):
    """How well a separator parts a text into columns."""

    named: bool
    """Whether the first row can be the columns' names."""
    even: float
    """The share of rows with as many cells as the first."""
    columns: int
    rows: int

    @property
    def is_table(self) -> bool:
        unnamed = self.even >= MIN_EVEN_UNNAMED and self.rows > 1
        return self.columns > 1 and (self.even >= MIN_EVEN if self.named else unnamed)


def form_of(text: str) -> Form | None:
    """How the table is written; None for a text that is none, or has one column only."""
    stated = _STATED.match(text)
    begin = stated.end() if stated else 0
    sample = text[begin : begin + SAMPLE_CHARACTERS]
    escaped = bool(_ESCAPED.search(sample)) and not _DOUBLED.search(sample)
    if stated:
        return Form(stated["separator"], begin, escaped)
    whole = len(sample) < SAMPLE_CHARACTERS
    scored = [(_score(sample, Form(mark, 0, escaped), whole=whole), mark) for mark in SEPARATORS]
    score, mark = max(scored, key=lambda each: (each[0].is_table, each[0].named, each[0].even * each[0].columns))
    return Form(mark, 0, escaped) if score.is_table else None


def _score(sample: str, form: Form, *, whole: bool) -> _Score:
    found = list(islice(rows(sample, form), SAMPLE_ROWS + 1))
    counted = found if whole or len(found) <= 1 else found[:-1]  # a row that is cut off is no sign
    cells = [row.cells for row in counted if row.cells]
    if not cells:
        return _Score(named=False, even=0.0, columns=0, rows=0)
    columns = len(cells[0])
    even = sum(len(_trimmed(each, columns)) == columns for each in cells) / len(cells)
    return _Score(names_columns(cells[0]), even, columns, len(cells))


def _trimmed(cells: list[str], columns: int) -> list[str]:
    """Cells without empty ones at the end that no column has."""
    while len(cells) > columns and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def names_columns(cells: list[str]) -> bool:
    """Whether a row can be that of the columns' names: short words, no sentences, none of them twice."""
    names = [cell.strip() for cell in cells if cell.strip()]
    words = [name for name in names if len(name) <= MAX_NAME and name[-1] not in ".!?" and not _NO_NAME.search(name)]
    return bool(names) and len(words) == len(names) and len(set(names)) == len(names)


def rows(text: str, form: Form) -> Iterator[Row]:
    """The rows with anything in them."""
    csv.field_size_limit(max(len(text), csv.field_size_limit()))  # of the whole process: others may need theirs
    lines = _Lines(text, form)
    reader = csv.reader(
        lines, delimiter=form.separator, doublequote=not form.escaped, escapechar="\\" if form.escaped else None
    )
    while True:
        begin, lines.quotes = lines.number + 1, 0
        cells = next(reader, None)
        if cells is None:
            return
        if lines.quotes % 2 and lines.at_end and lines.number > begin:  # only the last row can be open
            yield Row(begin, [])
        elif any(cell.strip() for cell in cells):
            yield Row(begin, cells)


class _Lines:
    """The lines of a table, how many were taken, and how many quotes there were in those of the row so far."""

    def __init__(self, text: str, form: Form) -> None:
        self._text = text
        self._escaped = form.escaped
        self._at = form.begin
        self.number = 1 if form.begin else 0
        self.quotes = 0

    @property
    def at_end(self) -> bool:
        return self._at >= len(self._text)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at_end:
            raise StopIteration
        end = self._text.find("\n", self._at) + 1 or len(self._text)
        line, self._at = self._text[self._at : end], end
        self.number += 1
        self.quotes += line.count('"') - (line.count('\\"') if self._escaped else 0)
        return line
