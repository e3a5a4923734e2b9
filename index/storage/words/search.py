"""Words and their BM25 ranking, searched: with `words_writer` the one home of tantivy.

Restrictions score nothing: a passage's score is the same in every window.

Statistics are those of the passages there are. An index also counts those that are gone, and tantivy takes no other
statistics; so each term's weight is corrected by how many of the gone have it, and the average length by what
`words_writer.balance` adds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import lru_cache, partial
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from tantivy import Occur, Query

from index.storage import GONE_WORDS_FOLDER, WORDS_FOLDER
from index.storage.candidates import ALL, Candidates
from index.storage.documents import DocumentStore
from index.storage.serials import Serials
from index.storage.words.entries import Entries
from index.storage.words.scores import exact_weight
from index.storage.words.weighing import RankingTerms, Restriction, fields
from index.storage.words.write import schema
from index.text import terms as terms_module
from index.text.folding import fold

REMEMBERED_FREQUENCIES = 10_000
"""Terms of which it is remembered how many of some passages have them."""
NO_LIMIT = 1_000_000_000
"""More hits than there can be."""


class WordIndex(RankingTerms):
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
        self.languages = tuple(languages)
        self._among = ALL
        self._frequency: Callable[[str, str], int] = self._entries.frequency

    def among(self, counted: Candidates) -> Self:
        """The same index, in which a word is as rare as it is among these passages."""
        view = copy(self)
        view._among = counted
        view._frequency = lru_cache(REMEMBERED_FREQUENCIES)(partial(self._entries.frequency, among=counted))
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
        terms = self.weighed(text)
        if not terms or candidates.count(self.rows) == 0:
            return []
        scored = [self._ranked(*term) for term in terms]
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
        exact = (
            weights if candidates.rows is not None else {stem: exact_weight(weight) for stem, weight in weights.items()}
        )
        held = [(Occur.Should, Query.const_score_query(self._stem(stem), weight)) for stem, weight in exact.items()]
        query = Query.boolean_query([(Occur.Must, Query.boolean_query(held)), *self._entries.within(candidates)])
        allowed = self._entries.mask(candidates)
        found = self._entries.first(query, limit, allowed)
        return found, len(found) if len(found) < limit else self._entries.count(query, allowed)

    def holds(self, word: str, candidates: Candidates) -> bool:
        """Whether a candidate has `word` in its text or title, in any of its forms."""
        terms = self.stems(word)
        if candidates.all and any(self.holding_of(term) for term in terms):
            return True  # no search is needed for most words
        forms = [(Occur.Should, self._term(field, term)) for term in terms for field in fields(term)]
        forms.append((Occur.Should, self._in_text_or_title(word)))
        clauses = [(Occur.Must, Query.boolean_query(forms)), *self._entries.within(candidates)]
        return self._entries.any(Query.boolean_query(clauses), self._entries.mask(candidates))

    def nearly(self, word: str, edits: int, limit: int, candidates: Candidates) -> list[int]:
        """The rows of candidates with a word in their text that is at most `edits` letters from `word`, ascending."""
        near = Query.fuzzy_term_query(self._schema, "exact", fold(word), distance=edits, transposition_cost_one=True)
        clauses = [(Occur.Must, near), *self._entries.within(candidates)]
        found = self._entries.first(Query.boolean_query(clauses), limit, self._entries.mask(candidates))
        return sorted(row for row, _ in found)

    @property
    def counted(self) -> int:
        return self._among.count(self.rows)

    def frequency(self, field: str, term: str) -> int:
        return self._frequency(field, term)

    def _ranked(self, field: str, term: str, weight: float) -> Query:
        """A term that counts `weight` by how rare it is in the passages that are counted."""
        if self._among.all and self._entries.whole:
            return self._term(field, term, weight)
        counted, holding = self.counted, self.frequency(field, term)
        return self._term(field, term, weight * self._entries.correction(field, term, counted, holding))

    def _term(self, field: str, term: str, weight: float = 1.0) -> Query:
        query = Query.term_query(self._schema, field, term, "freq")
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def _stem(self, stem: str) -> Query:
        """The passages with this stem in their text or title."""
        return Query.boolean_query([(Occur.Should, self._term(field, stem)) for field in fields(stem)])

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


def open_words(store: DocumentStore, languages: Sequence[str]) -> WordIndex:
    """The words of the passages in `store`; raises `IndexDataError`."""
    folder = store.folder / WORDS_FOLDER
    if store.layout is None:
        return WordIndex(folder, languages)
    has_gone = any(segment.gone.rows for segment in store.layout.segments)
    serials = Serials(store.layout.segments, store.order)
    return WordIndex(folder, languages, serials, store.folder / GONE_WORDS_FOLDER if has_gone else None)
