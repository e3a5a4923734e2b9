"""Which new documents have a word: looked up once for all watches, however many ask."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.search.matching import documents_holding, documents_of
from index.storage.engine import PassageStore, Predicate


class NewWords:
    """The words of the documents of these numbers, in one store."""

    def __init__(self, store: PassageStore, numbers: tuple[int, ...]) -> None:
        self._store = store
        self._all = Predicate(documents=numbers)  # held, so that the store works out once what fulfils it
        self._holders: dict[str, NDArray[np.int64]] = {}

    def holding(self, terms: Mapping[str, float], demanded: Predicate) -> NDArray[np.int64]:
        """The documents that have any of these terms, within what is demanded of those documents.

        The store is asked itself where a passage is demanded, and not a document.
        """
        if demanded.phrases or demanded.excluded:
            return documents_holding(self._store, terms, demanded)
        found = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *map(self._holding, terms)]))
        if demanded == self._all:
            return found
        return np.intersect1d(found, documents_of(self._store, self._store.fulfilling(demanded)))

    def _holding(self, term: str) -> NDArray[np.int64]:
        if term not in self._holders:
            self._holders[term] = documents_holding(self._store, {term: 1.0}, self._all)
        return self._holders[term]
