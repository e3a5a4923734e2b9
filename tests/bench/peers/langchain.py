"""LangChain with FAISS, and its EnsembleRetriever of FAISS and BM25 in equal parts.

Cut by its recursive splitter, which counts with the model's tokenizer. BM25 gets lower-cased words: its default splits
at spaces only and would find none of a headline's capitals. Passages are told apart by their numbers: by default the
retriever takes passages of the same words for one and adds up their scores, and a title that the splitter cuts off by
itself, in each document that bears it, came before what answers. Windows by filters on what was fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from transformers import AutoTokenizer

from tests.bench.peers.program import FETCHED, OVERLAP, PASSAGES, TOKENS, Place, Search, Window, main, read, within

CUT = "passages.json"
NUMBER = "number"


def _embeddings(place: Place) -> Any:
    return HuggingFaceEmbeddings(model_name=place.model, encode_kwargs={"normalize_embeddings": True})


def build(place: Place) -> None:
    splitter = RecursiveCharacterTextSplitter.from_huggingface_tokenizer(
        AutoTokenizer.from_pretrained(place.model), chunk_size=TOKENS, chunk_overlap=OVERLAP
    )
    whole = [Document(one.text, metadata={"path": one.path, "day": one.day}) for one in read(place.archive)]
    passages = splitter.split_documents(whole)
    for number, passage in enumerate(passages):
        passage.metadata[NUMBER] = number
    FAISS.from_documents(passages, _embeddings(place)).save_local(str(place.folder))
    kept = [(passage.page_content, passage.metadata) for passage in passages]
    (place.folder / CUT).write_text(json.dumps(kept), "utf-8")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def load(place: Place) -> Search:
    store = FAISS.load_local(str(place.folder), _embeddings(place), allow_dangerous_deserialization=True)
    if place.way == "vectors":
        return lambda text, window: _paths(store.similarity_search(text, k=PASSAGES, **_limits(window)))
    plain, fetching = (_both(place, store, depth) for depth in (PASSAGES, FETCHED))

    def search(text: str, window: Window | None) -> Iterable[str]:
        found = (fetching if window else plain).invoke(text)
        return _paths(one for one in found if within(one.metadata["day"], window))

    return search


def _both(place: Place, store: Any, depth: int) -> Any:
    kept = json.loads((place.folder / CUT).read_text("utf-8"))
    passages = [Document(text, metadata=metadata) for text, metadata in kept]
    by_words = BM25Retriever.from_documents(passages, preprocess_func=words, k=depth)
    by_meaning = store.as_retriever(search_kwargs={"k": depth})
    return EnsembleRetriever(retrievers=[by_words, by_meaning], weights=[0.5, 0.5], id_key=NUMBER)


def _limits(window: Window | None) -> dict[str, Any]:
    if window is None:
        return {}
    return {"filter": lambda metadata: within(metadata["day"], window), "fetch_k": FETCHED}


def _paths(found: Iterable[Any]) -> Iterable[str]:
    return (one.metadata["path"] for one in found)


if __name__ == "__main__":
    main(build, load)
