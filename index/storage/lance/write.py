"""Documents, passages and vectors as rows of the two tables, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from index.batches import batches
from index.models.documents import Document, Passage
from index.models.scope import folder_of
from index.models.vectors import Rows
from index.storage.columns import of_date
from index.storage.lance.schema import TERM_FIELDS, documents_schema, passages_schema
from index.storage.values import document_values, passage_values
from index.storage.words.analysis import FILLING, analysed, entries

Written: TypeAlias = tuple[Document, Sequence[Passage]]
DOCUMENT_CHARACTERS: Final = 16_000_000
"""Of texts in a batch of documents; a longer text is a batch of its own."""
BATCH_PASSAGES: Final = 2_048
_DOCUMENT: Final = (
    *("number", "folder"),
    *("path", "format", "title", "title_origin", "text", "body", "sha256", "size", "language", "pages", "notes"),
    *("earliest", "latest", "precision", "origin", "as_written"),
    *("first_row", "end_row", "sketch", "digest", "heading_digest"),
)
"""What `document_values` gives."""
_PASSAGE: Final = ("row", "id", "document", "start", "end", "ordinal", "paragraph", "page", "digest")
"""What `passage_values` gives."""
_OF_DOCUMENT: Final = ("path", "folder", "format", "earliest", "latest", "precision")
_FILLED: Final = frozenset({"pairs", "title_stems"})
"""Fields by which passages are ranked, empty ones too: Lance takes no row into its statistics that has no term."""


class First(NamedTuple):
    """The number of the first document that is appended, and the row of its first passage."""

    number: int = 0
    row: int = 0


BEGINNING: Final = First()


class TableRows(NamedTuple):
    """What is appended to each table."""

    documents: pa.RecordBatchReader
    passages: pa.RecordBatchReader


def rows_of(
    written: Callable[[], Iterable[Written]],
    vectors: Iterable[Rows],
    languages: tuple[str, ...],
    dimensions: int,
    first: First = BEGINNING,
) -> TableRows:
    """The rows of documents, in row order, with their passages.

    `written` is called for each table. `vectors` are those of all passages in this order, so many at a time; where
    there are more or fewer than passages, reading the rows of passages raises `ValueError`. Queries are stemmed in
    `languages`.
    """
    documents, passages = documents_schema(), passages_schema(dimensions)
    rows = _passage_rows(written(), vectors, languages, first, passages)
    return TableRows(
        pa.RecordBatchReader.from_batches(documents, _document_rows(written(), first, documents)),
        pa.RecordBatchReader.from_batches(passages, rows),
    )


def _document_rows(written: Iterable[Written], first: First, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for some in _by_length(_numbered(written, first)):
        values = [
            document_values(number, document, (row, row + len(passages))) for number, row, document, passages in some
        ]
        yield _batch(dict(zip(_DOCUMENT, zip(*values, strict=True), strict=True)), schema)


def _numbered(written: Iterable[Written], first: First) -> Iterator[tuple[int, int, Document, Sequence[Passage]]]:
    """The number of each document, its first row, itself and its passages."""
    row = first.row
    for number, (document, passages) in enumerate(written, first.number):
        yield number, row, document, passages
        row += len(passages)


def _by_length(
    numbered: Iterable[tuple[int, int, Document, Sequence[Passage]]],
) -> Iterator[list[tuple[int, int, Document, Sequence[Passage]]]]:
    some: list[tuple[int, int, Document, Sequence[Passage]]] = []
    length = 0
    for one in numbered:
        if some and length + len(one[2].text) > DOCUMENT_CHARACTERS:
            yield some
            some, length = [], 0
        some.append(one)
        length += len(one[2].text)
    if some:
        yield some


def _passage_rows(
    written: Iterable[Written], vectors: Iterable[Rows], languages: tuple[str, ...], first: First, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    supply = _Supply(vectors)
    values = chain.from_iterable(_values(*one, languages) for one in _numbered(written, first))
    for some in batches(values, BATCH_PASSAGES):
        columns: dict[str, Any] = {name: [one[name] for one in some] for name in some[0]}
        yield _batch({**columns, "vector": _vectors(supply.take(len(some)))}, schema)
    supply.end()


def _values(
    number: int, first_row: int, document: Document, passages: Sequence[Passage], languages: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """The columns of each passage of a document but its vector."""
    place = _of_document(document)
    terms = analysed(entries(document, passages, number, first_row, languages))
    for passage, (_, fields) in zip(passages, terms, strict=True):
        own = dict(zip(_PASSAGE, passage_values(number, document, passage, first_row), strict=True))
        page = None if own["page"] is None else json.dumps(own["page"])
        yield {**own, "page": page, **place, **{name: _filled(name, fields[name]) for name in TERM_FIELDS}}


def _of_document(document: Document) -> dict[str, Any]:
    """What predicates ask of the document of a passage."""
    earliest, latest, precision, *_ = of_date(document.date)
    values = document.path, folder_of(document.path), document.format, earliest, latest, precision
    return dict(zip(_OF_DOCUMENT, values, strict=True))


def _filled(name: str, terms: str) -> str:
    return terms or FILLING if name in _FILLED else terms


def _vectors(rows: Rows) -> pa.Array:
    halves = np.ascontiguousarray(rows, dtype=np.float16)
    return pa.FixedSizeListArray.from_arrays(pa.array(halves.reshape(-1)), rows.shape[1])


def _batch(columns: dict[str, Any], schema: pa.Schema) -> pa.RecordBatch:
    arrays = [
        values if isinstance(values := columns[field.name], pa.Array) else pa.array(values, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


class _Supply:
    """Vectors as they are asked for, whatever pieces they come in."""

    def __init__(self, vectors: Iterable[Rows]) -> None:
        self._pieces = iter(vectors)
        self._held: Rows | None = None

    def take(self, count: int) -> Rows:
        """The next `count` vectors; raises `ValueError` where there are fewer."""
        taken: list[Rows] = []
        while count:
            piece = next(self._pieces, None) if self._held is None else self._held
            if piece is None:
                raise ValueError("there are fewer vectors than passages")
            taken.append(piece[:count])
            self._held = piece[count:] if len(piece) > count else None
            count -= len(taken[-1])
        return np.concatenate(taken)

    def end(self) -> None:
        """Raises `ValueError` where any are left."""
        if self._held is not None or any(len(piece) for piece in self._pieces):
            raise ValueError("there are more vectors than passages")
