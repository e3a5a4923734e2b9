"""How many documents have a day in a stretch of time, and which stretches have any. Pure."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

LONGEST_MONTH = 31


class DateCount(NamedTuple):
    """How many documents are dated to every day from `earliest` to `latest`, both proleptic Gregorian ordinals."""

    earliest: int
    latest: int
    documents: int


class DateCounts:
    """The dates of an archive's documents, counted.

    `days`, `months` (by their first day) and `years` are those that documents are dated to or within, ascending. A
    document that names only its year is in no month, but is counted wherever its year overlaps.
    """

    def __init__(self, dated: Iterable[DateCount]) -> None:
        spans = list(dated)
        self._starts, self._starting = _sums(sorted((span.earliest, span.documents) for span in spans))
        self._ends, self._ending = _sums(sorted((span.latest, span.documents) for span in spans))
        firsts = [(dt.date.fromordinal(span.earliest), span.latest - span.earliest + 1) for span in spans]
        self.days = sorted({day for day, length in firsts if length == 1})
        self.months = sorted({day.replace(day=1) for day, length in firsts if length <= LONGEST_MONTH})
        self.years = sorted({day.year for day, _ in firsts})

    def count(self, first: dt.date, last: dt.date) -> int:
        """How many documents have a day from `first` to `last`, both included."""
        started = self._starting[bisect_right(self._starts, last.toordinal())]
        ended = self._ending[bisect_left(self._ends, first.toordinal())]
        return started - ended


def _sums(counted: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The days, and for each place among them how many documents come before it."""
    return [day for day, _ in counted], [0, *accumulate(documents for _, documents in counted)]
