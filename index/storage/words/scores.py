"""Scores of words: how rare a term is, and which of what is found comes first. Pure."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

EQUAL: Final = 2e-6
"""Scores that differ by less of themselves are equal: engines add single precision numbers in any order."""
WEIGHT_STEPS: Final = 2**12
"""To 1, of weights that are below 16 and at most 64, so that a sum has 22 bits."""


def idf(passages: int, holding: int) -> float:
    """BM25's inverse document frequency of a term that so many passages hold."""
    return float(np.log1p((passages - holding + 0.5) / (holding + 0.5)))


def ordered(rows: NDArray[np.int64], scores: NDArray[np.float64], limit: int) -> list[tuple[int, float]]:
    """The first hits that are not gone, as (row, score): best first, equal ones by row. Scores must descend."""
    live = rows >= 0
    rows, firsts = rows[live], settled(scores)[live]
    order = np.lexsort((rows, -firsts))[:limit]
    return list(zip(rows[order].tolist(), firsts[order].tolist(), strict=True))


def settled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Descending scores, each that differs from the one before by no more than rounding as that one."""
    if len(scores) < 2:
        return scores
    apart = np.concatenate([[True], scores[:-1] - scores[1:] > EQUAL * np.abs(scores[:-1])])
    firsts: NDArray[np.float64] = scores[np.flatnonzero(apart)][np.cumsum(apart) - 1]
    return firsts


def exact_weight(weight: float) -> float:
    """Nearly the same weight, as one of a few dozens that add up without rounding in single precision, in any order.

    So which passages are equal, of which the first are taken, doesn't depend on where they lie.
    """
    return max(1, round(weight * WEIGHT_STEPS)) / WEIGHT_STEPS
