"""The sentence of a passage that answers best: pure, given how rare each word is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from index.text.sentences import sentences

LENGTH_PIVOT = 12
"""Terms at which a sentence's length neither helps nor hurts, so that a long sentence does not win by length alone."""


class Vocabulary(Protocol):
    """The words of an archive."""

    def stems(self, text: str) -> Sequence[str]:
        """The ranking terms of a text."""

    def held(self, text: str) -> set[str]:
        """The ranking terms of queries that a text answers."""

    def rarity(self, term: str) -> float:
        """How rare a term is: above 0, higher is rarer."""


def rarities(query: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Each term of `query` with its rarity: what `sentence` looks for."""
    return {term: vocabulary.rarity(term) for term in vocabulary.stems(query)}


def sentence(passage: str, wanted: Mapping[str, float], vocabulary: Vocabulary) -> tuple[int, int] | None:
    """The start and end in `passage` of its best sentence; None where no sentence has a term of `wanted`.

    A sentence scores the sum of the rarities of the wanted terms it holds, dampened by its own length.
    """
    scored = [(_score(passage[start:end], wanted, vocabulary), -start, end) for start, end in sentences(passage)]
    score, start, end = max(scored, default=(0.0, 0, 0))
    return (-start, end) if score > 0 else None


def _score(text: str, wanted: Mapping[str, float], vocabulary: Vocabulary) -> float:
    terms = vocabulary.stems(text)
    held = sum(wanted[term] for term in wanted.keys() & vocabulary.held(text))
    return held / math.sqrt(len(terms) + LENGTH_PIVOT)
