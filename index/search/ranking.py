"""How passages rank for a query: by their words and their meaning, each within the predicate, then fused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.models.answers import Sort
from index.models.vectors import Rows
from index.search import fusion
from index.search.context import Surroundings
from index.search.fusion import RankedDocument
from index.storage.engine import PassageStore, Predicate, Ranking
from index.storage.row_map import Places
from index.text.terms import has_words

DEPTH = 200
"""Passages taken from each ranking at least; fusion needs more than are shown."""
DEPTH_A_DOCUMENT = 5
"""Passages taken from each ranking for each document asked for: one document may have several."""
RERANKED = 20
"""Documents that a cross-encoder orders again, where one is named: each costs about as much as embedding a passage."""


@dataclass(frozen=True, slots=True)
class Model:
    """What ranking needs of an encoder."""

    encode: Callable[[str], Rows]
    """The unit row of a query's text."""
    count_tokens: Callable[[Sequence[str]], list[int]]
    """As how many tokens each text is read."""
    rerank: Callable[[str, Sequence[str]], list[float]] | None = None
    """How well each text answers a query, 0 to 1; None where nothing is reranked."""


def ranked(
    store: PassageStore, text: str, predicate: Predicate, model: Model, *, limit: int, sort: Sort
) -> list[RankedDocument]:
    """All documents found, in the order asked for; `limit` is how many of them are wanted."""
    if sort == "relevance":
        return _reranked(store, text, _fused(store, text, predicate, limit, model, whole=False), model)
    return _by_date(store, _fused(store, text, predicate, limit, model, whole=True), sort)


def _fused(
    store: PassageStore, text: str, predicate: Predicate, limit: int, model: Model, *, whole: bool
) -> list[RankedDocument]:
    """All that was found, best first; `whole` scores the last as carefully as the first."""
    depth = max(DEPTH, DEPTH_A_DOCUMENT * limit)
    words = store.worded(text, depth, predicate)
    meaning: Ranking = ()
    vector: Rows | None = None
    if has_words(text) and store.count(predicate):
        vector = model.encode(text)
        meaning = store.nearest(vector, depth, predicate)
    rows, scores = fusion.pooled(meaning, words)
    places = store.places(rows)
    if vector is not None:
        weight = fusion.meaning_weight(text, model.count_tokens([text])[0]) if words else fusion.MEANING_WEIGHT
        cosines = _own_cosines(store, vector, rows, meaning)
        around = partial(_around, store, vector, rows, places)
        scores = fusion.scored(scores, cosines, weight, len(rows) if whole else depth // 2, around)
    return fusion.fuse(rows, scores, places.documents, meaning, words)


def _own_cosines(store: PassageStore, vector: Rows, rows: NDArray[np.int64], meaning: Ranking) -> NDArray[np.float32]:
    """The cosine of each of `rows`; those of `meaning` are known and need not be read again."""
    known = np.searchsorted(rows, np.array([row for row, _ in meaning], dtype=np.int64))
    unknown = np.ones(len(rows), dtype=np.bool_)
    unknown[known] = False
    cosines = np.empty(len(rows), dtype=np.float32)
    cosines[known] = [cosine for _, cosine in meaning]
    cosines[unknown] = store.cosines(vector, rows[unknown])
    return cosines


def _around(
    store: PassageStore, vector: Rows, rows: NDArray[np.int64], places: Places, at: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How near the rows at some places are in meaning, together with what stands around them."""
    surroundings = Surroundings(rows[at], places.first_rows[at], places.end_rows[at])
    return surroundings.meant(store.cosines(vector, surroundings.needed))


def _reranked(store: PassageStore, text: str, found: list[RankedDocument], model: Model) -> list[RankedDocument]:
    if model.rerank is None or not found:
        return found
    passages = store.shown([document.row for document in found[:RERANKED]])
    return fusion.reranked(found, model.rerank(text, [passage.text for passage in passages]))


def _by_date(store: PassageStore, found: list[RankedDocument], sort: Sort) -> list[RankedDocument]:
    """Those that are relevant by date, undated ones last, by relevance on equal days."""
    found = fusion.related(found)
    days = store.earliest_days([document.document for document in found])
    sign = -1 if sort == "newest" else 1

    def date_order(ranked: RankedDocument) -> tuple[bool, int]:
        day = days[ranked.document]
        return day is None, sign * (day or 0)

    return sorted(found, key=date_order)
