"""The order of documents, and so of rows, in every segment and generation. Pure."""

from __future__ import annotations

from index.models.documents import DateSpan, Document
from index.storage.columns import PRECISIONS

Key = tuple[int, int, str]


def row_order(document: Document) -> Key:
    """The sort key that puts documents in row order."""
    return row_key(document.path, document.date)


def row_key(path: str, date: DateSpan | None) -> Key:
    """Likewise of the document at `path` with this date."""
    if date is None:
        return len(PRECISIONS) + 1, 0, path
    place = len(PRECISIONS) if date.is_from_to else PRECISIONS.index(date.precision)
    return place, date.earliest.toordinal(), path
