"""A segment's documents and passages by row: which rows a window or a folder has, and what a row shows.

Row numbers are positions in the vector index. They run in date order within each precision (day, month, year), then
come documents dated from one day, month or year to another, and last the undated ones. Days, months and years are equal
or apart, so that a date window is at most one range of rows for each precision; of the others each is compared.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models.documents import Passage
from index.storage.candidates import RowRange
from index.storage.columns import (
    FROM_TO,
    FROM_TO_INDEX,
    HEADING_COLUMNS,
    PASSAGE_COLUMNS,
    digest_of_heading,
    digest_of_passage,
    to_date,
    to_passage,
)
from index.storage.database import ReadOnlyDatabase
from index.storage.engine import Damaged, PassageView
from index.storage.labels import Facet


class DocumentRows:
    """The documents in `database` by row; safe to use from many threads. `damaged` is told of damaged records."""

    def __init__(self, database: ReadOnlyDatabase, damaged: Damaged) -> None:
        self._value, self._select = database.value, database.select
        self._damaged = damaged

    def earliest_days(self, documents: Sequence[int]) -> dict[int, int | None]:
        """For each document number the ordinal of its earliest day; None where undated."""
        return self._column("earliest", documents)

    def days(self) -> NDArray[np.int64]:
        """Number, first and last day of each dated document; of one whose days are damaged, none."""
        last = dt.date.max.toordinal()
        sound = "earliest BETWEEN 1 AND ? AND latest BETWEEN earliest AND ?"
        statement = f"SELECT id, earliest, latest FROM documents WHERE {sound}"  # noqa: S608 (constants)
        return np.array(self._select(statement, last, last), dtype=np.int64).reshape(-1, 3)

    def sketches(self, documents: Sequence[int]) -> dict[int, bytes]:
        """For each document number the sketch of its text (see `index.text.near_duplicates`)."""
        return self._column("sketch", documents)

    def paths(self, documents: Sequence[int]) -> dict[int, str]:
        """For each document number its path in the archive; none for a document whose record is damaged."""
        if not documents:
            return {}
        statement = f"SELECT id, heading_digest, {HEADING_COLUMNS} FROM documents WHERE id IN ({_marks(documents)})"  # noqa: S608 (constants)
        found: dict[int, str] = {}
        for number, digest, *heading in self._select(statement, *documents):
            if digest_of_heading(number, heading) == digest:
                found[number] = heading[0]
            else:
                self._damaged(f"the record of document {heading[0]}")
        return found

    def shown(self, rows: Sequence[int]) -> list[PassageView]:
        """The passages at `rows`, in their order, as a hit shows them; raises `LookupError` for a row not there.

        A hit shows five of a document's dozen columns; reading all of them took four times as long.
        """
        selected = self._select(
            f"SELECT p.row, {PASSAGE_COLUMNS}, p.digest, d.id, d.text, d.heading_digest, {HEADING_COLUMNS} "  # noqa: S608 (constants)
            f"FROM passages p JOIN documents d ON d.id = p.document WHERE p.row IN ({_marks(rows)})",
            *rows,
        )
        views = {row: _view(row, columns) for row, *columns in selected}
        for view in views.values():
            if not view.verbatim:
                self._damaged(f"the record of passage {view.passage.id}")
        return [views[row] for row in rows]

    def window(self, precision: str, first: int, last: int) -> RowRange | None:
        """The rows of that precision with a day from the ordinal `first` to `last`; None where there is none.

        Documents dated from one day, month or year to another are in none.
        """
        begin = self._value(
            f"SELECT first_row FROM documents WHERE precision = ? AND latest >= ? AND NOT {FROM_TO} "  # noqa: S608 (constants)
            "ORDER BY latest, first_row LIMIT 1",
            *(precision, first),
        )
        end = self._value(
            f"SELECT end_row FROM documents WHERE precision = ? AND earliest <= ? AND NOT {FROM_TO} "  # noqa: S608 (constants)
            "ORDER BY earliest DESC, end_row DESC LIMIT 1",
            *(precision, last),
        )
        return None if begin is None or end is None or begin >= end else (begin, end)

    @cached_property
    def from_to(self) -> list[tuple[int, int, int]]:
        """Number, earliest and latest day of each document dated from one day, month or year to another."""
        if not self._value("SELECT count(*) FROM sqlite_master WHERE name = ?", FROM_TO_INDEX):
            return []
        return self._select(f"SELECT id, earliest, latest FROM documents WHERE {FROM_TO}")  # noqa: S608 (constants)

    def folder(self, folder: str) -> list[int]:
        """The numbers of the documents in `folder`, or of the document at that very path, ascending."""
        numbers = self._select(
            "SELECT id FROM documents WHERE path = ? OR substr(path, 1, ?) = ? ORDER BY id",
            *(folder, len(folder) + 1, folder + "/"),
        )
        return [number for (number,) in numbers]

    def under(self, folder: str) -> list[int]:
        """The numbers of the documents in `folder` at any depth, ascending; an empty one stands for those in none."""
        first, below = folder.partition("/")[0], f"{folder}/" if folder else ""
        numbers = self._select(
            "SELECT id FROM documents WHERE folder = ? AND substr(path, 1, ?) = ? ORDER BY id",
            *(first, len(below), below),
        )
        return [number for (number,) in numbers]

    def named(self, by: Facet) -> list[tuple[int, str]]:
        """The number of each document, and its first-level folder or its format."""
        return self._select(f"SELECT id, {by} FROM documents")  # noqa: S608 (a constant)

    def numbers(self, paths: Sequence[str]) -> dict[str, int]:
        """The numbers of the documents at these paths; none for a path at which there is none."""
        statement = "SELECT path, id FROM documents WHERE path IN (SELECT value FROM json_each(?))"
        return dict(self._select(statement, json.dumps(paths)))

    def undated(self) -> RowRange | None:
        """The rows of undated documents; None where every document is dated."""
        first, end = self._select("SELECT min(first_row), max(end_row) FROM documents WHERE precision IS NULL")[0]
        return None if first is None else (int(first), int(end))

    def _column(self, name: str, documents: Sequence[int]) -> dict[int, Any]:
        """For each document number its value in a column; SQLite is not asked about none."""
        if not documents:
            return {}
        # As JSON: SQLite takes no more than some ten thousand values one by one.
        statement = f"SELECT id, {name} FROM documents WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 (constants)
        return dict(self._select(statement, json.dumps(documents)))


def _marks(values: Sequence[int]) -> str:
    """SQL's marks for so many values."""
    return ", ".join("?" * len(values))


def _view(row: int, columns: Sequence[Any]) -> PassageView:
    """The passage at `row`; one whose record is not what was written has no words, and is not `verbatim`."""
    place, (digest, number, whole, heading_digest), heading = columns[:6], columns[6:10], columns[10:]
    try:
        passage = to_passage(place)
        text = whole[passage.start : passage.end]
        path, title, title_origin, _, _, *date = heading
        view = PassageView(passage, text, True, path, title, title_origin, to_date(date))
        sound = digest_of_passage(row, number, place, text) == digest
        if sound and digest_of_heading(number, heading) == heading_digest:
            return view
    except (ValueError, TypeError, OverflowError):  # what damage makes of a number or a date
        pass
    return _damaged_view(place)


def _damaged_view(place: Sequence[Any]) -> PassageView:
    nowhere = Passage(id=str(place[0]), start=0, end=0, ordinal=0, paragraph=1, page=None)
    return PassageView(nowhere, "", False, "", "", "first words", None)
