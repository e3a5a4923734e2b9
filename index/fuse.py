"""Two rankings into one: pure.

A convex combination of scores (Bruch, Gai & Ingber 2023, "An analysis of fusion functions for hybrid retrieval",
ACM TOIS 42): the words score of a passage as a share of the best one found, plus how near it is in meaning, weighed
by how well the model reads the query. Reciprocal ranks, which it replaced, trust both rankings alike: where the model
does not know a query's language its cosines are all about the same and say little, but its ranks are as firm as any
(figures in tests/bench/README.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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

Ranking = Sequence[tuple[int, float]]
"""(row, score) pairs, best first."""


@dataclass(frozen=True, slots=True)
class Found:
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


def fuse(
    meaning: Ranking,
    words: Ranking,
    nearness: Mapping[int, float],
    documents: Mapping[int, int],
    weight: float = MEANING_WEIGHT,
) -> list[Found]:
    """One entry a document, best first, with the score of its best passage; ties go to the lower row.

    `nearness` has every row of both rankings (a passage is not far in meaning because others are nearer; see
    `index.context`), or none where no meaning was looked for, and `weight` is what 1 of it counts beside the best words
    score. `documents` maps each row to its document.
    """
    best = max((score for _, score in words), default=0.0) or 1.0
    scores: dict[int, float] = defaultdict(float)
    for row, score in words:
        scores[row] += score / best
    for row in {row for row, _ in (*meaning, *words)}:
        scores[row] += weight * nearness.get(row, 0.0)
    by_document: dict[int, list[int]] = defaultdict(list)
    for row in scores:
        by_document[documents[row]].append(row)
    ranks = _first_ranks(meaning, documents), _first_ranks(words, documents)
    found = [_found(document, rows, scores, ranks) for document, rows in by_document.items()]
    return sorted(found, key=lambda one: (-one.score, one.row))


def related(found: Sequence[Found]) -> list[Found]:
    """Those that are about what was asked, and not merely the best there is; `found` is best first."""
    best = found[0].score if found else 0.0
    return [one for one in found if one.score >= RELATED * best or one.score == best]


def reranked(found: Sequence[Found], scores: Sequence[float]) -> list[Found]:
    """`found` with its first documents in the order of `scores` (0 to 1), above all others as before."""
    rest = found[len(scores) :]
    floor = rest[0].score if rest else 0.0
    first = [replace(one, score=floor + score) for one, score in zip(found[: len(scores)], scores, strict=True)]
    return [*sorted(first, key=lambda one: -one.score), *rest]


def _found(
    document: int, rows: list[int], scores: Mapping[int, float], ranks: tuple[dict[int, int], dict[int, int]]
) -> Found:
    best = rows[0] if len(rows) == 1 else min(rows, key=lambda row: (-scores[row], row))
    return Found(document, best, scores[best], len(rows) - 1, ranks[0].get(document), ranks[1].get(document))


def _first_ranks(ranking: Ranking, documents: Mapping[int, int]) -> dict[int, int]:
    """The rank, from 1, of each document by its best passage."""
    ranks: dict[int, int] = {}
    for row, _ in ranking:
        ranks.setdefault(documents[row], len(ranks) + 1)
    return ranks
