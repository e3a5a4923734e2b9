"""Two rankings into one: pure.

A convex combination of scores (Bruch, Gai & Ingber 2023, "An analysis of fusion functions for hybrid retrieval",
ACM TOIS 42): a passage's words score as a share of the best words score, plus how near it is in meaning, weighted by
how well the model reads the query. Reciprocal ranks, which it replaced, trust both rankings alike: where the model
does not know a query's language its cosines are nearly equal and say little, but its ranks look as firm as any
(figures in tests/bench/README.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.context import TOTAL_WEIGHT
from index.storage.engine import Ranking

MEANING_WEIGHT = 1.2
"""How much a nearness of 1 counts, where the model reads the query in words and the best words score counts 1."""

YEARS_WEIGHT = 0.3
"""How much a passage gains that has all years that the query names, where the best words score counts 1: a year is one
of many words to BM25 and hardly any to the model, but says which of several texts about a subject is asked for. A
share of it for some of them. Figures in tests/bench/README.md."""

SPELLED_OUT = 1.0
READ_IN_WORDS = 3.5
"""Letters and digits per token. At the first figure a model spells a query out and knows nothing of its language; from
the second on it reads words, as all-MiniLM-L6-v2 does English (about 4; German and Spanish 2.5, Russian and Chinese
1). How finely a tokenizer cuts a language tells how well its model knows it (Rust et al. 2021, "How good is your
tokenizer?"). Names and numbers are cut finer than other words, so queries of them rely on words more, too."""

RELATED = 0.55
"""The share of the best score from which a document counts as relevant when sorting by date: a document that shares
neither the query's rare words nor its meaning scores lower. On judged queries it keeps 93 to 99.9% of the right
documents and as few as 2 to 7 of 240, or 39 of 5,183 (tests/bench/README.md); see `index.search.subject`."""

NEAR = 0.25
"""The cosine from which a passage is about a query though it has none of its telling words, where the model reads the
query in words (`index.search.nearness`). Figures in tests/bench/README.md."""

MAX_MATCHED = 4
"""Passages of a document among which the one that answers is looked for. Figures in tests/bench/README.md."""

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]


class Matched(NamedTuple):
    """A passage that was found, and how near it is in meaning, weighed by how well the model reads the query."""

    row: int
    nearness: float


class RankedDocument(NamedTuple):
    """A document among the results: its best passage, how many others were found, and why it was found.

    The ranks count documents, from 1, each ranked by its best passage; None where a ranking did not find it.
    """

    document: int
    row: int
    score: float
    others: int
    meaning_rank: int | None
    words_rank: int | None
    cosine: float = 0.0
    """How near the passage is to the query in meaning; 0 where that was not asked."""
    fused: float = 0.0
    """The score of the fusion, also where a cross-encoder has given another."""
    share: float = 0.0
    """The passage's words score, as a share of the best of its search."""
    matched: tuple[Matched, ...] = ()
    """The best of its passages that were found, `row` among them; none where that passage is shown whatever it says."""


def known(text: str, tokens: int) -> float:
    """How well the model reads a query, which is so many tokens to it: 0 if it spells it out, 1 if it reads words."""
    letters_per_token = sum(map(str.isalnum, text)) / max(1, tokens)
    return min(1.0, max(0.0, (letters_per_token - SPELLED_OUT) / (READ_IN_WORDS - SPELLED_OUT)))


def meaning_weight(text: str, tokens: int) -> float:
    """How much a nearness of 1 counts for a query that the model reads as so many tokens."""
    return MEANING_WEIGHT * known(text, tokens)


def pooled(meaning: Ranking, words: Ranking) -> tuple[Numbers, Scores]:
    """The rows that either ranking found, ascending, and the words score of each as a share of the best words score."""
    word_rows = np.array([row for row, _ in words], dtype=np.int64)
    rows = np.union1d(word_rows, np.array([row for row, _ in meaning], dtype=np.int64))
    shares = np.zeros(len(rows))
    if words:
        scores = np.array([score for _, score in words])
        shares[np.searchsorted(rows, word_rows)] = scores / (scores.max() or 1.0)
    return rows, shares


def scored(
    shares: Scores, cosines: NDArray[np.float32], weight: float, closely: int, nearness: Callable[[Numbers], Scores]
) -> Scores:
    """The score of each passage, given its words score and its own cosine; `weight` is how much a nearness of 1 counts.

    A passage's nearness together with the passages around it takes several rows to read (`index.search.context`). So
    `nearness` is asked only for the places of those `closely` looked at: as many as score best when everything around
    is taken to be as near as they are. All others come after them, in that order. On judged queries sixty are enough
    for the same ten documents.
    """
    scores: Scores = shares + weight * TOTAL_WEIGHT * cosines
    best, rest = np.split(np.argsort(-scores, kind="stable"), [closely])
    scores[best] = shares[best] + weight * nearness(best)
    if len(rest):
        scores[rest] -= max(0.0, scores[rest].max() - scores[best].min(initial=np.inf))
    return scores


class Pool(NamedTuple):
    """The rows that either ranking found, ascending, with the document, score, words share and cosine of each."""

    rows: Numbers
    documents: Numbers
    scores: Scores
    shares: Scores
    cosines: NDArray[np.float32]


def fuse(pool: Pool, meaning: Ranking, words: Ranking, weight: float = MEANING_WEIGHT) -> list[RankedDocument]:
    """The documents found, best first, each with the score of its best passage; ties go to the lower row.

    `weight` is how much a nearness of 1 counts.
    """
    order = np.argsort(-pool.scores, kind="stable")
    _, firsts, counts = np.unique(pool.documents[order], return_index=True, return_counts=True)
    by_score = np.argsort(firsts)
    best = order[firsts[by_score]]
    matched = _matched(pool, order, counts, weight / MEANING_WEIGHT)
    owners = dict(zip(pool.rows.tolist(), pool.documents.tolist(), strict=True))
    ranks = _first_ranks(meaning, owners), _first_ranks(words, owners)
    columns = (column[best].tolist() for column in pool)
    return [
        RankedDocument(
            document,
            row,
            score,
            others,
            ranks[0].get(document),
            ranks[1].get(document),
            cosine,
            score,
            share,
            matched[document],
        )
        for row, document, score, share, cosine, others in zip(*columns, (counts[by_score] - 1).tolist(), strict=True)
    ]


def _matched(pool: Pool, order: Numbers, counts: Numbers, known: float) -> dict[int, tuple[Matched, ...]]:
    """The first passages in `order` of each document, which have `counts` passages by their numbers.

    `known` is how well the model reads the query, 0 to 1.
    """
    together = order[np.argsort(pool.documents[order], kind="stable")]
    ends = np.cumsum(counts)
    columns = pool.rows[together].tolist(), (known * pool.cosines[together]).tolist()
    found = list(map(Matched, *columns))
    documents = pool.documents[together[ends - 1]].tolist() if len(ends) else []
    return {
        document: tuple(found[start:end])
        for document, start, end in zip(
            documents, (ends - counts).tolist(), np.minimum(ends, ends - counts + MAX_MATCHED).tolist(), strict=True
        )
    }


def worth_showing(documents: Sequence[RankedDocument], weight: float) -> list[RankedDocument]:
    """Those of `documents`, some of which have words of the query, that do or are near in meaning.

    `weight` is how much a nearness of 1 counts. Where the model doesn't read a query in words its cosines are low and
    still tell something; where it knows nothing of the language they tell nothing.
    """
    least = math.inf if weight <= 0 else NEAR if weight >= MEANING_WEIGHT else -math.inf
    return [one for one in documents if one.words_rank is not None or one.cosine >= least]


def related(documents: Sequence[RankedDocument]) -> list[RankedDocument]:
    """The documents that are about the query, and not merely the best there are; `documents` come best first."""
    best = documents[0].score if documents else 0.0
    return [document for document in documents if document.score >= RELATED * best or document.score == best]


def reranked(documents: Sequence[RankedDocument], scores: Sequence[float]) -> list[RankedDocument]:
    """`documents` with the first in the order of `scores` (0 to 1), above the rest, which stay as they were."""
    first, rest = documents[: len(scores)], documents[len(scores) :]
    floor = rest[0].score if rest else 0.0
    rescored = [document._replace(score=floor + score) for document, score in zip(first, scores, strict=True)]
    return [*sorted(rescored, key=lambda document: -document.score), *rest]


def _first_ranks(ranking: Ranking, documents: dict[int, int]) -> dict[int, int]:
    """The rank, from 1, of each document by its best passage."""
    ranks: dict[int, int] = {}
    for row, _ in ranking:
        ranks.setdefault(documents[row], len(ranks) + 1)
    return ranks
