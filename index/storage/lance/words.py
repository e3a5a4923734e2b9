"""Words of passages, searched in a table's full-text indexes.

Lance's BM25 is exact, and adds up weighed terms as they are; what counts which is told as for every engine by
`index.storage.words.weighing`. An index counts a passage only where its field isn't empty: so an empty field that is
ranked holds `FILLING` instead, which makes titles seem longer on average than they are, and is corrected here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache, partial
from typing import Final, Self

import lance
import numpy as np
from lance.query import MatchQuery

from index.storage.engine import Holding, Ranking
from index.storage.lance import added
from index.storage.lance.addresses import Addresses
from index.storage.lance.faults import told
from index.storage.lance.field_terms import FieldTerms
from index.storage.lance.hits import Hits
from index.storage.lance.queries import Query, any_of, in_field, in_text_or_title, like
from index.storage.lance.row_sets import Numbers, RowSet
from index.storage.lance.selection import Selection
from index.storage.lance.term_rows import TermRows, best, summed
from index.storage.words.analysis import FILLING
from index.storage.words.scores import exact_weight, idf, ordered, settled
from index.storage.words.weighing import STEMS, RankingTerms, Restriction, fields

REMEMBERED_FREQUENCIES: Final = 100_000
FEW_ROWS: Final = 20_000
"""Among so few a term is looked for by itself; else among all, which is remembered."""
MORE_HITS: Final = 16
"""Hits asked for beyond the limit, so that of equal ones the first rows are taken."""
DEEPER: Final = 4
"""So many times as many are asked for in each field, where a hit is rarely as good by one field as by all."""
SAMPLED_TITLES: Final = 2_000
PAIRS: Final = "pairs"
K1, B = 1.2, 0.75
"""Of Lance's BM25, as of tantivy's."""
Alike = Mapping[str, Mapping[float, list[str]]]
"""For each field its terms by what they weigh."""


class LanceWords(RankingTerms):
    """The words of the passages in a table; searches may run in many threads at once."""

    def __init__(self, passages: lance.LanceDataset, addresses: Addresses, languages: Sequence[str]) -> None:
        """Queries are stemmed in `languages`."""
        self._passages = passages
        self._addresses = addresses
        self._hits = Hits(passages, addresses)
        self.languages = tuple(languages)
        self._among = Selection(None, addresses)
        self._in_field: TermRows[tuple[str, str]] = TermRows(self._in_field_of)
        self._in_either = TermRows(self._joined)
        """Of terms in their text or title."""
        self._in_all = lru_cache(REMEMBERED_FREQUENCIES)(self._frequency)
        self.frequency_among = self._in_all

    def among(self, counted: Selection) -> Self:
        """The same words, each as rare as it is among these passages."""
        view = copy(self)
        view._among = counted
        view.frequency_among = lru_cache(REMEMBERED_FREQUENCIES)(view._frequency)
        return view

    @property
    def counted(self) -> int:
        return self._among.count

    def frequency(self, field: str, term: str) -> int:
        return self.frequency_among(field, term)

    def search(self, text: str, limit: int, selection: Selection) -> Ranking:
        """The `limit` rows that hold the rarest words of `text`, as (row, BM25), best first."""
        terms = self.weighed(text)
        if not terms or selection.count == 0:
            return []
        alike: defaultdict[str, defaultdict[float, list[str]]] = defaultdict(lambda: defaultdict(list))
        for field, term, weight in terms:
            if self._most(field, term):
                alike[field][self._boost(field, term, weight)].append(term)
        found = self._added(alike, limit, selection) if alike else []
        return self._exhausted(alike, limit, selection) if found is None else found

    def is_common(self, field: str, term: str) -> bool:
        if field == PAIRS and not all(self.is_common(STEMS[0], own) for own in _parts(term)):
            return False  # as no more passages have a pair than either of its terms
        return super().is_common(field, term)

    def rows_that_fulfil(self, restriction: Restriction, selection: Selection) -> RowSet:
        """The rows among those selected that fulfil `restriction`."""
        rows = selection.rows
        required = [in_text_or_title(phrase) for phrase in restriction.phrases]
        required += [in_field("title", title) for title in restriction.titles]
        for query in required:
            rows = RowSet.of_rows(self._hits.rows(query, Selection(rows, self._addresses)))
        for query in map(in_text_or_title, restriction.excluded):
            within = Selection(rows, self._addresses)
            rows = RowSet.of_rows(np.setdiff1d(within.numbers(), self._hits.rows(query, within), assume_unique=True))
        return RowSet.of_rows(selection.numbers()) if rows is None else rows

    def holding(self, weights: Mapping[str, float], limit: int, selection: Selection) -> Holding:
        """The first `limit` rows with any of some ranking terms, by the sum of what those weigh, and how many."""
        exact = weights if selection.single else {term: exact_weight(weight) for term, weight in weights.items()}
        rows, sums = summed({term: self._held_by(term, selection) for term in exact}, exact)
        return Holding(best(rows, sums, limit), len(rows))

    def holds(self, word: str, selection: Selection) -> bool:
        """Whether a selected passage has `word` in its text or title, in any of its forms."""
        terms = self.stems(word)
        if selection.all and any(self._in_all(fields(term)[0], term) for term in terms):
            return True  # no search is needed for most words
        return self._hits.any(any_of([*map(self._stem, terms), in_text_or_title(word)]), selection)

    def nearly(self, word: str, edits: int, limit: int, selection: Selection) -> list[int]:
        """The selected rows with a word in their text that is at most `edits` letters from `word`, ascending."""
        rows: list[int] = self._hits.rows(like(word, edits), selection)[:limit].tolist()
        return rows

    def _held_by(self, term: str, selection: Selection) -> Numbers:
        """The selected rows that hold a ranking term in their text or title, ascending."""
        if selection.rows is None:
            return self._in_either.of(term)
        rows = self._in_either.known(term)
        if rows is None and selection.count <= FEW_ROWS:
            return self._hits.rows(self._stem(term), selection)
        rows = self._in_either.of(term)
        return rows[selection.rows.holds(rows)]

    def _in_field_of(self, term: tuple[str, str]) -> Numbers:
        """All rows that hold a term in a field, ascending."""
        return self._hits.rows(MatchQuery(term[1], term[0]), Selection(None, self._addresses))

    def _joined(self, term: str) -> Numbers:
        """All rows that hold a ranking term in their text or title, ascending."""
        text, title = (
            self._in_field.of((field, term)) if self._in_all(field, term) else None for field in fields(term)
        )
        if text is None or title is None:
            return next((rows for rows in (text, title) if rows is not None), np.empty(0, dtype=np.int64))
        return np.union1d(text, title)

    def _stem(self, term: str) -> Query:
        """The passages with this ranking term in their text or title, asked only where any has it."""
        return any_of(MatchQuery(term, field) for field in fields(term) if self._in_all(field, term))

    def _most(self, field: str, term: str) -> int:
        """No more rows have a term in a field; asked of the two terms of a pair, which are known."""
        return min(self._in_all(STEMS[0], own) for own in _parts(term)) if field == PAIRS else self._in_all(field, term)

    def _frequency(self, field: str, term: str) -> int:
        if field == PAIRS:
            return self._hits.count(MatchQuery(term, field), self._among)
        rows = self._in_field.of((field, term))  # which takes as long as to count them, and is asked for next
        return len(rows) if self._among.rows is None else int(self._among.rows.holds(rows).sum())

    def _boost(self, field: str, term: str, weight: float) -> float:
        """A term's weight by how rare it is in the passages that are counted."""
        weight *= self._title_correction if field == "title_stems" else 1.0
        if self._among.all:
            return weight
        rare = idf(self.counted, self.frequency(field, term))
        return weight * rare / idf(self._addresses.count, self._in_all(field, term))

    @cached_property
    def _title_correction(self) -> float:
        """What makes Lance's weight of a term in a title of usual length what it is by the true average length."""
        places = np.unique(np.linspace(0, self._addresses.count - 1, SAMPLED_TITLES).astype(np.int64))
        with told(self._passages.uri):
            titles = self._passages.take(places.tolist(), columns=["title_stems"])["title_stems"].to_pylist()
        lengths = [0 if title == FILLING else len(title.split()) for title in titles]
        titled = [length for length in lengths if length]
        if not titled:
            return 1.0
        usual, counted = sum(titled) / len(titled), sum(lengths) + len(lengths) - len(titled)
        lance_norm, norm = _norm(usual / (counted / len(lengths))), _norm(usual / (sum(titled) / len(lengths)))
        return (1 + lance_norm) / (1 + norm)

    def _added(self, alike: Alike, limit: int, selection: Selection) -> Ranking | None:
        """The first hits by what Lance finds best in each field; None where that doesn't tell."""
        rankings = [self._ranking(field, groups, selection) for field, groups in alike.items()]
        return added.first(rankings, limit, DEEPER * (limit + MORE_HITS))

    def _ranking(self, field: str, groups: Mapping[float, list[str]], selection: Selection) -> FieldTerms:
        most = sum(self._most(field, term) for terms in groups.values() for term in terms)
        return FieldTerms(field, groups, most, partial(self._hits.scored, selection))

    def _exhausted(self, alike: Alike, limit: int, selection: Selection) -> Ranking:
        """The first hits of a query that goes through all rows with any of the terms.

        Scores that only rounding parts are equal, and go by row.
        """
        each = ((field, *group) for field, groups in alike.items() for group in groups.items())
        query = any_of(MatchQuery(" ".join(terms), field, boost=weight) for field, weight, terms in each)
        asked = limit + MORE_HITS
        while True:
            rows, scores = self._hits.scored(selection, query, asked)
            first = ordered(rows, scores, limit)
            if len(scores) < asked or (len(first) == limit and first[-1][1] > settled(scores)[-1]):
                return first
            asked *= 2


def _parts(pair: str) -> list[str]:
    """The terms of a pair."""
    return pair.split("+")


def _norm(length: float) -> float:
    """What BM25 adds to a term's frequency in a field so many times as long as others."""
    return K1 * (1 - B + B * length)
