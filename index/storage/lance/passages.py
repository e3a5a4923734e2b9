"""The store that many hosts share: passages in a table at one version, their documents in another's memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from index.models.documents import DateSpan, Document, Passage
from index.models.scope import Scope
from index.models.vectors import Rows
from index.storage.engine import Damaged, Holding, PassageView, Predicate, Ranking, unheard
from index.storage.labels import Facet
from index.storage.lance.documents import LanceDocuments
from index.storage.lance.faults import told
from index.storage.lance.filters import documents_of, selected
from index.storage.lance.indexing import EXACT_ROWS, count_indexed, prewarm
from index.storage.lance.row_sets import RowSet
from index.storage.lance.selection import Selection
from index.storage.lance.vectors import LanceVectors
from index.storage.lance.words import LanceWords
from index.storage.nearest import Asked
from index.storage.remembered import Remembered
from index.storage.row_map import Places
from index.storage.words.weighing import Restriction

MAX_SCOPES: Final = 64
"""Scopes in which it is remembered how many passages have a word."""


class LanceStore:
    """Fulfils `index.storage.engine.PassageStore`; `documents`, `vectors` and `words` are its parts."""

    def __init__(self, documents: LanceDocuments, languages: Sequence[str], damaged: Damaged = unheard) -> None:
        """The passages of these documents, which it closes; raises `IndexDataError`.

        Queries are stemmed in `languages`. `damaged` is told of records that are not what was written.
        """
        self.documents = documents
        self._damaged = damaged
        self._table = documents.tables.passages
        self._addresses = documents.addresses
        self.vectors = LanceVectors(self._table, self._addresses)
        self.words = LanceWords(self._table, self._addresses, languages)
        self._words_in = lru_cache(MAX_SCOPES)(lambda scope: self.words.among(self._selection(Predicate(scope=scope))))
        self._selections: Remembered[Selection] = Remembered()
        self._nearest: Remembered[Asked] = Remembered()
        """The nearest passages of a query, which are often all that are near."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def warm(self) -> None:
        with told(self._table.uri):
            prewarm(self._table)
            self.vectors.warm()

    def close(self) -> None:
        self.documents.close()

    def within(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        view = copy(self)
        view.words = self._words_in(scope)
        return view

    @property
    def kind(self) -> str:
        return self.vectors.kind

    def totals(self) -> set[int]:
        with told(self._table.uri):
            indexed = {count_indexed(self._table, column) for column in ("stems", "vector")}
        return {self._addresses.count, self.documents.counts()[2], *indexed}

    def count(self, predicate: Predicate) -> int:
        return self._selection(predicate).count

    def count_documents(self, predicate: Predicate) -> int:
        return len(self.documents_fulfilling(predicate))

    def fulfilling(self, predicate: Predicate) -> NDArray[np.int64]:
        return self._selection(predicate).numbers()

    def documents_fulfilling(self, predicate: Predicate) -> NDArray[np.int64]:
        return documents_of(self.documents.heads, self._selection(predicate).rows)

    def nearest(self, query: Rows, limit: int, predicate: Predicate) -> Ranking:
        selection = self._selection(predicate)
        found = self.vectors.nearest(query, limit, selection).pairs()
        if selection.count <= EXACT_ROWS:
            self._nearest.put(predicate, Asked(query, limit, found))
        return found

    def near(self, query: Rows, least: float, predicate: Predicate) -> NDArray[np.int64]:
        known = self._nearest.get(predicate)
        if known and known.has_all(query, least):
            return known.rows(least)
        return self.vectors.near(query, least, self._selection(predicate))

    def worded(self, text: str, limit: int, predicate: Predicate) -> Ranking:
        return self.words.search(text, limit, self._selection(predicate))

    def holding(self, weights: Mapping[str, float], limit: int, predicate: Predicate) -> Holding:
        return self.words.holding(weights, limit, self._selection(predicate))

    def weighed(self, weights: Mapping[str, float], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        selection = Selection(RowSet.of_rows(rows), self._addresses, single=True)
        sums = dict(self.words.holding(weights, len(rows), selection).first)
        return np.array([sums.get(row, 0.0) for row in rows.tolist()])

    def cosines(self, query: Rows, rows: NDArray[np.int64]) -> Rows:
        return self.vectors.cosines(query, rows)

    def vector(self, row: int) -> Rows:
        return self.vectors.row(row)

    def stored_vectors(self, rows: NDArray[np.int64]) -> Rows:
        return self.vectors.at(rows)

    def places(self, rows: NDArray[np.int64]) -> Places:
        return self.documents.places(rows)

    def shown(self, rows: Sequence[int]) -> list[PassageView]:
        return self.documents.shown(rows)

    def stems(self, text: str) -> list[str]:
        return self.words.stems(text)

    def forms(self, text: str) -> list[tuple[str, ...]]:
        return self.words.forms(text)

    def held(self, text: str) -> set[str]:
        return self.words.held(text)

    def rarity(self, term: str) -> float:
        return self.words.rarity(term)

    def holds(self, word: str, predicate: Predicate) -> bool:
        return self.words.holds(word, self._selection(predicate))

    def nearly(self, word: str, edits: int, limit: int, predicate: Predicate) -> list[int]:
        return self.words.nearly(word, edits, limit, self._selection(predicate))

    def earliest_days(self, documents: Sequence[int]) -> dict[int, int | None]:
        return self.documents.earliest_days(documents)

    def days(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.documents.days(documents)

    def counted(self, by: Facet, documents: NDArray[np.int64]) -> dict[str, int]:
        return self.documents.counted(by, documents)

    def sketches(self, documents: Sequence[int]) -> dict[int, bytes]:
        return self.documents.sketches(documents)

    def paths(self, documents: Sequence[int]) -> dict[int, str]:
        return self.documents.paths(documents)

    def numbers(self, paths: Sequence[str]) -> dict[str, int]:
        return self.documents.numbers(paths)

    def document(self, number: int) -> Document:
        return self.documents.numbered(number)

    def cut(self, document: Document) -> list[Passage]:
        return self.documents.passages(document)

    def folders(self, scope: Scope) -> list[str]:
        return self.documents.folders(scope)

    def oldest(self, scope: Scope) -> dt.date | None:
        return self.documents.oldest(scope)

    def newest(self, scope: Scope) -> DateSpan | None:
        return self.documents.newest(scope)

    def _selection(self, predicate: Predicate) -> Selection:
        """The rows that fulfil `predicate`, worked out once for all that a search asks about it."""
        return self._selections.made(predicate, self._selected)

    def _selected(self, predicate: Predicate) -> Selection:
        rows = selected(self.documents.heads, predicate)  # of a closed store, this raises `ClosedError`
        within = Selection(rows, self._addresses)
        restriction = Restriction(predicate.phrases, predicate.excluded, predicate.titles)
        if not restriction:
            return within
        return Selection(self.words.rows_that_fulfil(restriction, within), self._addresses, single=True)
