"""The first rows by the sum of several rankings, none of which is gone through to its end. Pure.

This is the threshold algorithm of Fagin, Lotem and Naor (2003, "Optimal aggregation algorithms for middleware"): rows
at the head of any ranking are scored in all of them, and what comes after every head can't score more than the edges of
the heads together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.storage.lance.row_sets import Numbers
from index.storage.words.scores import EQUAL, ordered

Scores = NDArray[np.float64]


class Scored(NamedTuple):
    """Rows, each once, and the score of each, which is above 0."""

    rows: Numbers
    scores: Scores

    def of(self, rows: Numbers) -> Scores:
        """The scores of `rows`, in their order; 0 where there is none."""
        order = np.argsort(self.rows)
        own = self.rows[order]
        at = np.searchsorted(own, rows).clip(max=max(len(own) - 1, 0))
        if not len(own):
            return np.zeros(len(rows))
        return np.where(own[at] == rows, self.scores[order][at], 0.0)


class Head(NamedTuple):
    """The first of a ranking; none of the others scores more than `edge`, which is 0 where there are none."""

    found: Scored
    edge: float


class Added(Protocol):
    """A ranking that is added to others."""

    def head(self, limit: int) -> Head:
        """Its first `limit` rows, or fewer where there are no more."""

    def scores(self, rows: Numbers, head: Head) -> Scores:
        """The scores of `rows`, in their order; `head` is one of this ranking."""


def first(rankings: Sequence[Added], limit: int, depth: int) -> list[tuple[int, float]] | None:
    """The first `limit` rows, as (row, sum), best first; None where heads of `depth` rows don't tell which they are."""
    heads = [ranking.head(depth) for ranking in rankings]
    rows = np.unique(np.concatenate([head.found.rows for head in heads]))
    sums = sum((ranking.scores(rows, head) for ranking, head in zip(rankings, heads, strict=True)), np.zeros(len(rows)))
    order = np.argsort(-sums, kind="stable")
    best = ordered(rows[order], sums[order], limit)
    beyond = sum(head.edge for head in heads)
    if beyond and (len(best) < limit or best[-1][1] <= beyond * (1 + EQUAL)):
        return None
    return best
