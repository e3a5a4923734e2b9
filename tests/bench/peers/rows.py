"""The rows of the table: programs, and the ways to use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: `way` is what the program of `module` is told, `built` the name of its index."""

    label: str
    module: str
    way: str
    built: str
    needs: tuple[str, ...]


ROWS: Final = {
    "dateline": Row("Dateline", "dateline", "", "dateline", ()),
    "bm25": Row("BM25 alone (bm25s)", "bm25", "", "bm25", ("bm25s", "PyStemmer")),
    "txtai": Row("txtai, hybrid", "txtai", "hybrid", "txtai", ("txtai",)),
    "txtai-vectors": Row("txtai, vectors alone", "txtai", "vectors", "txtai", ("txtai",)),
    "txtai-passages": Row("txtai, hybrid, passages", "txtai", "passages", "txtai-passages", ("txtai",)),
    "langchain": Row("LangChain, FAISS", "langchain", "vectors", "langchain", ("langchain-community", "faiss-cpu")),
    "langchain-both": Row(
        "LangChain, FAISS and BM25", "langchain", "both", "langchain", ("langchain-classic", "rank-bm25")
    ),
    "llamaindex": Row("LlamaIndex, FAISS", "llamaindex", "", "llamaindex", ("llama-index-core", "faiss-cpu")),
    "chroma": Row("Chroma", "chroma", "", "chroma", ("chromadb",)),
    "chroma-passages": Row("Chroma, passages", "chroma", "passages", "chroma-passages", ("chromadb",)),
    "lancedb": Row("LanceDB, hybrid", "lancedb", "", "lancedb", ("lancedb",)),
    "lancedb-passages": Row("LanceDB, hybrid, passages", "lancedb", "passages", "lancedb-passages", ("lancedb",)),
}
