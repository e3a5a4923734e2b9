"""Chroma: a persistent collection, its sentence-transformers embedding function, windows by `where`.

Whole documents, as in its documentation; the way `passages` cuts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import chromadb
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

from tests.bench.peers.program import PASSAGES, Place, Search, Window, main, texts

NAME = "archive"
BATCH = 1000
"""Texts added at a time; Chroma takes no more than some 5,000."""


def _embedding(place: Place) -> Any:
    return SentenceTransformerEmbeddingFunction(model_name=place.model, device="cpu", normalize_embeddings=True)


def build(place: Place) -> None:
    rows = [
        (f"{document.path}#{number}", text, {"path": document.path, "day": document.day})
        for document, number, text in texts(place)
    ]
    client = chromadb.PersistentClient(path=str(place.folder))
    collection = client.create_collection(NAME, embedding_function=_embedding(place))
    for start in range(0, len(rows), BATCH):
        ids, contents, metadatas = zip(*rows[start : start + BATCH], strict=True)
        collection.add(ids=list(ids), documents=list(contents), metadatas=list(metadatas))


def load(place: Place) -> Search:
    client = chromadb.PersistentClient(path=str(place.folder))
    collection = client.get_collection(NAME, embedding_function=_embedding(place))

    def search(text: str, window: Window | None) -> Iterable[str]:
        where = {"$and": [{"day": {"$gte": window[0]}}, {"day": {"$lte": window[1]}}]} if window else None
        found = collection.query(query_texts=[text], n_results=PASSAGES, where=where, include=["metadatas"])
        return (metadata["path"] for metadata in found["metadatas"][0])

    return search


if __name__ == "__main__":
    main(build, load)
