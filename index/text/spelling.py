"""Slips of the fingers in a query: pure, given texts that hold something like the word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from index.text.terms import exact, fold

SHORTEST = 5
"""Letters of a word that is corrected at all; shorter ones have too many neighbours."""
TWO_EDITS_FROM = 9
"""Letters from which two slips are forgiven."""


def edits(word: str) -> int:
    """How many slips a word may have; 0 for what is no word of letters, or too short."""
    if not word.isalpha() or len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= TWO_EDITS_FROM else 1


def nearest(word: str, texts: Iterable[str]) -> str | None:
    """The word of `texts` that is the fewest edits from `word`, the commonest of several; None where none is near."""
    folded, most = fold(word), edits(word)
    counted = Counter(term for text in texts for term in exact(text) if abs(len(term) - len(folded)) <= most)
    near = [(distance(folded, term), -count, term) for term, count in counted.items()]
    fits = [one for one in near if 0 < one[0] <= most]
    return min(fits)[2] if fits else None


def distance(one: str, other: str) -> int:
    """The fewest letters put in, left out, exchanged or swapped with their neighbour (optimal string alignment)."""
    before: Sequence[int] = ()
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j - 1] + 1, above[j] + 1, above[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
