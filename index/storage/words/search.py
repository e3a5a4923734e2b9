"""Words and their BM25 ranking, searched: with `words_writer` the one home of tantivy.

Restrictions score nothing: a passage's score is the same in every window.

Statistics are those of the passages there are. An index also counts those that are gone, and tantivy takes no other
statistics; so each term's weight is corrected by how many of the gone have it, and the average length by what
`words_writer.balance` adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from tantivy import Occur, Query

from index.storage import GONE_WORDS_FOLDER, WORDS_FOLDER
from index.storage.candidates import ALL, Candidates
from index.storage.documents import DocumentStore
from index.storage.serials import Serials
from index.storage.words.entries import Entries, idf
from index.storage.words.write import schema
from index.text import terms as terms_module
from index.text.folding import fold

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
WEIGHT_STEPS = 2**12
"""To 1, of weights that are below 16 and at most 64, so that a sum has 22 bits."""
NO_LIMIT = 1_000_000_000
"""More hits than there can be."""


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


def _fields(term: str) -> tuple[str, str]:
    return CHARACTERS if terms_module.is_character(term) else STEMS


class WordIndex:
    """An opened word index; searches may run in many threads at once. Queries are stemmed in `languages`."""

    def __init__(
        self, folder: Path, languages: Sequence[str], serials: Serials | None = None, gone: Path | None = None
    ) -> None:
        """Opens the index in `folder`; raises `IndexDataError`.

        `serials` tell the rows of what is found; without them serial numbers are rows. `gone` is the index of those of
        its passages that the generation no longer has.
        """
        self._entries = Entries(folder, serials, gone)
        self._schema = schema()
        self._languages = tuple(languages)
        self._among = ALL
        self._frequencies: dict[tuple[str, str], int] = {}
        """How many of the passages that are counted have a term in a field, as far as it was asked."""

    def among(self, counted: Candidates) -> Self:
        """The same index, in which a word is as rare as it is among these passages."""
        view = copy(self)
        view._among, view._frequencies = counted, {}
        return view

    def close(self) -> None:
        """Searches may go on: what is open stays open until nobody uses it."""
        self._entries.close()

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return self._entries.rows

    def count(self) -> int:
        """How many passages have an entry: `rows`, where the index is what was written."""
        return self._entries.stored()

    def search(self, text: str, limit: int, candidates: Candidates) -> list[tuple[int, float]]:
        """The `limit` candidates that hold the rarest words of `text`, as (row, BM25), best first."""
        lone = terms_module.lone_characters(text)
        asked = self._once(self.stems(text))
        terms = self._without_common((CHARACTERS if term in lone else STEMS, term) for term in asked)
        if not terms or candidates.count(self.rows) == 0:
            return []
        weights = self._part_weights(text)
        scored = [self._ranked(fields[0], term, weights.get(term, 1.0)) for fields, term in terms]
        scored += [self._ranked(fields[1], term, TITLE_WEIGHT * weights.get(term, 1.0)) for fields, term in terms]
        pairs = self._without_common((("pairs",), pair) for pair in terms_module.pairs(text, self._languages))
        scored += [self._ranked("pairs", pair, PAIR_WEIGHT) for _, pair in pairs]
        # A flat union of terms, which tantivy goes through in half the time of a nested one.
        ranked = Query.boolean_query([(Occur.Should, term) for term in scored])
        if within := self._entries.within(candidates):
            ranked = Query.boolean_query([(Occur.Must, ranked), *within])
        return self._entries.best(ranked, limit, self._entries.mask(candidates))

    def rows_that_fulfil(self, restriction: Restriction, candidates: Candidates) -> NDArray[np.int64]:
        """The rows among `candidates` that fulfil `restriction`, ascending."""
        clauses = [(Occur.Must, self._in_text_or_title(phrase)) for phrase in restriction.phrases]
        clauses += [(Occur.Must, self._phrase("title", title)) for title in restriction.titles]
        clauses += [(Occur.MustNot, self._in_text_or_title(word)) for word in restriction.excluded]
        clauses += [(Occur.Must, Query.all_query()), *self._entries.within(candidates)]
        rows = self._entries.hits(Query.boolean_query(clauses), NO_LIMIT, self._entries.mask(candidates)).rows
        return np.sort(rows[rows >= 0])

    def holding(
        self, weights: Mapping[str, float], limit: int, candidates: Candidates
    ) -> tuple[list[tuple[int, float]], int]:
        """The first `limit` candidates with any of some stems, as (row, the sum of what those weigh), and how many."""
        if not weights or candidates.count(self.rows) == 0:
            return [], 0
        exact = weights if candidates.rows is not None else {stem: _exact(weight) for stem, weight in weights.items()}
        held = [(Occur.Should, Query.const_score_query(self._stem(stem), weight)) for stem, weight in exact.items()]
        query = Query.boolean_query([(Occur.Must, Query.boolean_query(held)), *self._entries.within(candidates)])
        allowed = self._entries.mask(candidates)
        found = self._entries.first(query, limit, allowed)
        return found, len(found) if len(found) < limit else self._entries.count(query, allowed)

    def holds(self, word: str, candidates: Candidates) -> bool:
        """Whether a candidate has `word` in its text or title, in any of its forms."""
        terms = self.stems(word)
        if candidates.all and any(self._holding(term) for term in terms):
            return True  # no search is needed for most words
        forms = [(Occur.Should, self._term(field, term)) for term in terms for field in _fields(term)]
        forms.append((Occur.Should, self._in_text_or_title(word)))
        clauses = [(Occur.Must, Query.boolean_query(forms)), *self._entries.within(candidates)]
        return self._entries.any(Query.boolean_query(clauses), self._entries.mask(candidates))

    def nearly(self, word: str, edits: int, limit: int, candidates: Candidates) -> list[int]:
        """The rows of candidates with a word in their text that is at most `edits` letters from `word`, ascending."""
        near = Query.fuzzy_term_query(self._schema, "exact", fold(word), distance=edits, transposition_cost_one=True)
        clauses = [(Occur.Must, near), *self._entries.within(candidates)]
        found = self._entries.first(Query.boolean_query(clauses), limit, self._entries.mask(candidates))
        return sorted(row for row, _ in found)

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency of a stem: above 0, higher is rarer."""
        return idf(self._among.count(self.rows), self._holding(term))

    def stems(self, text: str) -> list[str]:
        """The ranking terms of `text` in the languages of this index."""
        return terms_module.stems(text, self._languages)

    def forms(self, text: str) -> list[tuple[str, ...]]:
        """The ranking terms of each word of `text`: its stems in the languages of this index."""
        return terms_module.forms(text, self._languages)

    def held(self, text: str) -> set[str]:
        """The ranking terms that `text` answers: its own, and characters of scripts whose ranking terms are pairs."""
        return {*self.stems(text), *filter(terms_module.is_character, terms_module.exact(text))}

    def _without_common(self, terms: Iterable[tuple[tuple[str, ...], str]]) -> list[tuple[tuple[str, ...], str]]:
        """`terms` with their fields, each once; in a large archive without those in most passages, if any are left."""
        distinct = list(dict.fromkeys(terms))
        counted = self._among.count(self.rows)
        if counted < LARGE_ARCHIVE_ROWS:
            return distinct
        rare = [pair for pair in distinct if self._frequency(pair[0][0], pair[1]) <= counted // 2]
        return rare or distinct

    def _part_weights(self, text: str) -> dict[str, float]:
        """How much each part of a compound in `text` counts where some passage has the whole."""
        few = len(text.split()) <= FEW_WORDS
        return {
            part: PART_WEIGHT
            for part, wholes in terms_module.wholes(text, self._languages).items()
            if (few or part.isdecimal() or len(part) <= MAX_PART) and any(map(self._holding, wholes))
        }

    def _once(self, terms: Sequence[str]) -> list[str]:
        """`terms` with each acronym once: as such where its word is mostly another, so that "US" is not "us"."""
        left_out = set()
        for acronym in filter(terms_module.is_acronym, terms):
            word, least = acronym[:-1], ACRONYM_RARER * self._holding(acronym)
            left_out.add(word if 0 < least <= self._holding(word) else acronym)
        return [term for term in terms if term not in left_out]

    def _holding(self, term: str) -> int:
        """How many passages have a ranking term in their text."""
        return self._frequency(_fields(term)[0], term)

    def _frequency(self, field: str, term: str) -> int:
        """How many of the passages that are counted have a term in a field."""
        if self._among.all:
            return self._entries.frequency(field, term)
        if (field, term) not in self._frequencies:
            self._frequencies[field, term] = self._entries.frequency(field, term, self._among)
        return self._frequencies[field, term]

    def _ranked(self, field: str, term: str, weight: float) -> Query:
        """A term that counts `weight` by how rare it is in the passages that are counted."""
        if self._among.all and self._entries.whole:
            return self._term(field, term, weight)
        counted, holding = self._among.count(self.rows), self._frequency(field, term)
        return self._term(field, term, weight * self._entries.correction(field, term, counted, holding))

    def _term(self, field: str, term: str, weight: float = 1.0) -> Query:
        query = Query.term_query(self._schema, field, term, "freq")
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def _stem(self, stem: str) -> Query:
        """The passages with this stem in their text or title."""
        return Query.boolean_query([(Occur.Should, self._term(field, stem)) for field in _fields(stem)])

    def _in_text_or_title(self, phrase: str) -> Query:
        return Query.boolean_query(
            [(Occur.Should, self._phrase("exact", phrase)), (Occur.Should, self._phrase("title", phrase))]
        )

    def _phrase(self, field: str, phrase: str) -> Query:
        spellings = [(Occur.Should, self._all(field, rows)) for rows in terms_module.required(phrase)]
        return Query.boolean_query(spellings) if spellings else Query.empty_query()

    def _all(self, field: str, rows: list[list[str]]) -> Query:
        return Query.boolean_query([(Occur.Must, self._in_a_row(field, terms)) for terms in rows])

    def _in_a_row(self, field: str, terms: list[str]) -> Query:
        if len(terms) == 1:
            return Query.term_query(self._schema, field, terms[0])
        return Query.phrase_query(self._schema, field, list(terms))


def _exact(weight: float) -> float:
    """Nearly the same weight, as one of a few dozens that add up without rounding in single precision, in any order.

    So which passages are equal, of which the first are taken, doesn't depend on where they lie.
    """
    return max(1, round(weight * WEIGHT_STEPS)) / WEIGHT_STEPS


def open_words(store: DocumentStore, languages: Sequence[str]) -> WordIndex:
    """The words of the passages in `store`; raises `IndexDataError`."""
    folder = store.folder / WORDS_FOLDER
    if store.layout is None:
        return WordIndex(folder, languages)
    has_gone = any(segment.gone.rows for segment in store.layout.segments)
    serials = Serials(store.layout.segments, store.order)
    return WordIndex(folder, languages, serials, store.folder / GONE_WORDS_FOLDER if has_gone else None)
