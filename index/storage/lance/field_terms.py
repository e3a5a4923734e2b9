"""The terms of a query in one field, as a ranking that is added to those of other fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from lance.query import FullTextQuery, MatchQuery

from index.storage.lance.added import Head, Scored, Scores
from index.storage.lance.row_sets import Numbers

FEW_ROWS: Final = 5_000
"""Where at most so many rows have any of the terms, all are found, which takes about two milliseconds."""
Find = Callable[[FullTextQuery, int | None, Numbers | None], Scored]
"""What a query finds: the first so many of what may be found, or of the given rows."""


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """Fulfils `index.storage.lance.added.Added`.

    Lance skips what can't be among the first of one query for several terms in one field, and only there: a query of
    several fields or weights goes through all that has any of the terms.
    """

    field: str
    groups: Mapping[float, list[str]]
    """Terms that weigh alike, by what they weigh."""
    most: int
    """No more rows have any of the terms."""
    find: Find

    def head(self, limit: int) -> Head:
        """Of terms that weigh unlike, those that would be first if all weighed the same."""
        asked = None if self.most <= FEW_ROWS else limit
        alike = len(self.groups) == 1
        found = self.find(self._query(self._terms, max(self.groups) if alike else 1.0), asked, None)
        least, most = (1.0, 1.0) if alike else (min(self.groups), max(self.groups))
        whole = asked is None or len(found.rows) < asked
        return Head(found, 0.0 if whole else most * float(found.scores.min()), least, most)

    def scores(self, rows: Numbers, head: Head) -> Scores:
        if len(self.groups) > 1:
            parts = (self.find(self._query(terms, weight), None, rows) for weight, terms in self.groups.items())
            return sum((part.of(rows) for part in parts), np.zeros(len(rows)))
        known = head.found.of(rows)
        missing = rows[known == 0]
        if head.edge and len(missing):
            ((weight, terms),) = self.groups.items()
            known[known == 0] = self.find(self._query(terms, weight), None, missing).of(missing)
        return known

    @property
    def _terms(self) -> list[str]:
        return [term for group in self.groups.values() for term in group]

    def _query(self, terms: list[str], weight: float) -> MatchQuery:
        return MatchQuery(" ".join(terms), self.field, boost=weight)
