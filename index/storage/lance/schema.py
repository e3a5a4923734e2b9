"""The two tables of a shared store, and which versions of them a generation is.

Numbers of documents and rows of passages are given once, ascending, and never again: a document that changed is deleted
and appended anew. A document's rows are side by side.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import pyarrow as pa

from index.models.values import Value

DOCUMENTS: Final = "documents"
PASSAGES: Final = "passages"
TERM_FIELDS: Final = ("stems", "pairs", "title_stems", "exact", "title")
"""The terms of a passage by view (see `index.storage.words.write`), each field as one string, parted by blanks."""
POSITIONS: Final = frozenset({"exact", "title"})
"""Those of the fields that answer phrases."""
_DAYS: Final = (("earliest", pa.int32()), ("latest", pa.int32()), ("precision", pa.string()))


class TableVersions(Value):
    """What a generation is: a version of each table, and what could not be read."""

    documents: int
    passages: int
    failures: tuple[tuple[str, str], ...] = ()
    """Path and reason of each."""
    next_number: int = 0
    next_row: int = 0
    """What the next document and passage get: above those of all generations, so that none is ever given again."""


@cache
def documents_schema() -> pa.Schema:
    """Documents, with the columns of the embedded store (see `index.storage.columns`)."""
    return pa.schema(
        [
            ("number", pa.int64()),
            *((name, pa.string()) for name in ("path", "folder", "format", "title", "title_origin")),
            ("body", pa.int64()),
            ("sha256", pa.string()),
            ("size", pa.int64()),
            *((name, pa.string()) for name in ("language", "pages", "notes")),
            *_DAYS,
            *((name, pa.string()) for name in ("origin", "as_written")),
            ("first_row", pa.int64()),
            ("end_row", pa.int64()),
            *((name, pa.binary()) for name in ("sketch", "digest", "heading_digest")),
            ("text", pa.large_string()),
        ]
    )


@cache
def passages_schema(dimensions: int) -> pa.Schema:
    """Passages, with what predicates ask of their documents, their terms, and vectors of so many dimensions."""
    return pa.schema(
        [
            ("row", pa.int64()),
            ("document", pa.int64()),
            ("id", pa.string()),
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("ordinal", pa.int32()),
            ("paragraph", pa.int32()),
            ("page", pa.string()),
            ("digest", pa.binary()),
            *((name, pa.string()) for name in ("path", "folder", "format")),
            *_DAYS,
            *((name, pa.string()) for name in TERM_FIELDS),
            ("vector", pa.list_(pa.float16(), dimensions)),
        ]
    )
