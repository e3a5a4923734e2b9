"""Rankings into one: pure.

Reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009) over documents: each ranking of passages is
first read as a ranking of their documents by best passage, so that a long document does not crowd a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RRF_K = 60
"""The constant of the paper above, found robust over many collections."""

Ranking = Sequence[tuple[int, float]]
"""(row, score) pairs, best first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document among the results: its best passage, the number of its other ones, and why it was found."""

    document: int
    row: int
    score: float
    others: int
    meaning_rank: int | None
    words_rank: int | None


def fuse(meaning: Ranking, words: Ranking, documents: Mapping[int, int]) -> list[Found]:
    """One entry a document, best first; `documents` maps each row to its document. Ties go to the lower row."""
    ranks = [_first_ranks(ranking, documents) for ranking in (meaning, words)]
    passages = _passage_scores((meaning, words))
    by_document: dict[int, list[int]] = defaultdict(list)
    for row in passages:
        by_document[documents[row]].append(row)
    found = [_found(document, rows, passages, ranks) for document, rows in by_document.items()]
    return sorted(found, key=lambda one: (-one.score, one.row))


def _found(document: int, rows: list[int], passages: Mapping[int, float], ranks: list[dict[int, int]]) -> Found:
    best = min(rows, key=lambda row: (-passages[row], row))
    meaning, words = (ranking.get(document) for ranking in ranks)
    score = sum(1 / (RRF_K + rank) for rank in (meaning, words) if rank)
    return Found(document, best, score, len(rows) - 1, meaning, words)


def _first_ranks(ranking: Ranking, documents: Mapping[int, int]) -> dict[int, int]:
    """The rank, from 1, of each document by its best passage."""
    ranks: dict[int, int] = {}
    for row, _ in ranking:
        ranks.setdefault(documents[row], len(ranks) + 1)
    return ranks


def _passage_scores(rankings: Sequence[Ranking]) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, (row, _) in enumerate(ranking, 1):
            scores[row] += 1 / (RRF_K + rank)
    return scores
