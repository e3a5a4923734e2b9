"""All documents that match a query, none of them ranked: what timelines, comparisons and watches count.

A document matches if a search would show it, however many others it shows before: it fulfils what is demanded, and
has a telling word of the query in a passage or its title, or a passage that is near in meaning. Where a phrase is
demanded, whatever has it matches, and where nothing is searched for, whatever fulfils the filters. A window that was
said in words is a demand here: what is counted by time is of that time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.models.vectors import Rows
from index.search import pasted
from index.search.understanding import Understood
from index.storage.engine import PassageStore, Predicate
from index.text.terms import has_words

Encode = Callable[[str], Rows]
"""To the unit row of a query's text."""
EVERY = 1_000_000_000
"""More passages than there can be."""


def matching(store: PassageStore, query: Understood, encode: Encode) -> NDArray[np.int64]:
    """The numbers of all documents that match, ascending."""
    demanded = query.within
    if query.reading.lists or query.nearness.phrase:
        return documents_of(store, store.fulfilling(demanded))
    return np.union1d(saying(store, query, demanded), near(store, query, demanded, encode))


def saying(store: PassageStore, query: Understood, demanded: Predicate) -> NDArray[np.int64]:
    """The documents that have a telling word, or say words of the query in a row."""
    held, _ = store.holding(query.nearness.said.terms, EVERY, demanded)
    rows = np.array([row for row, _ in held], dtype=np.int64)
    quoted = pasted.quoted(store, query.text, demanded)
    return np.union1d(documents_of(store, rows), np.array([one.document for one in quoted], dtype=np.int64))


def near(store: PassageStore, query: Understood, demanded: Predicate, encode: Encode) -> NDArray[np.int64]:
    """The documents with a passage that is near in meaning."""
    return documents_of(store, near_rows(store, query, demanded, encode))


def near_rows(store: PassageStore, query: Understood, demanded: Predicate, encode: Encode) -> NDArray[np.int64]:
    """The passages that are near in meaning."""
    if query.nearness.least >= 1 or not has_words(query.text):
        return np.empty(0, dtype=np.int64)
    if not store.count(demanded):
        return np.empty(0, dtype=np.int64)
    return store.near(encode(query.text), query.nearness.least, demanded)


def documents_of(store: PassageStore, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of the documents that have these rows, ascending."""
    return np.unique(store.places(rows).documents)
