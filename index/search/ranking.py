"""How passages rank for a query: by their words and their meaning, each within the predicate, then fused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.models.answers import Sort
from index.models.vectors import Rows
from index.search import fusion, subject, years
from index.search.context import Surroundings
from index.search.fusion import RankedDocument
from index.search.nearness import Nearness
from index.storage.engine import PassageStore, Predicate, Ranking
from index.storage.row_map import Places
from index.text.terms import has_words

MIN_DEPTH = 200
"""Passages taken from each ranking at least; fusion needs more than are shown."""
DEPTH_PER_DOCUMENT = 5
"""Passages taken from each ranking for each document asked for, since a document may have several."""
MAX_RERANKED = 20
"""Documents that a cross-encoder, if any, reorders: each costs about as much as embedding a passage."""


Tokens = Callable[[Sequence[str]], list[Rows] | None]
"""To the unit rows of each text's tokens; None where a model gives none."""


@dataclass(frozen=True, slots=True)
class Model:
    """What ranking needs of an encoder."""

    encode: Callable[[str], Rows]
    """The unit row of a query's text."""
    count_tokens: Callable[[Sequence[str]], list[int]]
    """The number of tokens that each text is read as."""
    tokens: Tokens | None = None
    """None where sentences are told apart by their words alone."""
    rerank: Callable[[str, Sequence[str]], list[float]] | None = None
    """How well each text answers a query, 0 to 1; None where nothing is reranked."""


class Ranked(NamedTuple):
    """All documents found, in the order asked for, and the best words score of any of their passages.

    `near` are those near in meaning, of all that were found: an order by date leaves some out. Where `all` is false,
    there may be more that it would keep.
    """

    documents: list[RankedDocument]
    best_words: float
    near: frozenset[int] = frozenset()
    all: bool = True


def ranked(
    store: PassageStore,
    text: str,
    predicate: Predicate,
    model: Model,
    *,
    limit: int,
    sort: Sort,
    near: Nearness,
) -> Ranked:
    """What is found for `text`; `limit` is how many documents are wanted."""
    by_score = sort == "relevance"
    documents, best_words, *_ = _fused(store, text, predicate, limit, model, whole=not by_score)
    near_ones = frozenset(one.document for one in documents if one.cosine >= near.least)
    if by_score:
        return Ranked(_reranked(store, text, documents, model), best_words, near_ones)
    enough = fusion.related(documents)
    said = [one for one in enough if near.has_words(one)] or enough
    kept = subject.about(store, said, near.said.words)
    return Ranked(_by_date(store, kept, sort), best_words, near_ones, len(enough) < len(documents))


def listed(store: PassageStore, predicate: Predicate, sort: Sort) -> list[RankedDocument]:
    """All documents that fulfil `predicate`, by date: the newest first or else the oldest, each by its first passage.

    A document's score says how many of all come no earlier than it.
    """
    rows = store.fulfilling(predicate)
    documents, firsts, counts = np.unique(store.places(rows).documents, return_index=True, return_counts=True)
    columns = documents.tolist(), rows[firsts].tolist(), (counts - 1).tolist()
    found = [
        RankedDocument(document, row, 1.0, others, None, None) for document, row, others in zip(*columns, strict=True)
    ]
    ordered = _by_date(store, found, sort)
    return [document._replace(score=1 - at / len(ordered)) for at, document in enumerate(ordered)]


def _fused(store: PassageStore, text: str, predicate: Predicate, limit: int, model: Model, *, whole: bool) -> Ranked:
    """All documents found, best first; with `whole`, the last is scored as carefully as the first."""
    depth = max(MIN_DEPTH, DEPTH_PER_DOCUMENT * limit)
    words = store.worded(text, depth, predicate)
    meaning: Ranking = ()
    vector: Rows | None = None
    if has_words(text) and store.count(predicate):
        vector = model.encode(text)
        meaning = store.nearest(vector, depth, predicate)
    rows, shares = fusion.pooled(meaning, words)
    scores, cosines, weight = shares, np.zeros(len(rows), dtype=np.float32), fusion.MEANING_WEIGHT
    places = store.places(rows)
    if vector is not None:
        weight = fusion.meaning_weight(text, model.count_tokens([text])[0]) if words else weight
        cosines = _own_cosines(store, vector, rows, meaning)
        around = partial(_around, store, vector, rows, places)
        said = shares + fusion.YEARS_WEIGHT * years.shares(store, text, rows)
        scores = fusion.scored(said, cosines, weight, len(rows) if whole else depth // 2, around)
    pool = fusion.Pool(rows, places.documents, scores, shares, cosines)
    documents = fusion.fuse(pool, meaning, words, weight if vector is not None else 0.0)
    best_words = max((score for _, score in words), default=0.0)
    return Ranked(fusion.worth_showing(documents, weight) if words else documents, best_words)


def _own_cosines(store: PassageStore, vector: Rows, rows: NDArray[np.int64], meaning: Ranking) -> NDArray[np.float32]:
    """The cosine of each of `rows`; those in `meaning` are known and need not be read again."""
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
    """How near the rows at some places are in meaning, together with the passages around them."""
    surroundings = Surroundings(rows[at], places.first_rows[at], places.end_rows[at])
    return surroundings.nearness(store.cosines(vector, surroundings.needed))


def _reranked(store: PassageStore, text: str, documents: list[RankedDocument], model: Model) -> list[RankedDocument]:
    if model.rerank is None or not documents:
        return documents
    passages = store.shown([document.row for document in documents[:MAX_RERANKED]])
    return fusion.reranked(documents, model.rerank(text, [passage.text for passage in passages]))


def _by_date(store: PassageStore, documents: list[RankedDocument], sort: Sort) -> list[RankedDocument]:
    """The documents by date, undated ones last; equal days by relevance."""
    days = store.earliest_days([document.document for document in documents])
    sign = -1 if sort == "newest" else 1

    def date_order(document: RankedDocument) -> tuple[bool, int]:
        day = days[document.document]
        return day is None, sign * (day or 0)

    return sorted(documents, key=date_order)
