"""What is written of a document and of a passage, whatever engine keeps it: values with their digests. Pure."""

from __future__ import annotations

from typing import Any

from index.models.documents import Document, Passage
from index.models.scope import folder_of
from index.storage.candidates import RowRange
from index.storage.columns import (
    digest_of_document,
    digest_of_heading,
    digest_of_passage,
    of_date,
    of_document,
    of_passage,
)
from index.text.near_duplicates import sketch


def document_values(number: int, document: Document, rows: RowRange) -> tuple[Any, ...]:
    """Number, folder, `DOCUMENT_COLUMNS`, first and end row, sketch and both digests of a document."""
    columns = of_document(document)
    date = of_date(document.date)
    heading = document.path, document.title, document.title_origin, document.sha256, document.language, *date
    return (
        *(number, folder_of(document.path)),
        *columns,
        *rows,
        sketch(document.text[document.body :]),
        digest_of_document(number, columns),
        digest_of_heading(number, heading),
    )


def passage_values(number: int, document: Document, passage: Passage, first_row: int) -> tuple[Any, ...]:
    """Row, id, number of the document, the rest of `PASSAGE_COLUMNS`, and the digest of a passage."""
    row = first_row + passage.ordinal
    columns = of_passage(passage)
    digest = digest_of_passage(row, number, columns, document.text[passage.start : passage.end])
    identifier, *place = columns
    return row, identifier, number, *place, digest
