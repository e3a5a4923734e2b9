"""Rows that may be found, as spans: their algebra, and how Lance reads them. Pure."""

from __future__ import annotations

import struct
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_RUNS_COOKIE: Final = 12347
_BLOCK: Final = 1 << 16
_FRAGMENT_BLOCKS: Final = 1 << 16
"""Blocks of a fragment: an address is 32 bits of fragment, and 32 of the place in it."""
_OFFSETS_FROM: Final = 4
"""From so many blocks on, a bitmap says where each begins."""


class RowSet:
    """Rows, or addresses of rows, from each of `firsts` to before that of `ends`: ascending and apart."""

    def __init__(self, firsts: Numbers, ends: Numbers) -> None:
        self.firsts = firsts
        self.ends = ends

    @classmethod
    def of_spans(cls, firsts: Numbers, ends: Numbers) -> Self:
        """Spans that ascend and don't overlap, some of which may be empty or touch."""
        there = firsts < ends
        firsts, ends = firsts[there], ends[there]
        apart = firsts[1:] > ends[:-1]
        return cls(firsts[np.append(True, apart)[: len(firsts)]], ends[np.append(apart, True)[: len(ends)]])

    @classmethod
    def of_rows(cls, rows: Numbers) -> Self:
        """Single rows, in any order."""
        ascending = np.unique(rows)
        return cls.of_spans(ascending, ascending + 1)

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return int((self.ends - self.firsts).sum())

    def rows(self) -> Numbers:
        """Each of them, ascending."""
        lengths = self.ends - self.firsts
        before = np.cumsum(lengths) - lengths
        return np.repeat(self.firsts - before, lengths) + np.arange(self.count)

    def holds(self, rows: Numbers) -> NDArray[np.bool_]:
        """For each of `rows` whether it is among them."""
        if not len(self.firsts):
            return np.zeros(len(rows), dtype=np.bool_)
        at = np.searchsorted(self.firsts, rows, side="right") - 1
        held: NDArray[np.bool_] = (at >= 0) & (rows < self.ends[at])
        return held

    def touches(self, firsts: Numbers, ends: Numbers) -> NDArray[np.bool_]:
        """For each of other spans, whether any of them is in it."""
        if not len(self.firsts):
            return np.zeros(len(firsts), dtype=np.bool_)
        at = np.searchsorted(self.ends, firsts, side="right")
        after = np.append(self.firsts, np.iinfo(np.int64).max)[at]
        touched: NDArray[np.bool_] = (firsts < ends) & (after < ends)
        return touched

    def without(self, rows: Numbers) -> RowSet:
        """The others than `rows`."""
        left = self.rows()
        return RowSet.of_rows(left[~np.isin(left, rows)])

    def serialized(self) -> bytes:
        """These addresses as Lance's `RowAddrTreeMap`: for each fragment a Roaring bitmap, of runs."""
        first, end, block = self._by_block()
        fragments = block // _FRAGMENT_BLOCKS
        edges = np.flatnonzero(np.append(True, fragments[1:] != fragments[:-1])[: len(block)])
        parts = [struct.pack("<I", len(edges))]
        for own in np.split(np.arange(len(block)), edges[1:])[: len(edges)]:
            bitmap = _bitmap(first[own] % _BLOCK, end[own] - first[own], block[own] % _FRAGMENT_BLOCKS)
            parts += [struct.pack("<II", int(fragments[own[0]]), len(bitmap)), bitmap]
        return b"".join(parts)

    def _by_block(self) -> tuple[Numbers, Numbers, Numbers]:
        """The same, none of which is in two blocks of 65,536 addresses, and the block of each."""
        pieces = (self.ends - 1) // _BLOCK - self.firsts // _BLOCK + 1
        nth = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        block = np.repeat(self.firsts // _BLOCK, pieces) + nth
        first = np.maximum(np.repeat(self.firsts, pieces), block * _BLOCK)
        end = np.minimum(np.repeat(self.ends, pieces), (block + 1) * _BLOCK)
        return first, end, block


def _bitmap(starts: Numbers, lengths: Numbers, blocks: Numbers) -> bytes:
    """A Roaring bitmap in its portable form: a container of runs for each block."""
    firsts = np.flatnonzero(np.append(True, blocks[1:] != blocks[:-1]))
    runs = np.diff(np.append(firsts, len(blocks)))
    cardinalities = np.add.reduceat(lengths, firsts)
    count = len(firsts)
    head = struct.pack("<I", _RUNS_COOKIE | (count - 1) << 16) + b"\xff" * ((count + 7) // 8)
    head += np.stack([blocks[firsts], cardinalities - 1], axis=1).astype("<u2").tobytes()
    if count >= _OFFSETS_FROM:
        sizes = 2 + 4 * runs
        begins = len(head) + 4 * count + np.cumsum(sizes) - sizes
        head += begins.astype("<u4").tobytes()
    pairs = np.stack([starts, lengths - 1], axis=1).astype("<u2").reshape(-1)
    return head + np.insert(pairs, 2 * firsts, runs).astype("<u2").tobytes()
