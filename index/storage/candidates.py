"""Which rows of the embedded store a search may find: ranges of rows, and their algebra. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RowRange = tuple[int, int]
"""Rows from the first to before the second."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Which rows may be found: all, those in `ranges`, or (when set) exactly `rows`."""

    ranges: tuple[RowRange, ...] | None = None
    rows: NDArray[np.int64] | None = None

    @property
    def all(self) -> bool:
        """Whether every row may be found."""
        return self.ranges is None and self.rows is None

    def count(self, total: int) -> int:
        """How many of `total` rows may be found."""
        if self.rows is not None:
            return len(self.rows)
        return total if self.ranges is None else sum(end - start for start, end in self.ranges)


ALL = Candidates()


def intersection(ranges: Sequence[RowRange] | None, within: Sequence[RowRange] | None) -> tuple[RowRange, ...] | None:
    """The rows in both, ascending; None stands for all rows."""
    if ranges is None or within is None:
        both = within if ranges is None else ranges
        return None if both is None else tuple(both)
    return tuple(_common(sorted(ranges), sorted(within)))


def _common(ranges: Sequence[RowRange], within: Sequence[RowRange]) -> Iterator[RowRange]:
    """The rows in both, each of whose ranges ascend and are apart."""
    one, other = 0, 0
    while one < len(ranges) and other < len(within):
        first, end = max(ranges[one][0], within[other][0]), min(ranges[one][1], within[other][1])
        if first < end:
            yield first, end
        if ranges[one][1] == end:
            one += 1
        else:
            other += 1


def merged(ranges: Iterable[RowRange]) -> list[RowRange]:
    """The same rows in as few ranges as possible, ascending and apart."""
    kept: list[RowRange] = []
    for first, end in sorted(ranges):
        if kept and first <= kept[-1][1]:
            kept[-1] = kept[-1][0], max(kept[-1][1], end)
        else:
            kept.append((first, end))
    return kept


def complement(ranges: Sequence[RowRange], rows: int) -> list[RowRange]:
    """The rows from 0 to `rows` that are in none of `ranges`, which ascend and are apart."""
    edges = [0, *(edge for span in ranges for edge in span), rows]
    return [(first, end) for first, end in zip(edges[::2], edges[1::2], strict=True) if first < end]
