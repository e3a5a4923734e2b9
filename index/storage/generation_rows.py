"""Documents and passages of a generation by row, whatever segments they lie in.

Rows run in date order within each precision (day, month, year), then come documents dated from one day, month or year
to another, and last the undated ones. Days, months and years are equal or apart, so that a date window is at most one
range of rows for each precision; of the others each is compared.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.storage.candidates import RowRange, merged
from index.storage.columns import PRECISIONS
from index.storage.document_rows import DocumentRows
from index.storage.engine import PassageView
from index.storage.labels import Facet, Labels, labelled
from index.storage.order import Order
from index.storage.row_map import RowMap

Value = TypeVar("Value")
Found = Callable[[DocumentRows, list[int]], dict[int, Value]]
"""What a segment has of some of its documents, by their numbers there."""


class GenerationRows:
    """The documents of all segments by row; safe to use from many threads."""

    def __init__(self, parts: Sequence[DocumentRows], order: Order) -> None:
        self._parts = parts
        self._order = order

    @property
    def row_map(self) -> RowMap:
        """Which rows each document has."""
        return self._order.row_map

    def documents_of(self, rows: Sequence[int]) -> dict[int, int]:
        """For each of `rows` the number of its document."""
        return dict(zip(rows, self.row_map.places(rows).documents.tolist(), strict=True))

    def earliest_days(self, documents: Sequence[int]) -> dict[int, int | None]:
        """For each document number the ordinal of its earliest day; None where undated."""
        return self._of_each(documents, DocumentRows.earliest_days)

    def days(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each document number, in their order, the ordinals of its first and last day; 0 and 0 where undated."""
        found: NDArray[np.int64] = self._days[documents].astype(np.int64)
        return found

    @cached_property
    def _days(self) -> NDArray[np.int32]:
        """Of all documents, read once: 8 bytes each."""
        days = np.zeros((self._order.documents, 2), dtype=np.int32)
        for segment, part in enumerate(self._parts):
            own = part.days()
            numbers = self._order.numbers_of(segment, own[:, 0])
            days[numbers[numbers >= 0]] = own[numbers >= 0, 1:]
        return days

    def sketches(self, documents: Sequence[int]) -> dict[int, bytes]:
        """For each document number the sketch of its text (see `index.text.near_duplicates`)."""
        return self._of_each(documents, DocumentRows.sketches)

    def paths(self, documents: Sequence[int]) -> dict[int, str]:
        """For each document number its path in the archive; none for a document whose record is damaged."""
        return self._of_each(documents, DocumentRows.paths)

    def shown(self, rows: Sequence[int]) -> list[PassageView]:
        """The passages at `rows`, in their order, as a hit shows them; raises `LookupError` for a row not there."""
        if not all(0 <= row < self._order.rows for row in rows):
            raise LookupError(f"not all of the rows {list(rows)} are there")
        views: dict[int, PassageView] = {}
        for share in self._order.shares(rows):
            shown = self._parts[share.segment].shown(share.rows.tolist())
            views.update(zip(share.places.tolist(), shown, strict=True))
        return [views[place] for place in range(len(rows))]

    def window(self, since: dt.date | None, until: dt.date | None) -> tuple[RowRange, ...]:
        """The rows of all dated documents with a day from `since` to `until`, as ranges that are not empty."""
        first = since.toordinal() if since else 0
        last = until.toordinal() if until else dt.date.max.toordinal()
        of_precision = (
            self._spanned(lambda part, precision=precision: part.window(precision, first, last))  # type: ignore[misc]
            for precision in PRECISIONS
        )
        from_to = [self.rows(number) for number, *days in self._from_to() if days[0] <= last and days[1] >= first]
        return (*(span for span in of_precision if span), *merged(span for span in from_to if span[0] < span[1]))

    def folder(self, folder: str) -> tuple[RowRange, ...]:
        """The rows of the documents in `folder`, or of the document at that very path."""
        return tuple(self.spans(self._found(lambda part: part.folder(folder))))

    def under(self, folder: str) -> tuple[RowRange, ...]:
        """The rows of the documents in `folder` at any depth; an empty one stands for those in none."""
        return tuple(self.spans(self._found(lambda part: part.under(folder))))

    def labels(self, by: Facet) -> Labels:
        """The first-level folder of each document, or its format."""
        return self._folders if by == "folder" else self._formats

    @cached_property
    def _folders(self) -> Labels:
        return self._labelled("folder")

    @cached_property
    def _formats(self) -> Labels:
        return self._labelled("format")

    def _labelled(self, by: Facet) -> Labels:
        """Of all documents, read once."""
        named = (
            (number, name)
            for segment, part in enumerate(self._parts)
            for own, name in part.named(by)
            if (number := self._order.number(segment, own)) >= 0
        )
        return labelled(self._order.documents, named)

    def spans(self, documents: NDArray[np.int64]) -> list[RowRange]:
        """The rows of documents, whose numbers ascend, in as few ranges as possible."""
        first, end = self._order.rows_of(documents)
        first, end = first[first < end], end[first < end]
        apart = np.flatnonzero(first[1:] > end[:-1]) + 1
        firsts, ends = np.insert(apart, 0, 0), np.append(apart, len(first)) - 1
        return list(zip(first[firsts].tolist(), end[ends].tolist(), strict=True)) if len(first) else []

    def _found(self, of: Callable[[DocumentRows], list[int]]) -> NDArray[np.int64]:
        """The numbers of the documents that the segments name, ascending."""
        own = (np.array(of(part), dtype=np.int64) for part in self._parts)
        return np.sort(
            np.concatenate([self._order.numbers_of(segment, numbers) for segment, numbers in enumerate(own)])
        )

    def rows(self, document: int) -> RowRange:
        """The rows of a document, by its number: as many as it has passages."""
        first, end = self._order.rows_of(np.array([document]))
        return int(first[0]), int(end[0])

    def numbers(self, paths: Sequence[str]) -> dict[str, int]:
        """The numbers of the documents at these paths; none for a path at which there is none."""
        return {
            path: self._order.number(segment, own)
            for segment, part in enumerate(self._parts)
            for path, own in part.numbers(paths).items()
        }

    def undated(self) -> RowRange | None:
        """The rows of undated documents; None where every document is dated."""
        return self._spanned(DocumentRows.undated)

    def _spanned(self, of: Callable[[DocumentRows], RowRange | None]) -> RowRange | None:
        """The rows from the first to the last that the segments name, between which there are no others."""
        spans = [(segment, span) for segment, part in enumerate(self._parts) if (span := of(part))]
        ends = [self._order.rows_from(segment, np.array([first, end - 1])) for segment, (first, end) in spans]
        return (int(min(pair[0] for pair in ends)), int(max(pair[1] for pair in ends)) + 1) if ends else None

    def _from_to(self) -> Iterator[tuple[int, int, int]]:
        """Number, earliest and latest day of each document dated from one day, month or year to another."""
        for segment, part in enumerate(self._parts):
            for own, earliest, latest in part.from_to:
                yield self._order.number(segment, own), earliest, latest

    def _of_each(self, documents: Sequence[int], found: Found[Value]) -> dict[int, Value]:
        own: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for document in documents:
            segment, number = self._order.place(document)
            own[segment][number] = document
        return {
            numbers[number]: value
            for segment, numbers in own.items()
            for number, value in found(self._parts[segment], list(numbers)).items()
        }
