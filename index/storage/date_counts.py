"""How many documents have a day in a stretch of time, and which stretches have any. Pure."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

LONGEST_MONTH = 31


class DateCount(NamedTuple):
    """So many documents whose dates are every day from `earliest` to `latest` (both proleptic ordinals)."""

    earliest: int
    latest: int
    documents: int


class DateCounts:
    """The dates of an archive's documents, counted.

    `days`, `months` (by their first day) and `years` are those that documents are dated to exactly or within;
    ascending. A document that names only its year lies in no month, but is counted where its year overlaps.
    """

    def __init__(self, dated: Iterable[DateCount]) -> None:
        spans = list(dated)
        self._starts, self._starting = _sums(sorted((one.earliest, one.documents) for one in spans))
        self._ends, self._ending = _sums(sorted((one.latest, one.documents) for one in spans))
        firsts = [(dt.date.fromordinal(one.earliest), one.latest - one.earliest + 1) for one in spans]
        self.days = sorted({day for day, length in firsts if length == 1})
        self.months = sorted({day.replace(day=1) for day, length in firsts if length <= LONGEST_MONTH})
        self.years = sorted({day.year for day, _ in firsts})

    def count(self, first: dt.date, last: dt.date) -> int:
        """How many documents have a day from `first` to `last`, both included."""
        begun = self._starting[bisect_right(self._starts, last.toordinal())]
        over = self._ending[bisect_left(self._ends, first.toordinal())]
        return begun - over


def _sums(counted: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The days, and for each place among them how many documents stand before it."""
    return [day for day, _ in counted], [0, *accumulate(documents for _, documents in counted)]
