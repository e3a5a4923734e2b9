"""Which texts a model reads in one run: all of a run are padded to the longest, and what is padded is computed, too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

BATCH_TOKENS = 512
"""Tokens, padding included, that one core computes at once: larger batches fall out of its cache."""
RUN_COST = 19
"""What a run costs by itself, in tokens: all weights are read for it, 2 ms where a token takes .11."""


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Numbers of texts of so many tokens, the longest first, in the batches that cost least.

    Each has at most `BATCH_TOKENS` padded tokens, or one text.
    """
    order = sorted(range(len(lengths)), key=lambda number: -lengths[number])
    costs, begins = [0], [0]  # of the first so many texts, and where the last of their batches begins
    for end in range(1, len(order) + 1):
        padded = ((begin, (end - begin) * lengths[order[begin]]) for begin in range(end - 1, -1, -1))
        alone = next(padded)
        fitting = [alone, *takewhile(lambda batch: batch[1] <= BATCH_TOKENS, padded)]
        cost, begin = min((costs[begin] + RUN_COST + tokens, begin) for begin, tokens in fitting)
        costs.append(cost)
        begins.append(begin)
    ends = [len(order)]
    while ends[-1]:
        ends.append(begins[ends[-1]])
    return [order[begin:end] for end, begin in reversed([*pairwise(ends)])]
