"""Typing errors in a query: pure, given texts that may hold the word that was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from index.text.folding import fold
from index.text.terms import exact

MIN_LETTERS = 5
"""Of a word that is corrected; shorter words are near too many others."""
MIN_LETTERS_FOR_TWO = 9
"""From this length two edits are allowed."""


def max_edits(word: str) -> int:
    """How many edits may correct a word; 0 if it has other characters than letters or is too short."""
    if not word.isalpha() or len(word) < MIN_LETTERS:
        return 0
    return 2 if len(word) >= MIN_LETTERS_FOR_TWO else 1


def nearest(word: str, texts: Iterable[str]) -> str | None:
    """The word of `texts` that is the fewest edits from `word`, the commonest of several; None if none is near."""
    folded, limit = fold(word), max_edits(word)
    counted = Counter(term for text in texts for term in exact(text) if abs(len(term) - len(folded)) <= limit)
    near = [(edits, -count, term) for term, count in counted.items() if 0 < (edits := distance(folded, term)) <= limit]
    return min(near)[2] if near else None


def distance(left: str, right: str) -> int:
    """The fewest letters inserted, deleted, replaced or swapped with their neighbour (optimal string alignment)."""
    before: Sequence[int] = ()
    above = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, opposite in enumerate(right, 1):
            cost = min(row[j - 1] + 1, above[j] + 1, above[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == opposite:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
