"""What of a text is searched for, in which fields, and how much each term counts: the same for every engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.storage.words.scores import idf
from index.text import terms as terms_module

TITLE_WEIGHT = 0.5
"""How much a word in the title counts, where a word in the passage counts 1."""
PAIR_WEIGHT = 0.15
"""How much two neighbouring words count, where a single word counts 1: "climate bill" is not any climate and any bill.
The idea is Metzler & Croft's (2005, "A Markov random field model for term dependencies"); figures in
tests/bench/README.md."""
PART_WEIGHT, MAX_PART, FEW_WORDS = 0.25, 2, 3
"""How much a part of a compound counts, where the whole counts 1: "F-16" is F16 rather than any F and any 16. In
queries of more words only numbers and parts of one or two letters count less; others tell something beside the other
words. Figures in tests/bench/README.md."""
LARGE_ARCHIVE_ROWS = 20_000
"""From so many passages on, words in more than half of them are not searched for: "the" and "of" tell nothing (their
Robertson–Spärck Jones weight is below zero) and take most of the time. Figures in tests/bench/README.md."""
STEMS, CHARACTERS = ("stems", "title_stems"), ("exact", "title")
"""Where a passage and its title have ranking terms, and where single characters of scripts that are ranked by pairs."""
ACRONYM_RARER = 3
"""So many times as many passages have the word as have the acronym, where it is mostly another word."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a passage's words must fulfil: each phrase in its text or title, none of `excluded` in either.

    Each of `titles` must be in the title.
    """

    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases or self.excluded or self.titles)


def fields(term: str) -> tuple[str, str]:
    return CHARACTERS if terms_module.is_character(term) else STEMS


class Weighed(NamedTuple):
    """A term of a query in a field, and how much it counts."""

    field: str
    term: str
    weight: float


class RankingTerms(ABC):
    """The terms of queries, by how rare they are; `languages` are those in which queries are stemmed."""

    languages: tuple[str, ...]

    @property
    @abstractmethod
    def counted(self) -> int:
        """How many passages tell how rare a term is."""

    @abstractmethod
    def frequency(self, field: str, term: str) -> int:
        """How many of those have a term in a field."""

    def weighed(self, text: str) -> list[Weighed]:
        """What to search for of `text`: its rarest terms, in passages and titles, and its pairs of neighbours."""
        lone = terms_module.lone_characters(text)
        asked = self._once(self.stems(text))
        terms = self._without_common((CHARACTERS if term in lone else STEMS, term) for term in asked)
        if not terms:
            return []
        weights = self._part_weights(text)
        scored = [Weighed(places[0], term, weights.get(term, 1.0)) for places, term in terms]
        scored += [Weighed(places[1], term, TITLE_WEIGHT * weights.get(term, 1.0)) for places, term in terms]
        pairs = self._without_common((("pairs",), pair) for pair in terms_module.pairs(text, self.languages))
        return scored + [Weighed("pairs", pair, PAIR_WEIGHT) for _, pair in pairs]

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency of a stem: above 0, higher is rarer."""
        return idf(self.counted, self.holding_of(term))

    def stems(self, text: str) -> list[str]:
        """The ranking terms of `text` in the languages of this index."""
        return terms_module.stems(text, self.languages)

    def forms(self, text: str) -> list[tuple[str, ...]]:
        """The ranking terms of each word of `text`: its stems in the languages of this index."""
        return terms_module.forms(text, self.languages)

    def held(self, text: str) -> set[str]:
        """The ranking terms that `text` answers: its own, and characters of scripts whose ranking terms are pairs."""
        return {*self.stems(text), *filter(terms_module.is_character, terms_module.exact(text))}

    def _without_common(self, terms: Iterable[tuple[tuple[str, ...], str]]) -> list[tuple[tuple[str, ...], str]]:
        """`terms` with their fields, each once; in a large archive without those in most passages, if any are left."""
        distinct = list(dict.fromkeys(terms))
        if self.counted < LARGE_ARCHIVE_ROWS:
            return distinct
        rare = [pair for pair in distinct if not self.is_common(pair[0][0], pair[1])]
        return rare or distinct

    def _part_weights(self, text: str) -> dict[str, float]:
        """How much each part of a compound in `text` counts where some passage has the whole."""
        few = len(text.split()) <= FEW_WORDS
        return {
            part: PART_WEIGHT
            for part, wholes in terms_module.wholes(text, self.languages).items()
            if (few or part.isdecimal() or len(part) <= MAX_PART) and any(map(self.holding_of, wholes))
        }

    def _once(self, terms: Sequence[str]) -> list[str]:
        """`terms` with each acronym once: as such where its word is mostly another, so that "US" is not "us"."""
        left_out = set()
        for acronym in filter(terms_module.is_acronym, terms):
            word, least = acronym[:-1], ACRONYM_RARER * self.holding_of(acronym)
            left_out.add(word if 0 < least <= self.holding_of(word) else acronym)
        return [term for term in terms if term not in left_out]

    def is_common(self, field: str, term: str) -> bool:
        """Whether most passages have a term in a field."""
        return self.frequency(field, term) > self.counted // 2

    def holding_of(self, term: str) -> int:
        """How many passages have a ranking term in their text."""
        return self.frequency(fields(term)[0], term)
