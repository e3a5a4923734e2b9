"""LlamaIndex with FAISS, cut by its sentence splitter.

Its FAISS store takes no filters, so a window filters what was fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import faiss
from llama_index.core import Document, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.faiss import FaissVectorStore
from transformers import AutoTokenizer

from tests.bench.peers.program import FETCHED, OVERLAP, PASSAGES, TOKENS, Place, Search, Window, main, read, within

DIMENSIONS = 384


def _embedding(place: Place) -> Any:
    return HuggingFaceEmbedding(model_name=place.model, device="cpu")


def build(place: Place) -> None:
    tokenizer = AutoTokenizer.from_pretrained(place.model)
    splitter = SentenceSplitter(chunk_size=TOKENS, chunk_overlap=OVERLAP, tokenizer=tokenizer.tokenize)
    store = FaissVectorStore(faiss_index=faiss.IndexFlatL2(DIMENSIONS))
    context = StorageContext.from_defaults(vector_store=store)
    hidden = ["path", "day"]
    documents = [
        Document(
            text=one.text,
            metadata={"path": one.path, "day": one.day},
            excluded_embed_metadata_keys=hidden,  # a number is no text to embed
        )
        for one in read(place.archive)
    ]
    index = VectorStoreIndex.from_documents(
        documents, storage_context=context, transformations=[splitter], embed_model=_embedding(place)
    )
    index.storage_context.persist(str(place.folder))


def load(place: Place) -> Search:
    store = FaissVectorStore.from_persist_dir(str(place.folder))
    context = StorageContext.from_defaults(vector_store=store, persist_dir=str(place.folder))
    index = load_index_from_storage(context, embed_model=_embedding(place))
    plain, fetching = (index.as_retriever(similarity_top_k=depth) for depth in (PASSAGES, FETCHED))

    def search(text: str, window: Window | None) -> Iterable[str]:
        found = (fetching if window else plain).retrieve(text)
        return (one.metadata["path"] for one in found if within(one.metadata["day"], window))

    return search


if __name__ == "__main__":
    main(build, load)
