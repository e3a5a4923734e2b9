"""The store in a generation's folder: SQLite for documents, FAISS for vectors, tantivy for words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from index.models.documents import DateSpan, Document, Passage
from index.models.scope import EVERYTHING, Scope
from index.models.vectors import Rows
from index.storage.candidates import Candidates, RowRange, complement, intersection, merged
from index.storage.documents import DocumentStore
from index.storage.engine import Damaged, Holding, PassageView, Predicate, Ranking, unheard
from index.storage.labels import Facet
from index.storage.nearest import Asked
from index.storage.remembered import Remembered
from index.storage.row_map import Places
from index.storage.vector_parts import open_vectors
from index.storage.vectors import EXACT_ROWS
from index.storage.words.search import open_words
from index.storage.words.weighing import Restriction

MAX_SCOPES: Final = 64
"""Scopes whose rows are remembered, and how many of those have a word."""


class EmbeddedStore:
    """Fulfils `index.storage.engine.PassageStore`; `documents`, `vectors` and `words` are its parts."""

    def __init__(self, folder: Path, languages: Sequence[str], damaged: Damaged = unheard) -> None:
        """Opens the files in `folder`; raises `IndexDataError`. Queries are stemmed in `languages`.

        `damaged` is told of records that are noticed not to be what was written.
        """
        self._damaged = damaged
        with ExitStack() as opening:
            self.documents = DocumentStore(folder, damaged)
            opening.callback(self.documents.close)
            self.vectors = open_vectors(self.documents)
            self.words = open_words(self.documents, languages)
            opening.callback(self.words.close)
            self._undated = self.documents.by_row.undated()
            self._oldest = self.documents.oldest(EVERYTHING)
            self._newest = self.documents.newest(EVERYTHING)
            self._open = opening.pop_all()
        self._seen = lru_cache(MAX_SCOPES)(self._in_scope)
        self._words_in = lru_cache(MAX_SCOPES)(lambda scope: self.words.among(self._candidates(Predicate(scope=scope))))
        self._selections: Remembered[Candidates] = Remembered()
        self._nearest: Remembered[Asked] = Remembered()
        """The nearest passages of a query, which are often all that are near."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def warm(self) -> None:
        """Files of this machine are mapped, and read as they are needed."""

    def close(self) -> None:
        self._open.close()

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
        vectors = self.vectors.stored - self.documents.gone_rows
        return {vectors, self.words.count(), self.documents.counts()[2], self.rows}

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return self.vectors.rows

    def count(self, predicate: Predicate) -> int:
        return self._candidates(predicate).count(self.rows)

    def count_documents(self, predicate: Predicate) -> int:
        candidates = self._candidates(predicate)
        if candidates.rows is not None:
            return len(np.unique(self.places(candidates.rows).documents))
        return sum(self.documents.by_row.row_map.starting(first, end) for first, end in self._ranges(candidates))

    def fulfilling(self, predicate: Predicate) -> NDArray[np.int64]:
        candidates = self._candidates(predicate)
        if candidates.rows is not None:
            return candidates.rows
        spans = merged(self._ranges(candidates))
        return np.concatenate([np.empty(0, dtype=np.int64), *(np.arange(*span) for span in spans)])

    def documents_fulfilling(self, predicate: Predicate) -> NDArray[np.int64]:
        candidates = self._candidates(predicate)
        if candidates.rows is not None:
            return np.unique(self.places(candidates.rows).documents)
        return self.documents.by_row.row_map.documents(merged(self._ranges(candidates)))

    def _ranges(self, candidates: Candidates) -> tuple[RowRange, ...]:
        """The rows of candidates that are ranges, or all."""
        return ((0, self.rows),) if candidates.ranges is None else candidates.ranges

    def nearest(self, query: Rows, limit: int, predicate: Predicate) -> Ranking:
        candidates = self._candidates(predicate)
        found = self.vectors.search(query, limit, candidates)
        if candidates.rows is None and candidates.count(self.rows) <= EXACT_ROWS:
            self._nearest.put(predicate, Asked(query, limit, found))
        return found

    def near(self, query: Rows, least: float, predicate: Predicate) -> NDArray[np.int64]:
        known = self._nearest.get(predicate)
        if known and known.has_all(query, least):
            return known.rows(least)
        return self.vectors.near(query, least, self._candidates(predicate))

    def worded(self, text: str, limit: int, predicate: Predicate) -> Ranking:
        return self.words.search(text, limit, self._candidates(predicate))

    def holding(self, weights: Mapping[str, float], limit: int, predicate: Predicate) -> Holding:
        return Holding(*self.words.holding(weights, limit, self._candidates(predicate)))

    def weighed(self, weights: Mapping[str, float], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        found, _ = self.words.holding(weights, len(rows), Candidates(rows=rows))
        sums = dict(found)
        return np.array([sums.get(row, 0.0) for row in rows.tolist()])

    def cosines(self, query: Rows, rows: NDArray[np.int64]) -> Rows:
        return self.vectors.cosines(query, rows)

    def vector(self, row: int) -> Rows:
        return self.vectors.row(row)

    def stored_vectors(self, rows: NDArray[np.int64]) -> Rows:
        return self.vectors.at(rows)

    def places(self, rows: NDArray[np.int64]) -> Places:
        return self.documents.by_row.row_map.places(rows)

    def shown(self, rows: Sequence[int]) -> list[PassageView]:
        views = self.documents.by_row.shown(rows)
        for row in self.vectors.damaged(rows):
            self._damaged(f"the vector of row {row}")
        return views

    def stems(self, text: str) -> list[str]:
        return self.words.stems(text)

    def forms(self, text: str) -> list[tuple[str, ...]]:
        return self.words.forms(text)

    def held(self, text: str) -> set[str]:
        return self.words.held(text)

    def rarity(self, term: str) -> float:
        return self.words.rarity(term)

    def holds(self, word: str, predicate: Predicate) -> bool:
        return self.words.holds(word, self._candidates(predicate))

    def nearly(self, word: str, edits: int, limit: int, predicate: Predicate) -> list[int]:
        return self.words.nearly(word, edits, limit, self._candidates(predicate))

    def earliest_days(self, documents: Sequence[int]) -> dict[int, int | None]:
        return self.documents.by_row.earliest_days(documents)

    def days(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.documents.by_row.days(documents)

    def counted(self, by: Facet, documents: NDArray[np.int64]) -> dict[str, int]:
        return self.documents.by_row.labels(by).counts(documents)

    def sketches(self, documents: Sequence[int]) -> dict[int, bytes]:
        return self.documents.by_row.sketches(documents)

    def paths(self, documents: Sequence[int]) -> dict[int, str]:
        return self.documents.by_row.paths(documents)

    def numbers(self, paths: Sequence[str]) -> dict[str, int]:
        return self.documents.by_row.numbers(paths)

    def document(self, number: int) -> Document:
        return self.documents.numbered(number)

    def cut(self, document: Document) -> list[Passage]:
        return self.documents.passages(document)

    def folders(self, scope: Scope) -> list[str]:
        return self.documents.folders(scope)

    def oldest(self, scope: Scope) -> dt.date | None:
        return self._oldest if scope.everything else self.documents.oldest(scope)

    def newest(self, scope: Scope) -> DateSpan | None:
        return self._newest if scope.everything else self.documents.newest(scope)

    def _candidates(self, predicate: Predicate) -> Candidates:
        """The rows that fulfil `predicate`, worked out once for all that a search asks about it."""
        return self._selections.made(predicate, self._selected)

    def _selected(self, predicate: Predicate) -> Candidates:
        """The rows that fulfil `predicate`."""
        ranges = intersection(self._dated(predicate), self._placed(predicate))
        ranges = intersection(ranges, self._chosen(predicate))
        if predicate.documents is not None:
            ranges = intersection(ranges, self._numbered(predicate.documents))
        restriction = Restriction(predicate.phrases, predicate.excluded, predicate.titles)
        within = Candidates(ranges=ranges)
        return Candidates(rows=self.words.rows_that_fulfil(restriction, within)) if restriction else within

    def _dated(self, predicate: Predicate) -> tuple[RowRange, ...] | None:
        """The rows of the window, or of undated documents; None for all rows."""
        if predicate.undated:
            return (self._undated,) if self._undated else ()
        return self.documents.by_row.window(predicate.since, predicate.until) if predicate.windowed else None

    def _placed(self, predicate: Predicate) -> tuple[RowRange, ...] | None:
        """The rows in the folders asked for and in scope; None for all rows."""
        by_row = self.documents.by_row
        within = merged(span for folder in predicate.folders for span in by_row.folder(folder))
        asked = within if predicate.folders else None
        if predicate.scope.everything:
            return intersection(None, asked)
        return intersection(asked, self._seen(predicate.scope))

    def _in_scope(self, scope: Scope) -> list[RowRange]:
        """The rows that may be seen in a scope."""
        by_row, (folders, shown) = self.documents.by_row, scope.folders
        listed = by_row.spans(by_row.labels("folder").having(folders))
        return listed if shown else complement(listed, self.rows)

    def _chosen(self, predicate: Predicate) -> tuple[RowRange, ...] | None:
        """The rows in the folders chosen and of the formats; None for all rows."""
        by_row = self.documents.by_row
        within = merged(span for folder in predicate.chosen for span in by_row.under(folder))
        alike = by_row.spans(by_row.labels("format").having(predicate.formats)) if predicate.formats else None
        return intersection(within if predicate.chosen else None, alike)

    def _numbered(self, documents: Sequence[int]) -> list[RowRange]:
        """The rows of these documents."""
        return merged(span for span in map(self.documents.by_row.rows, documents) if span[0] < span[1])
