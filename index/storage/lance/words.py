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
from typing import Any, Final, Self

import lance
import numpy as np
import pyarrow as pa
from lance.query import BooleanQuery, FullTextQuery, MatchQuery, Occur, PhraseQuery

from index.storage.engine import Holding, Ranking
from index.storage.lance import added
from index.storage.lance.added import Scored
from index.storage.lance.addresses import Addresses
from index.storage.lance.faults import told
from index.storage.lance.field_terms import FieldTerms
from index.storage.lance.row_sets import Numbers, RowSet
from index.storage.lance.selection import Selection
from index.storage.lance.term_rows import TermRows, best, summed
from index.storage.words.analysis import FILLING
from index.storage.words.scores import exact_weight, idf, ordered, settled
from index.storage.words.weighing import STEMS, RankingTerms, Restriction, fields
from index.text import terms as terms_module
from index.text.folding import fold

REMEMBERED_FREQUENCIES: Final = 100_000
FEW_ROWS: Final = 20_000
"""Among so few a term is looked for by itself; else among all, which is remembered."""
MORE_HITS: Final = 16
"""Hits asked for beyond the limit, so that of equal ones the first rows are taken."""
DEEPER: Final = 4
"""So many times as many are asked for in each field, where a hit is rarely as good by one field as by all."""
SAMPLED_TITLES: Final = 2_000
LONG_WORD, LONGEST_WORD = 24, 100
"""Lance looks for what is like a longer word with one edit at most, and for nothing like the longest."""
MAX_EXPANSIONS: Final = 100_000
"""Words that are a few letters from another."""
PAIRS: Final = "pairs"
K1, B = 1.2, 0.75
"""Of Lance's BM25, as of tantivy's."""
Alike = Mapping[str, Mapping[float, list[str]]]
"""For each field its terms by what they weigh."""
Query = FullTextQuery | None
"""None finds nothing."""


class LanceWords(RankingTerms):
    """The words of the passages in a table; searches may run in many threads at once."""

    def __init__(self, passages: lance.LanceDataset, addresses: Addresses, languages: Sequence[str]) -> None:
        """Queries are stemmed in `languages`."""
        self._passages = passages
        self._addresses = addresses
        self.languages = tuple(languages)
        self._among = Selection(None, addresses)
        self._in_field: TermRows[tuple[str, str]] = TermRows(self._in_field_of)
        self._in_either = TermRows(self._joined)
        """Of terms in their text or title."""
        self._in_all = lru_cache(REMEMBERED_FREQUENCIES)(self._count)
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
        required = [_in_text_or_title(phrase) for phrase in restriction.phrases]
        required += [_phrase("title", title) for title in restriction.titles]
        for query in required:
            rows = RowSet.of_rows(self._rows(query, Selection(rows, self._addresses)))
        for query in map(_in_text_or_title, restriction.excluded):
            within = Selection(rows, self._addresses)
            rows = RowSet.of_rows(np.setdiff1d(within.numbers(), self._rows(query, within), assume_unique=True))
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
        query = _any([*map(self._stem, terms), _in_text_or_title(word)])
        return selection.count > 0 and self._found(query, selection, limit=1).num_rows > 0

    def nearly(self, word: str, edits: int, limit: int, selection: Selection) -> list[int]:
        """The selected rows with a word in their text that is at most `edits` letters from `word`, ascending."""
        folded = fold(word)
        if len(folded) > LONGEST_WORD:
            return []
        variants = _swapped(folded, min(edits, 1) if len(folded) > LONG_WORD else edits)
        near = [
            MatchQuery(variant, "exact", fuzziness=left, max_expansions=MAX_EXPANSIONS)
            for variant, left in variants.items()
        ]
        return self._rows(_any(near), selection)[:limit].tolist() if selection.count else []

    def _held_by(self, term: str, selection: Selection) -> Numbers:
        """The selected rows that hold a ranking term in their text or title, ascending."""
        if selection.rows is None:
            return self._in_either.of(term)
        rows = self._in_either.known(term)
        if rows is None and selection.count <= FEW_ROWS:
            return self._rows(self._stem(term), selection)
        rows = self._in_either.of(term)
        return rows[selection.rows.holds(rows)]

    def _in_field_of(self, term: tuple[str, str]) -> Numbers:
        """All rows that hold a term in a field, ascending."""
        return self._rows(MatchQuery(term[1], term[0]), Selection(None, self._addresses))

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
        having = [MatchQuery(term, field) for field in fields(term) if self._in_all(field, term)]
        return having[0] if len(having) == 1 else _any(having)

    def _count(self, field: str, term: str) -> int:
        """How many of all rows have a term in a field.

        Of what may be asked for rows next, it takes no longer to find those.
        """
        return self._frequency(field, term) if field == PAIRS else len(self._in_field.of((field, term)))

    def _most(self, field: str, term: str) -> int:
        """No more rows have a term in a field; asked of the two terms of a pair, which are known."""
        return min(self._in_all(STEMS[0], own) for own in _parts(term)) if field == PAIRS else self._in_all(field, term)

    def _frequency(self, field: str, term: str) -> int:
        if self._among.count == 0:
            return 0
        with told(self._passages.uri):
            return int(self._scanner(MatchQuery(term, field), self._among, columns=[]).count_rows())

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
        return FieldTerms(field, groups, most, partial(self._scored, selection))

    def _scored(self, selection: Selection, query: Query, limit: int | None, rows: Numbers | None) -> Scored:
        within = selection if rows is None else Selection(RowSet.of_rows(rows), self._addresses, single=True)
        found = self._found(query, within, ["_score"], limit)
        return Scored(self._rows_of(found), found["_score"].to_numpy().astype(np.float64))

    def _exhausted(self, alike: Alike, limit: int, selection: Selection) -> Ranking:
        """The first hits of a query that goes through all rows with any of the terms.

        Scores that only rounding parts are equal, and go by row.
        """
        each = ((field, *group) for field, groups in alike.items() for group in groups.items())
        query = _any([MatchQuery(" ".join(terms), field, boost=weight) for field, weight, terms in each])
        asked = limit + MORE_HITS
        while True:
            found = self._found(query, selection, ["_score"], limit=asked)
            scores = found["_score"].to_numpy().astype(np.float64)
            first = ordered(self._rows_of(found), scores, limit)
            if len(scores) < asked or (len(first) == limit and first[-1][1] > settled(scores)[-1]):
                return first
            asked *= 2

    def _rows(self, query: Query, selection: Selection) -> Numbers:
        """All selected rows that a query finds, ascending."""
        return np.sort(self._rows_of(self._found(query, selection)))

    def _rows_of(self, found: pa.Table) -> Numbers:
        return self._addresses.rows_at(found["_rowid"].to_numpy().astype(np.int64))

    def _found(
        self, query: Query, selection: Selection, columns: Sequence[str] = (), limit: int | None = None
    ) -> pa.Table:
        if query is None or selection.count == 0:
            return pa.table({"_rowid": pa.array([], pa.uint64()), "_score": pa.array([], pa.float32())})
        with told(self._passages.uri):
            return self._scanner(query, selection, columns, limit).to_table()

    def _scanner(self, query: FullTextQuery, selection: Selection, columns: Sequence[str], limit: Any = None) -> Any:
        return self._passages.scanner(
            columns=list(columns),
            with_row_id=True,
            full_text_query=query,
            limit=limit,
            row_addr_allowlist=selection.allowed,
            disable_scoring_autoprojection=True,
        )


def _parts(pair: str) -> list[str]:
    """The terms of a pair."""
    return pair.split("+")


def _norm(length: float) -> float:
    """What BM25 adds to a term's frequency in a field so many times as long as others."""
    return K1 * (1 - B + B * length)


def _swapped(word: str, edits: int) -> dict[str, int]:
    """`word` with neighbours swapped, each with how many edits are left then: Lance counts a swap as two."""
    found = {word: edits}
    if edits > 0:
        swaps = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
        for swap in sorted(swaps - {word}):
            for variant, left in _swapped(swap, edits - 1).items():
                found[variant] = max(left, found.get(variant, 0))
    return found


def _any(queries: Sequence[Query]) -> Query:
    """What any of these finds."""
    some = [(Occur.SHOULD, query) for query in queries if query is not None]
    return BooleanQuery(some) if some else None


def _in_text_or_title(phrase: str) -> Query:
    return _any([_phrase("exact", phrase), _phrase("title", phrase)])


def _phrase(field: str, phrase: str) -> Query:
    return _any([_all(field, rows) for rows in terms_module.required(phrase)])


def _all(field: str, rows: list[list[str]]) -> Query:
    return BooleanQuery([(Occur.MUST, _in_a_row(field, terms)) for terms in rows]) if rows else None


def _in_a_row(field: str, terms: list[str]) -> FullTextQuery:
    return MatchQuery(terms[0], field) if len(terms) == 1 else PhraseQuery(" ".join(terms), field)
