"""LanceDB: a table with its sentence-transformers function and a full-text index, both fused by its default.

Whole documents, as in its documentation; the way `passages` cuts them. Windows are applied before the search.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import lancedb
import pyarrow as pa
from lancedb.embeddings import EmbeddingFunctionConfig, get_registry

from tests.bench.peers.program import PASSAGES, Place, Search, Window, main, texts

NAME = "archive"


def build(place: Place) -> None:
    rows = [{"text": text, "path": document.path, "day": document.day} for document, _, text in texts(place)]
    function: Any = get_registry().get("sentence-transformers").create(name=place.model, device="cpu")
    embedded = EmbeddingFunctionConfig(source_column="text", vector_column="vector", function=function)
    columns = [
        pa.field("text", pa.string()),
        pa.field("path", pa.string()),
        pa.field("day", pa.int64()),
        pa.field("vector", pa.list_(pa.float32(), function.ndims())),
    ]
    table = lancedb.connect(str(place.folder)).create_table(
        NAME, schema=pa.schema(columns), embedding_functions=[embedded]
    )
    table.add(rows)
    table.create_fts_index("text")


def load(place: Place) -> Search:
    table = lancedb.connect(str(place.folder)).open_table(NAME)

    def search(text: str, window: Window | None) -> Iterable[str]:
        asked = table.search(text, query_type="hybrid")
        if window:
            asked = asked.where(f"day >= {window[0]} and day <= {window[1]}", prefilter=True)
        return (row["path"] for row in asked.limit(PASSAGES).to_list())

    return search


if __name__ == "__main__":
    main(build, load)
