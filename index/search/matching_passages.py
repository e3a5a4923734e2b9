"""The passages for which documents match a query: what `index.search.matching` counts, passage by passage."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.search import pasted
from index.search.matching import EVERY, Encode, near_rows
from index.search.understanding import Understood
from index.storage.engine import PassageStore, Predicate


def matching_rows(store: PassageStore, query: Understood, encode: Encode) -> NDArray[np.int64]:
    """The rows of all passages for which their documents match, ascending."""
    demanded = query.within
    if query.reading.lists or query.nearness.phrase:
        return store.fulfilling(demanded)
    return np.union1d(_saying(store, query, demanded), near_rows(store, query, demanded, encode))


def _saying(store: PassageStore, query: Understood, demanded: Predicate) -> NDArray[np.int64]:
    """The passages that have a telling word, or say words of the query in a row."""
    held, _ = store.holding(query.nearness.said.terms, EVERY, demanded)
    rows = np.array([row for row, _ in held], dtype=np.int64)
    quoted = pasted.quoted(store, query.text, demanded)
    return np.union1d(rows, np.array([one.row for one in quoted], dtype=np.int64))
