"""Rows of the two tables of a shared store that say no more than their numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from index.storage.lance.schema import TableVersions, documents_schema, passages_schema
from index.storage.lance.tables import Tables

DIMENSIONS = 4


def _table(schema: pa.Schema, numbers: range) -> pa.Table:
    """Rows in which every column holds a number of its own."""
    return pa.table({field.name: _column(field.type, numbers) for field in schema}, schema=schema)


def _column(kind: pa.DataType, numbers: range) -> pa.Array:
    if pa.types.is_fixed_size_list(kind):
        halves = np.linspace(0.1, 1, len(numbers) * DIMENSIONS).astype(np.float16)
        return pa.FixedSizeListArray.from_arrays(pa.array(halves), DIMENSIONS)
    if pa.types.is_integer(kind):
        return pa.array(numbers, kind)
    texts = [f"word{number} word" for number in numbers]
    return pa.array([text.encode() for text in texts] if pa.types.is_binary(kind) else texts, kind)


def appended(tables: Tables, start: TableVersions | None, numbers: range) -> TableVersions:
    """The tables with a document of one passage more for each number."""
    return tables.append(start, _table(documents_schema(), numbers), _table(passages_schema(DIMENSIONS), numbers))
