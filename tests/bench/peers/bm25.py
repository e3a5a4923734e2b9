"""BM25 alone: bm25s as its README has it (English stop words and stemmer), whole documents, windows by its mask."""

from __future__ import annotations

import json
from collections.abc import Iterable

import bm25s
import numpy as np
import Stemmer

from tests.bench.peers.program import PLACES, Place, Search, Window, main, read

DOCUMENTS = "documents.json"


def build(place: Place) -> None:
    documents = read(place.archive)
    tokens = bm25s.tokenize([one.text for one in documents], stopwords="en", stemmer=Stemmer.Stemmer("english"))
    index = bm25s.BM25()
    index.index(tokens)
    index.save(str(place.folder))
    (place.folder / DOCUMENTS).write_text(json.dumps([(one.path, one.day) for one in documents]), "utf-8")


def load(place: Place) -> Search:
    index = bm25s.BM25.load(str(place.folder))
    documents = json.loads((place.folder / DOCUMENTS).read_text("utf-8"))
    days = np.array([day for _, day in documents])
    stemmer = Stemmer.Stemmer("english")
    depth = min(PLACES, len(documents))

    def search(text: str, window: Window | None) -> Iterable[str]:
        tokens = bm25s.tokenize(text, stopwords="en", stemmer=stemmer, show_progress=False)
        mask = ((days >= window[0]) & (days <= window[1])).astype(np.float32) if window else None
        rows, scores = index.retrieve(tokens, k=depth, show_progress=False, weight_mask=mask)
        return (documents[row][0] for row, score in zip(rows[0], scores[0], strict=True) if score > 0)

    return search


if __name__ == "__main__":
    main(build, load)
