"""Words and their BM25 ranking: the one home of tantivy.

Each passage is an entry with three views of its text and two of its document's title (see `index.text.terms`):
`stems`, `pairs` and `title_stems` are ranked, `exact` and `title` answer phrases and exclusions; these also hold the
other spellings of compounds ("email" of "e-mail"), with the words around them, after what no phrase goes across.
Terms come from Dateline's own analysis, so the fields only split at blanks. Restrictions score nothing: a passage's
score is the same in every window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby, tee
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tantivy import (
    Document,
    FieldType,
    Index,
    Occur,
    Query,
    Schema,
    SchemaBuilder,
    TextAnalyzerBuilder,
    Tokenizer,
)

from index.storage.candidates import Candidates, RowRange
from index.storage.lockable import cant_be_read, lockable
from index.text import terms as terms_module
from index.text.folding import fold
from index.text.line_breaks import broken_words, rejoined

BLANKS = "blanks"
HEAP_BYTES = 64_000_000
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
END = "\u241e"
"""Stands between two spellings of a passage; no term is equal to it."""
STEMS, CHARACTERS = ("stems", "title_stems"), ("exact", "title")
"""Where a passage and its title have ranking terms, and where single characters of scripts that are ranked by pairs."""
ACRONYM_RARER = 3
"""So many times as many passages have the word as have the acronym, where it is mostly another word."""
NO_LIMIT = 1_000_000_000
"""More hits than there can be."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to index. Passages of one document share its number; `title` is empty unless the source has one."""

    row: int
    document: int
    text: str
    title: str
    languages: tuple[str, ...]
    """The languages it is stemmed in."""


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


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_unsigned_field("row", stored=False, indexed=True, fast=True)
    for name in ("stems", "pairs", "title_stems"):
        builder.add_text_field(name, tokenizer_name=BLANKS, index_option="freq")
    for name in ("exact", "title"):
        builder.add_text_field(name, tokenizer_name=BLANKS, index_option="position")
    return builder.build()


def write(folder: Path, entries: Iterable[Entry]) -> None:
    """Writes the index of `entries`, which come in ascending rows, into the new `folder`."""
    folder.mkdir()
    index = _with_analysis(Index(_schema(), path=str(folder)))
    writer = index.writer(HEAP_BYTES, 1)
    for _, passages in groupby(entries, key=lambda entry: entry.document):
        for document in _documents(passages):
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _documents(passages: Iterable[Entry]) -> Iterator[Document]:
    """What tantivy indexes of the passages of one document, of which only a few are held at a time."""
    shown, stemmed = tee(passages)
    for entry, ranked in zip(shown, terms_module.surrounded(map(_stems, stemmed)), strict=True):
        document = Document()
        document.add_unsigned("row", entry.row)
        document.add_text("stems", " ".join(ranked))
        document.add_text("pairs", " ".join(terms_module.pairs(entry.text, entry.languages)))
        document.add_text("title_stems", " ".join(terms_module.stems(entry.title, entry.languages)))
        document.add_text("exact", _in_every_spelling(entry.text))
        document.add_text("title", _in_every_spelling(entry.title))
        yield document


def _stems(entry: Entry) -> list[str]:
    """The terms that a passage is ranked by, words that its lines break among them."""
    return terms_module.stems(" ".join([entry.text, *broken_words(entry.text)]), entry.languages)


def _in_every_spelling(text: str) -> str:
    """The terms that phrases are looked up in."""
    runs = [terms_module.exact(text), *terms_module.other_spellings(text)]
    whole = rejoined(text)
    if whole is not None:
        runs.append(terms_module.exact(whole))
    return f" {END} ".join(" ".join(run) for run in runs)


def _fields(term: str) -> tuple[str, str]:
    return CHARACTERS if terms_module.is_character(term) else STEMS


def _with_analysis(index: Index) -> Index:
    index.register_tokenizer(BLANKS, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index


class WordIndex:
    """An opened word index; searches may run in many threads at once. Queries are stemmed in `languages`."""

    def __init__(self, folder: Path, languages: Sequence[str]) -> None:
        self._held = ExitStack()
        try:
            self._index = _with_analysis(Index.open(str(lockable(folder, self._held))))
            self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            self.close()
            raise cant_be_read(folder, error) from error
        self._schema = self._index.schema
        self._languages = tuple(languages)

    def close(self) -> None:
        """Searches may go on: what is open stays open until nobody uses it."""
        self._held.close()

    @property
    def rows(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, text: str, limit: int, candidates: Candidates) -> list[tuple[int, float]]:
        """The `limit` candidates that hold the rarest words of `text`, as (row, BM25), best first."""
        lone = terms_module.lone_characters(text)
        asked = self._once(self.stems(text))
        terms = self._without_common((CHARACTERS if term in lone else STEMS, term) for term in asked)
        if not terms or candidates.count(self.rows) == 0:
            return []
        weights = self._part_weights(text)
        scored = [self._term(fields[0], term, weights.get(term, 1.0)) for fields, term in terms]
        scored += [self._term(fields[1], term, TITLE_WEIGHT * weights.get(term, 1.0)) for fields, term in terms]
        pairs = self._without_common((("pairs",), pair) for pair in terms_module.pairs(text, self._languages))
        scored += [self._term("pairs", pair, PAIR_WEIGHT) for _, pair in pairs]
        # A flat union of terms, which tantivy goes through in half the time of a nested one.
        ranked = Query.boolean_query([(Occur.Should, term) for term in scored])
        if within := self._within(candidates):
            ranked = Query.boolean_query([(Occur.Must, ranked), *within])
        return self._hits(ranked, limit)

    def rows_that_fulfil(self, restriction: Restriction, candidates: Candidates) -> NDArray[np.int64]:
        """The rows among `candidates` that fulfil `restriction`, ascending."""
        clauses = [(Occur.Must, self._in_text_or_title(phrase)) for phrase in restriction.phrases]
        clauses += [(Occur.Must, self._phrase("title", title)) for title in restriction.titles]
        clauses += [(Occur.MustNot, self._in_text_or_title(word)) for word in restriction.excluded]
        clauses += [(Occur.Must, Query.all_query()), *self._within(candidates)]
        rows = [row for row, _ in self._hits(Query.boolean_query(clauses), NO_LIMIT)]
        return np.array(sorted(rows), dtype=np.int64)

    def holding(
        self, weights: Mapping[str, float], limit: int, candidates: Candidates
    ) -> tuple[list[tuple[int, float]], int]:
        """The first `limit` candidates with any of some stems, as (row, the sum of what those weigh), and how many."""
        if not weights or candidates.count(self.rows) == 0:
            return [], 0
        held = [(Occur.Should, Query.const_score_query(self._stem(stem), weight)) for stem, weight in weights.items()]
        query = Query.boolean_query([(Occur.Must, Query.boolean_query(held)), *self._within(candidates)])
        return self._counted(query, limit, count=True)

    def holds(self, word: str, candidates: Candidates) -> bool:
        """Whether a candidate has `word` in its text or title, in any of its forms."""
        terms = self.stems(word)
        everywhere = candidates.ranges is None and candidates.rows is None
        if everywhere and any(self._holding(term) for term in terms):
            return True  # no search is needed for most words
        forms = [(Occur.Should, self._term(field, term)) for term in terms for field in _fields(term)]
        forms.append((Occur.Should, self._in_text_or_title(word)))
        clauses = [(Occur.Must, Query.boolean_query(forms)), *self._within(candidates)]
        return bool(self._hits(Query.boolean_query(clauses), 1))

    def nearly(self, word: str, edits: int, limit: int, candidates: Candidates) -> list[int]:
        """The rows of candidates with a word in their text that is at most `edits` letters from `word`, ascending."""
        near = Query.fuzzy_term_query(self._schema, "exact", fold(word), distance=edits, transposition_cost_one=True)
        clauses = [(Occur.Must, near), *self._within(candidates)]
        return sorted(row for row, _ in self._hits(Query.boolean_query(clauses), limit))

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency of a stem: above 0, higher is rarer."""
        holding = self._holding(term)
        return float(np.log1p((self.rows - holding + 0.5) / (holding + 0.5)))

    def stems(self, text: str) -> list[str]:
        """The ranking terms of `text` in the languages of this index."""
        return terms_module.stems(text, self._languages)

    def held(self, text: str) -> set[str]:
        """The ranking terms that `text` answers: its own, and characters of scripts whose ranking terms are pairs."""
        return {*self.stems(text), *filter(terms_module.is_character, terms_module.exact(text))}

    def _hits(self, query: Query, limit: int) -> list[tuple[int, float]]:
        """The first hits as (row, score), best first, ties by row."""
        return self._counted(query, limit, count=False)[0]

    def _counted(self, query: Query, limit: int, *, count: bool) -> tuple[list[tuple[int, float]], int]:
        """The first hits, and how many there are in all if they are to be counted."""
        found = self._searcher.search(query, min(limit, max(self.rows, 1)), count=count)
        rows = self._searcher.fast_field_values("row", [address for _, address in found.hits])
        scored = [(int(row), float(score)) for row, (score, _) in zip(rows, found.hits, strict=True) if row is not None]
        hits = sorted(scored, key=lambda pair: (-pair[1], pair[0]))
        return hits, int(found.count or 0)  # type: ignore[attr-defined]  # its stubs lack it

    def _without_common(self, terms: Iterable[tuple[tuple[str, ...], str]]) -> list[tuple[tuple[str, ...], str]]:
        """`terms` with their fields, each once; in a large archive without those in most passages, if any are left."""
        distinct = list(dict.fromkeys(terms))
        if self.rows < LARGE_ARCHIVE_ROWS:
            return distinct
        rare = [(to, term) for to, term in distinct if self._searcher.doc_freq(to[0], term) <= self.rows // 2]
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
        return int(self._searcher.doc_freq(_fields(term)[0], term))

    def _term(self, field: str, term: str, weight: float = 1.0) -> Query:
        query = Query.term_query(self._schema, field, term, "freq")
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def _stem(self, stem: str) -> Query:
        """The passages with this stem in their text or title."""
        return Query.boolean_query([(Occur.Should, self._term(field, stem)) for field in _fields(stem)])

    def _within(self, candidates: Candidates) -> list[tuple[Occur, Query]]:
        """The clause that lets only `candidates` be found; none where all may be."""
        if candidates.rows is not None:
            allowed = Query.term_set_query(self._schema, "row", candidates.rows.tolist())
        elif candidates.ranges is not None:
            allowed = Query.boolean_query([(Occur.Should, self._range(span)) for span in candidates.ranges])
        else:
            return []
        return [(Occur.Must, Query.const_score_query(allowed, 0.0))]

    def _range(self, span: RowRange) -> Query:
        return Query.range_query(
            self._schema, "row", FieldType.Unsigned, span[0], span[1], include_lower=True, include_upper=False
        )

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
