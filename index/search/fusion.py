"""Two rankings into one: pure.

A convex combination of scores (Bruch, Gai & Ingber 2023, "An analysis of fusion functions for hybrid retrieval",
ACM TOIS 42): the words score of a passage as a share of the best one found, plus how near it is in meaning, weighed
by how well the model reads the query. Reciprocal ranks, which it replaced, trust both rankings alike: where the model
does not know a query's language its cosines are all about the same and say little, but its ranks are as firm as any
(figures in tests/bench/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.context import IN_ALL
from index.storage.engine import Ranking

MEANING_WEIGHT = 1.2
"""What a nearness of 1 counts beside the best words score found, where the model reads the query in words."""

SPELLED_OUT = 1.0
READ_IN_WORDS = 3.5
"""Letters and digits a token: at the former a model spells a query out and knows nothing of its language, from the
latter on it reads it in words, as all-MiniLM-L6-v2 does English (about 4; German and Spanish 2.5, Russian and Chinese
1). How finely a tokenizer cuts a language tells how well its model knows it (Rust et al. 2021, "How good is your
tokenizer?"). Names and numbers are cut finer than other words, and so lean on words too."""

RELATED = 0.55
"""The share of the best score from which a document counts as relevant where another order than relevance is asked
for: what shares neither the query's telling words nor its meaning scores lower. On judged queries it keeps 93 to 99.9%
of the right documents and as few as 2 to 7 of 240, or 39 of 5,183 (tests/bench/README.md)."""

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]


class RankedDocument(NamedTuple):
    """A document among the results: its best passage, the number of its other ones, and why it was found.

    The ranks count documents, from 1, each ranked by its best passage; None where a ranking did not find it.
    """

    document: int
    row: int
    score: float
    others: int
    meaning_rank: int | None
    words_rank: int | None


def meaning_weight(text: str, tokens: int) -> float:
    """What a nearness of 1 counts for a query that the model reads as so many tokens."""
    letters = sum(map(str.isalnum, text)) / max(1, tokens)
    return MEANING_WEIGHT * min(1.0, max(0.0, (letters - SPELLED_OUT) / (READ_IN_WORDS - SPELLED_OUT)))


def pooled(meaning: Ranking, words: Ranking) -> tuple[Numbers, Scores]:
    """The rows that either ranking found, ascending, and the words score of each as a share of the best one."""
    said = np.array([row for row, _ in words], dtype=np.int64)
    rows = np.union1d(said, np.array([row for row, _ in meaning], dtype=np.int64))
    shares = np.zeros(len(rows))
    if words:
        scores = np.array([score for _, score in words])
        shares[np.searchsorted(rows, said)] = scores / (scores.max() or 1.0)
    return rows, shares


def scored(
    shares: Scores, cosines: NDArray[np.float32], weight: float, most: int, nearness: Callable[[Numbers], Scores]
) -> Scores:
    """What each passage scores, given its words score and its own cosine; `weight` is what a nearness of 1 counts.

    How near a passage is together with what stands around it costs several rows to read (`index.search.context`), so
    `nearness` is asked of the places of the `most` that score best if what is around were as near as they are. The
    others come after those, in that order. On judged queries sixty are enough for the same ten documents.
    """
    scores: Scores = shares + weight * IN_ALL * cosines
    best, rest = np.split(np.argsort(-scores, kind="stable"), [most])
    scores[best] = shares[best] + weight * nearness(best)
    if len(rest):
        scores[rest] -= max(0.0, scores[rest].max() - scores[best].min(initial=np.inf))
    return scores


def fuse(rows: Numbers, scores: Scores, documents: Numbers, meaning: Ranking, words: Ranking) -> list[RankedDocument]:
    """One entry a document, best first, with the score of its best passage; ties go to the lower row.

    `rows` are those of both rankings, ascending, with the score and the document of each.
    """
    order = np.argsort(-scores, kind="stable")
    _, firsts, counts = np.unique(documents[order], return_index=True, return_counts=True)
    in_turn = np.argsort(firsts)
    best = order[firsts[in_turn]]
    owners = dict(zip(rows.tolist(), documents.tolist(), strict=True))
    ranks = _first_ranks(meaning, owners), _first_ranks(words, owners)
    columns = documents[best].tolist(), rows[best].tolist(), scores[best].tolist(), (counts[in_turn] - 1).tolist()
    return [
        RankedDocument(document, row, score, others, ranks[0].get(document), ranks[1].get(document))
        for document, row, score, others in zip(*columns, strict=True)
    ]


def related(found: Sequence[RankedDocument]) -> list[RankedDocument]:
    """Those that are about what was asked, and not merely the best there is; `found` is best first."""
    best = found[0].score if found else 0.0
    return [one for one in found if one.score >= RELATED * best or one.score == best]


def reranked(found: Sequence[RankedDocument], scores: Sequence[float]) -> list[RankedDocument]:
    """`found` with its first documents in the order of `scores` (0 to 1), above all others as before."""
    rest = found[len(scores) :]
    floor = rest[0].score if rest else 0.0
    first = [one._replace(score=floor + score) for one, score in zip(found[: len(scores)], scores, strict=True)]
    return [*sorted(first, key=lambda one: -one.score), *rest]


def _first_ranks(ranking: Ranking, documents: dict[int, int]) -> dict[int, int]:
    """The rank, from 1, of each document by its best passage."""
    ranks: dict[int, int] = {}
    for row, _ in ranking:
        ranks.setdefault(documents[row], len(ranks) + 1)
    return ranks
