"""Which rows hold a ranking term, remembered for terms that were asked for last: common ones come again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.storage.lance.row_sets import Numbers

Term = TypeVar("Term", bound=Hashable)

REMEMBERED_ROWS: Final = 8_000_000
"""Of all terms together: 64 MB."""
SPREAD: Final = 8
"""Rows are summed up in one array as long as it has at most so many times as many places."""


class TermRows(Generic[Term]):
    """The rows of terms, ascending; safe to use from many threads."""

    def __init__(self, find: Callable[[Term], Numbers], most: int = REMEMBERED_ROWS) -> None:
        """`find` gives those of a term; those of the terms asked for last are remembered, `most` rows in all."""
        self._find = find
        self._most = most
        self._lock = Lock()
        self._known: OrderedDict[Term, Numbers] = OrderedDict()
        self._held = 0

    def of(self, term: Term) -> Numbers:
        """The rows that hold a term."""
        known = self.known(term)
        if known is None:
            known = self._find(term)
            self._keep(term, known)
        return known

    def known(self, term: Term) -> Numbers | None:
        """Likewise, if they are remembered."""
        with self._lock:
            if term in self._known:
                self._known.move_to_end(term)
            return self._known.get(term)

    def _keep(self, term: Term, rows: Numbers) -> None:
        if len(rows) > self._most:
            return
        with self._lock:
            if term not in self._known:
                self._known[term] = rows
                self._held += len(rows)
            while self._held > self._most:
                self._held -= len(self._known.popitem(last=False)[1])


def summed(held: Mapping[str, Numbers], weights: Mapping[str, float]) -> tuple[Numbers, NDArray[np.float64]]:
    """Every row that holds any of some terms, ascending, and the sum of what those weigh that it holds."""
    total = sum(map(len, held.values()))
    if not total:
        return np.empty(0, dtype=np.int64), np.empty(0)
    places = max(int(rows[-1]) for rows in held.values() if len(rows)) + 1
    if places <= SPREAD * total:
        sums = np.zeros(places)
        for term, rows in held.items():
            sums[rows] += weights[term]
        rows = np.flatnonzero(sums)
        return rows, sums[rows]
    rows, place = np.unique(np.concatenate(list(held.values())), return_inverse=True)
    weighs = np.concatenate([np.full(len(own), weights[term]) for term, own in held.items()])
    return rows, np.bincount(place, weights=weighs, minlength=len(rows)).astype(np.float64)


def best(rows: Numbers, sums: NDArray[np.float64], limit: int) -> list[tuple[int, float]]:
    """The first `limit` rows by their sums, best first, equal ones by row."""
    if len(rows) > limit > 0:
        least = np.partition(sums, len(sums) - limit)[len(sums) - limit]
        rows, sums = rows[sums >= least], sums[sums >= least]
    order = np.lexsort((rows, -sums))[:limit]
    return list(zip(rows[order].tolist(), sums[order].tolist(), strict=True))
