"""The sentence of a passage that answers best: pure, given how telling each word is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from index.text.sentences import sentences

LENGTH_PIVOT = 12
"""Terms at which a sentence's length neither helps nor hurts, so that a long one does not win by length alone."""


class Telling(Protocol):
    """What knows the words of an archive."""

    def stems(self, text: str) -> Sequence[str]:
        """The ranking terms of a text."""

    def rarity(self, term: str) -> float:
        """How telling a term is: above 0, higher is rarer."""


def wanted(query: str, words: Telling) -> dict[str, float]:
    """Each term of `query` with its rarity: what `sentence` looks for."""
    return {term: words.rarity(term) for term in words.stems(query)}


def sentence(passage: str, wanted: Mapping[str, float], words: Telling) -> tuple[int, int] | None:
    """Where the best sentence of `passage` lies in it; None where no sentence has a term of `wanted`.

    A sentence counts each of the query's words it holds by its rarity, softened by its own length.
    """
    scored = [(_score(passage[start:end], wanted, words), -start, end) for start, end in sentences(passage)]
    score, start, end = max(scored, default=(0.0, 0, 0))
    return (-start, end) if score > 0 else None


def _score(text: str, wanted: Mapping[str, float], words: Telling) -> float:
    terms = words.stems(text)
    held = sum(wanted[term] for term in wanted.keys() & set(terms))
    return held / math.sqrt(len(terms) + LENGTH_PIVOT)
