"""Documents and passages of a shared store's tables, read whole: each compared with its digest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import lance
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from index.errors import DamagedRecordError
from index.models.documents import Document, Passage
from index.storage.columns import (
    digest_of_document,
    digest_of_heading,
    digest_of_passage,
    to_date,
    to_document,
    to_passage,
)
from index.storage.engine import Damaged, PassageView
from index.storage.lance.faults import told
from index.storage.lance.heads import Heads
from index.storage.lance.tables import OpenTables

_DOCUMENT: Final = (
    *("path", "format", "title", "title_origin", "text", "body", "sha256", "size", "language", "pages", "notes"),
    *("earliest", "latest", "precision", "origin", "as_written"),
)
"""As in `index.storage.columns.DOCUMENT_COLUMNS`."""
_PASSAGE: Final = ("id", "start", "end", "ordinal", "paragraph", "page")
"""As in `index.storage.columns.PASSAGE_COLUMNS`; a page is JSON."""
_PLACE: Final = ("row", "document", "digest")


class Records:
    """The records of the documents in `heads`; `damaged` is told of those that are not what was written."""

    def __init__(self, tables: OpenTables, heads: Heads, damaged: Damaged) -> None:
        self._tables = tables
        self._heads = heads
        self._damaged = damaged
        self._base = str(tables.documents.uri).rpartition("/")[0]

    def documents(self, positions: NDArray[np.int64]) -> list[Document]:
        """The documents at these positions, in their order; raises `DamagedRecordError`."""
        found = self._taken(positions, ("number", "digest", *_DOCUMENT))
        return [self._document(*columns) for columns in found]

    def column(self, name: str, positions: NDArray[np.int64]) -> list[Any]:
        """A column of the documents at these positions, in their order."""
        return [value for (value,) in self._taken(positions, (name,))]

    def passages(self, number: int, document: Document) -> list[Passage]:
        """The passages of the document of this number, in its order; raises `DamagedRecordError`."""
        return self.passages_of({number: document})[number]

    def passages_of(self, documents: Mapping[int, Document]) -> dict[int, list[Passage]]:
        """Likewise of documents by their numbers, at least one."""
        found: dict[int, list[Passage]] = {number: [] for number in documents}
        for columns in sorted(self._where(f"document IN ({_listed(documents)})", (*_PLACE, *_PASSAGE))):
            number = columns[1]
            found[number].append(self.passage(documents[number], *columns))
        return found

    def with_id(self, identifier: str, *columns: str) -> tuple[Any, ...] | None:
        """Some columns of the passage with this id; None where there is none."""
        quoted = identifier.replace("'", "''")
        return next(iter(self._where(f"id = '{quoted}'", columns)), None)

    def placed(self, identifier: str) -> tuple[Any, ...] | None:
        """What `passage` takes of the passage with this id."""
        return self.with_id(identifier, *_PLACE, *_PASSAGE)

    def passage(self, document: Document, row: int, number: int, digest: bytes, *columns: Any) -> Passage:
        """A passage of a document, made of its columns; raises `DamagedRecordError`."""
        try:
            place = _as_written(columns)
            passage = to_passage(place)
            words = document.text[passage.start : passage.end]
            if digest_of_passage(row, number, place, words) == digest:
                return passage
        except (ValueError, TypeError):  # what damage makes of a number
            pass
        raise self.refused(f"the record of passage {columns[0]}")

    def shown(self, rows: NDArray[np.int64], places: NDArray[np.int64]) -> list[PassageView]:
        """The passages at `rows`, in their order, as a hit shows them; raises `LookupError` for a row not there.

        `places` are where they lie in the table.
        """
        owners = self._heads.at_rows(rows)
        positions = np.unique(owners)
        texts = dict(zip(positions.tolist(), self.column("text", positions), strict=True))
        headings = dict(zip(texts, self._headings(positions), strict=True))
        found = self._at(self._tables.passages, places, ("digest", *_PASSAGE))
        numbers = self._heads.numbers[owners].tolist()
        return [
            self._told(_view((row, number, *columns), texts[owner], headings[owner]))
            for row, number, owner, columns in zip(rows.tolist(), numbers, owners.tolist(), found, strict=True)
        ]

    def _headings(self, positions: NDArray[np.int64]) -> Iterator[Sequence[Any] | None]:
        """What a hit shows of each of these documents; None where that is damaged."""
        for heading, (number, digest) in self._heads.headings(positions, "number", "heading_digest"):
            yield heading if digest_of_heading(number, heading) == digest else None

    def refused(self, what: str) -> DamagedRecordError:
        """The error for a damaged record, of which `damaged` is told."""
        self._damaged(what)
        return DamagedRecordError(f"{what} is damaged; run: dateline index")

    def _told(self, view: PassageView) -> PassageView:
        """The view, of which `damaged` is told where it is not verbatim."""
        if not view.verbatim:
            self._damaged(f"the record of passage {view.passage.id}")
        return view

    def _document(self, number: int, digest: bytes, *columns: Any) -> Document:
        try:
            if digest_of_document(number, columns) == digest:
                return to_document(columns)
        except (TypeError, AttributeError):  # what damage makes of a column is not even text
            pass
        raise self.refused(f"the record of document {columns[0]}")

    def _taken(self, positions: NDArray[np.int64], columns: Sequence[str]) -> list[tuple[Any, ...]]:
        return self._at(self._tables.documents, self._heads.offsets[positions], columns)

    def _at(
        self, table: lance.LanceDataset, places: NDArray[np.int64], columns: Sequence[str]
    ) -> list[tuple[Any, ...]]:
        """Some columns of a table at these places, in their order."""
        if not len(places):
            return []
        ascending, order = np.unique(places, return_inverse=True)
        with told(self._base):
            found = table.take(pa.array(ascending), columns=list(columns))
        rows = list(_tuples(found, columns))
        return [rows[place] for place in order.tolist()]

    def _where(self, condition: str, columns: Sequence[str]) -> Iterable[tuple[Any, ...]]:
        """Some columns of the passages that fulfil a condition, in SQL."""
        with told(self._base):
            found = self._tables.passages.scanner(columns=list(columns), filter=condition).to_table()
        return _tuples(found, columns)


def _view(columns: Sequence[Any], text: str, heading: Sequence[Any] | None) -> PassageView:
    """A passage; one whose record is not what was written, or whose `heading` isn't, has no words."""
    row, number, digest, *own = columns
    try:
        place = _as_written(own)
        passage = to_passage(place)
        words = text[passage.start : passage.end]
        if heading and digest_of_passage(row, number, place, words) == digest:
            path, title, title_origin, _, _, *date = heading
            return PassageView(passage, words, True, path, title, title_origin, to_date(date))
    except (ValueError, TypeError, OverflowError):  # what damage makes of a number or a date
        pass
    nowhere = Passage(id=str(own[0]), start=0, end=0, ordinal=0, paragraph=1, page=None)
    return PassageView(nowhere, "", False, "", "", "first words", None)


def _listed(numbers: Iterable[int]) -> str:
    """Numbers as SQL lists them."""
    return ", ".join(str(int(number)) for number in numbers)


def _tuples(table: pa.Table, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in columns), strict=True)


def _as_written(columns: Sequence[Any]) -> tuple[Any, ...]:
    """The columns of a passage as the embedded store has them."""
    *place, page = columns
    return *place, None if page is None else json.loads(page)
