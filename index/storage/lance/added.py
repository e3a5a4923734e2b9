"""The first rows by the sum of several rankings, none of which is gone through to its end. Pure.

This is the threshold algorithm of Fagin, Lotem and Naor (2003, "Optimal aggregation algorithms for middleware"): rows
at the head of any ranking are scored in all of them, and what comes after every head can't score more than the edges of
the heads together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.storage.lance.row_sets import Numbers
from index.storage.words.scores import EQUAL, ordered

ROUNDING: Final = 1e-3
"""Sums that are equal but for rounding, one by one, are less apart, however many they are."""
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
    """The first of a ranking; none of the others scores more than `edge`, which is 0 where there are none.

    Each scores as it was found, or from `least` to `most` times that.
    """

    found: Scored
    edge: float
    least: float = 1.0
    most: float = 1.0


class Added(Protocol):
    """A ranking that is added to others."""

    def head(self, limit: int) -> Head:
        """Its first `limit` rows, or fewer where there are no more."""

    def scores(self, rows: Numbers, head: Head) -> Scores:
        """The scores of `rows`, in their order; `head` is one of this ranking."""


def first(rankings: Sequence[Added], limit: int, depth: int) -> list[tuple[int, float]] | None:
    """The first `limit` rows, as (row, sum), best first; None where heads of `depth` rows don't tell which they are."""
    heads = [ranking.head(depth) for ranking in rankings]
    rows = _hopeful(heads, limit)
    sums = sum((ranking.scores(rows, head) for ranking, head in zip(rankings, heads, strict=True)), np.zeros(len(rows)))
    order = np.argsort(-sums, kind="stable")
    best = ordered(rows[order], sums[order], limit)
    beyond = sum(head.edge for head in heads)
    if beyond and (len(best) < limit or best[-1][1] <= beyond * (1 + EQUAL)):
        return None
    return best


def _hopeful(heads: Sequence[Head], limit: int) -> Numbers:
    """The rows of all heads but those that can't be among the first `limit`."""
    rows = np.unique(np.concatenate([head.found.rows for head in heads]))
    if len(rows) <= limit:
        return rows
    least, most = np.zeros(len(rows)), np.zeros(len(rows))
    for head in heads:
        known = head.found.of(rows)
        least += known * head.least
        most += np.where(known > 0, known * head.most, head.edge)
    hopeful: Numbers = rows[most >= np.partition(least, -limit)[-limit] * (1 - ROUNDING)]
    return hopeful
