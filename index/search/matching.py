"""All documents that match a query, none of them ranked: what timelines, comparisons and watches count.

A document matches if a search would show it, however many others it shows before: it fulfils what is demanded, and
has a telling word of the query in a passage or its title, or a passage that is near in meaning. Where a phrase is
demanded, whatever has it matches, and where nothing is searched for, whatever fulfils the filters. A window that was
said in words is a demand here: what is counted by time is of that time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


Holding = Callable[[Mapping[str, float], Predicate], NDArray[np.int64]]
"""To the numbers of the documents that have any of some ranking terms, within what is demanded."""


def matching(
    store: PassageStore, query: Understood, encode: Encode, holding: Holding | None = None
) -> NDArray[np.int64]:
    """The numbers of all documents that match, ascending; `holding` looks words up as a store does."""
    demanded = query.within
    if query.reading.lists or query.nearness.phrase:
        return store.documents_fulfilling(demanded)
    terms = query.nearness.said.terms
    held = holding(terms, demanded) if holding else documents_holding(store, terms, demanded)
    return np.union1d(np.union1d(held, quoting(store, query, demanded)), near(store, query, demanded, encode))


def documents_holding(store: PassageStore, terms: Mapping[str, float], demanded: Predicate) -> NDArray[np.int64]:
    """The documents that have any of these terms."""
    held, _ = store.holding(terms, EVERY, demanded)
    return documents_of(store, np.array([row for row, _ in held], dtype=np.int64))


def quoting(store: PassageStore, query: Understood, demanded: Predicate) -> NDArray[np.int64]:
    """The documents that say words of the query in a row."""
    quoted = pasted.quoted(store, query.text, demanded)
    return np.array([one.document for one in quoted], dtype=np.int64)


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
