"""txtai: an index with content, dense and sparse, as its documentation's hybrid example; windows by its SQL.

Whole documents, as in that example; the way `passages` cuts them, `vectors` weighs words nothing.
One search at a time: many threads at its database fail with "Recursive use of cursors not allowed".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any

from txtai import Embeddings

from tests.bench.peers.program import PASSAGES, Place, Search, Window, main, texts

PLAIN = "select id, score from txtai where similar(:text, :weights)"
WINDOWED = PLAIN + " and day >= :first and day <= :last"
HALVES, VECTORS = 0.5, 1.0


def build(place: Place) -> None:
    index = Embeddings(path=place.model, content=True, hybrid=True)
    index.index(_rows(place))
    index.save(str(place.folder))


def _rows(place: Place) -> Iterator[tuple[str, dict[str, Any]]]:
    for document, number, text in texts(place):
        yield f"{document.path}#{number}", {"text": text, "day": document.day}


def load(place: Place) -> Search:
    index = Embeddings()
    index.load(str(place.folder))
    one_at_a_time = Lock()
    weights = VECTORS if place.way == "vectors" else HALVES

    def search(text: str, window: Window | None) -> Iterable[str]:
        given: dict[str, Any] = {"text": text, "weights": weights}
        if window:
            given |= {"first": window[0], "last": window[1]}
        with one_at_a_time:
            found = index.search(WINDOWED if window else PLAIN, PASSAGES, parameters=given)
        return (row["id"].rpartition("#")[0] for row in found)

    return search


if __name__ == "__main__":
    main(build, load)
