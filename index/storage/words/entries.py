"""What a generation's word index finds: entries by serial number, made rows, without those that are gone."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from tantivy import FieldType, Index, Occur, Query, Searcher

from index.errors import IndexDataError
from index.storage.candidates import ALL, Candidates, RowRange
from index.storage.lockable import cant_be_read, lockable
from index.storage.serials import NO_PASSAGE, Serials
from index.storage.words.scores import EQUAL, idf, ordered, settled
from index.storage.words.write import schema, with_analysis

MAX_RANGES: Final = 32
"""Up to so many ranges of rows are searched in; of more, each of which takes as long as a term, hits are left out."""
MASKS: Final = 16
"""Candidates of many ranges whose rows are remembered as a mask."""
MORE_HITS: Final = 16
"""Hits asked for beyond the limit, so that of equal ones the first rows are taken."""


Mask = NDArray[np.bool_]
"""For each row whether it may be found."""


class Hits(NamedTuple):
    """What is found, best first."""

    rows: NDArray[np.int64]
    """-1 for what is gone, or may not be found."""
    scores: NDArray[np.float64]
    serials: NDArray[np.int64]

    @classmethod
    def none(cls) -> Self:
        return cls(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0, dtype=np.int64))


class Entries:
    """An opened index of words; searches may run in many threads at once."""

    def __init__(self, folder: Path, serials: Serials | None = None, gone: Path | None = None) -> None:
        """Opens the index in `folder`; raises `IndexDataError`.

        `serials` tell the rows of what is found; without them serial numbers are rows. `gone` is the index of those of
        its passages that the generation no longer has.
        """
        self._held = ExitStack()
        try:
            self._searcher = self._opened(folder)
            self._gone = self._opened(gone) if gone else None
        except IndexDataError:
            self.close()
            raise
        self._serials = serials
        self._masks = lru_cache(MASKS)(self._masked)

    def _opened(self, folder: Path) -> Searcher:
        try:
            return with_analysis(Index.open(str(lockable(folder, self._held)))).searcher()
        except (ValueError, OSError) as error:
            raise cant_be_read(folder, error) from error

    def close(self) -> None:
        """Searches may go on: what is open stays open until nobody uses it."""
        self._held.close()

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return self._serials.rows if self._serials else int(self._searcher.num_docs)

    def stored(self) -> int:
        """How many passages have an entry: `rows`, where the index is what was written."""
        return self.count(Query.all_query()) - self.count(Query.term_query(schema(), "row", NO_PASSAGE))

    def frequency(self, field: str, term: str, among: Candidates = ALL) -> int:
        """How many passages `among` these have a term in a field."""
        if not among.all:
            having = Query.term_query(schema(), field, term, "basic")
            held = Query.boolean_query([(Occur.Must, having), *self.within(among)])
            return self.count(held, self.mask(among))
        gone = self._gone.doc_freq(field, term) if self._gone else 0
        return int(self._searcher.doc_freq(field, term)) - int(gone)

    def correction(self, field: str, term: str, passages: int, holding: int) -> float:
        """What makes tantivy's weight of a term that of a term which so many of so many passages hold."""
        return idf(passages, holding) / idf(self._entries, int(self._searcher.doc_freq(field, term)))

    @property
    def whole(self) -> bool:
        """Whether nothing is gone, so that tantivy's weights need no correction."""
        return self._gone is None

    def within(self, candidates: Candidates) -> list[tuple[Occur, Query]]:
        """The clause that lets only `candidates` be found; none where all may be, or their `mask` leaves out others."""
        if self._is_scattered(candidates):
            return []
        named = self._serials.of(candidates) if self._serials else candidates
        if named.rows is not None:
            allowed = Query.term_set_query(schema(), "row", named.rows.tolist())
            return [(Occur.Must, Query.const_score_query(allowed, 0.0))]
        return [] if named.ranges is None else [_only(named.ranges)]

    def mask(self, candidates: Candidates) -> Mask | None:
        """Which rows may be found, where these are too many ranges for a clause."""
        return self._masks(candidates.ranges or ()) if self._is_scattered(candidates) else None

    @staticmethod
    def _is_scattered(candidates: Candidates) -> bool:
        return candidates.rows is None and candidates.ranges is not None and len(candidates.ranges) > MAX_RANGES

    def _masked(self, ranges: tuple[RowRange, ...]) -> Mask:
        allowed = np.zeros(self.rows, dtype=np.bool_)
        for first, end in ranges:
            allowed[first:end] = True
        return allowed

    def any(self, query: Query, allowed: Mask | None = None) -> bool:
        """Whether a passage fulfils `query`."""
        return self.count(query) > 0 if allowed is None else bool((self._living(query, 1, allowed).rows >= 0).any())

    def best(self, query: Query, limit: int, allowed: Mask | None = None) -> list[tuple[int, float]]:
        """The first hits as (row, score), best first; scores that only rounding parts are equal, and go by row."""
        asked = limit + MORE_HITS
        while True:
            rows, scores, _ = self.hits(query, asked, allowed)
            found = ordered(rows, scores, limit)
            if len(rows) < asked or (len(found) == limit and found[-1][1] > settled(scores)[-1]):
                return found
            asked *= 2

    def first(self, query: Query, limit: int, allowed: Mask | None = None) -> list[tuple[int, float]]:
        """The first hits as (row, score), where many are equal.

        Of equal ones tantivy gives those of the first segments, each's in ascending rows. So others are looked for that
        are as good as the last and come before it.
        """
        found = self._living(query, limit, allowed)
        if self._serials is None or self._serials.plain or (found.rows >= 0).sum() < limit:
            return ordered(found.rows, found.scores, limit)
        more = self._as_good(query, found, limit, self._serials, allowed)
        rows, scores = (np.concatenate(columns) for columns in zip(found[:2], more[:2], strict=True))
        best = np.argsort(-scores, kind="stable")
        return ordered(rows[best], scores[best], limit)

    def _living(self, query: Query, limit: int, allowed: Mask | None) -> Hits:
        """The first hits, so many of them, if there are, that are not gone and may be found."""
        there = self.rows if allowed is None else int(allowed.sum())
        everything = self._gone is None and allowed is None
        asked = limit if everything else MORE_HITS + limit * self._entries // max(1, there)
        while True:
            found = self.hits(query, asked, allowed)
            if len(found.rows) < asked or (found.rows >= 0).sum() >= limit:
                return found
            asked *= 2

    def _as_good(self, query: Query, found: Hits, limit: int, serials: Serials, allowed: Mask | None) -> Hits:
        """The hits that are as good as the last of those `found`, in earlier rows, of segments not looked through."""
        least = found.scores[found.rows >= 0][limit - 1]
        better, equal = found.scores > least * (1 + EQUAL), np.abs(found.scores - least) <= least * EQUAL
        wanted = limit - int((better & (found.rows >= 0)).sum())
        edge = int(np.sort(found.rows[equal & (found.rows >= 0)])[wanted - 1])
        ranges = serials.before(edge, found.serials[equal])
        if not ranges:
            return Hits.none()
        within = Query.boolean_query([(Occur.Must, query), _only(ranges)])
        known = sum(int((better & (found.serials >= first) & (found.serials < end)).sum()) for first, end in ranges)
        asked = MORE_HITS + known + 3 * wanted * sum(end - first for first, end in ranges) // max(1, edge)
        while True:
            more = self.hits(within, asked, allowed)
            if len(more.rows) < asked or more.scores[-1] < least * (1 - EQUAL):
                as_good = np.abs(more.scores - least) <= least * EQUAL
                return Hits(*(column[as_good] for column in more))
            asked *= 2

    def hits(self, query: Query, limit: int, allowed: Mask | None = None) -> Hits:
        """The first hits, best first; those that are not `allowed` have no row."""
        found = self._searcher.search(query, min(limit, max(self._entries, 1)), count=False)
        named = self._searcher.fast_field_values("row", [address for _, address in found.hits])
        serials = np.array([NO_PASSAGE if serial is None else serial for serial in named], dtype=np.int64)
        scores = np.array([score for score, _ in found.hits], dtype=np.float64)
        rows = self._serials.rows_of(serials) if self._serials else np.where(serials == NO_PASSAGE, -1, serials)
        if allowed is not None:
            rows[rows >= 0] = np.where(allowed[rows[rows >= 0]], rows[rows >= 0], -1)
        return Hits(rows, scores, serials)

    @property
    def _entries(self) -> int:
        """How many entries the index has, with those of passages that are gone."""
        return int(self._searcher.num_docs)

    def count(self, query: Query, allowed: Mask | None = None) -> int:
        """How many passages fulfil `query`."""
        if allowed is not None:
            return int((self.hits(query, self._entries, allowed).rows >= 0).sum())
        searchers = [self._searcher, *([self._gone] if self._gone else ())]
        found, *gone = [int(searcher.search(query, 1, count=True).count or 0) for searcher in searchers]
        return found - sum(gone)


def _only(ranges: Iterable[RowRange]) -> tuple[Occur, Query]:
    """The clause that lets only some serial numbers be found."""
    spans = (
        Query.range_query(schema(), "row", FieldType.Unsigned, first, end, include_lower=True, include_upper=False)
        for first, end in ranges
    )
    allowed = Query.boolean_query([(Occur.Should, span) for span in spans])
    return Occur.Must, Query.const_score_query(allowed, 0.0)
