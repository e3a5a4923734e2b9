"""Whether two documents are the same story in other words of the same: pure.

A document is kept as a sketch: the smallest hashes of its runs of three words (Broder 1997, "On the resemblance and
containment of documents"). The share of equal hashes among the smallest of both estimates the share of runs that
two texts have in common, to about four hundredths. Two reports of one event in different words share next to none.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.text.terms import exact

RUN = 3
"""Words of a run: a changed word changes three of them."""
SKETCH = 128
"""Hashes kept of a document."""
HASH_BYTES = 4
TELLING = 8
"""Hashes that two documents must have in common among the smallest of them to be compared at all."""
ALIKE = 0.7
"""The share of runs in common from which two documents are shown as one: a reprint with a word in thirty changed has
it, a bulletin with other figures in the same sentences does not."""


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that tell the same, as positions in what was given; `first` is shown. `overlap` is the least alike."""

    first: int
    others: tuple[int, ...]
    overlap: float | None


def sketch(text: str) -> bytes:
    """What a text is recognised by, at most `SKETCH` hashes of four bytes."""
    words = exact(text)
    runs = {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))} if words else set()
    return array("I", sorted({zlib.crc32(run.encode()) for run in runs})[:SKETCH]).tobytes()


def overlap(one: bytes, other: bytes) -> float:
    """About which share of the runs of two texts they have in common: 0 to 1."""
    return _overlap(_hashes(one), _hashes(other))


def _overlap(left: frozenset[int], right: frozenset[int]) -> float:
    smallest = sorted(left | right)[:SKETCH]
    return sum(hashed in left and hashed in right for hashed in smallest) / len(smallest) if smallest else 0.0


def grouped(sketches: Sequence[bytes], days: Sequence[int | None]) -> list[Group]:
    """Documents in order of rank as groups, in order of their best; within one the earliest is first, undated last.

    A document joins the first group whose best document it is alike.
    """
    tellings = [_telling(one) for one in sketches]
    shared = _repeated(tellings)  # most hashes are one document's own
    hashes = cache(lambda at: _hashes(sketches[at]))
    groups: list[list[int]] = []
    shares: dict[int, float] = {}
    holders: dict[int, list[int]] = {}
    for at, told in enumerate(tellings):
        telling = shared.intersection(told.tolist()) if shared else shared
        common = Counter(number for one in telling for number in holders.get(one, ()))
        enough = _in_common(len(sketches[at]) // HASH_BYTES)
        near = sorted(number for number, times in common.items() if times >= enough)
        compared = ((number, _share(hashes(groups[number][0]), hashes(at))) for number in near)
        joined = next(((number, share) for number, share in compared if share >= ALIKE), None)
        if joined is not None:
            groups[joined[0]].append(at)
            shares[at] = joined[1]
            continue
        for one in telling:
            holders.setdefault(one, []).append(len(groups))
        groups.append([at])
    return [_group(members, days, shares) for members in groups]


def _telling(sketched: bytes) -> NDArray[np.uint32]:
    """So many of the smallest hashes of a sketch that two sketches alike enough have `_in_common` of them in common.

    Prefix filtering (Chaudhuri, Ganti & Kaushik 2006, "A primitive operator for similarity joins in data cleaning").
    """
    hashes = np.frombuffer(sketched, dtype=np.uint32)
    return hashes[: len(hashes) - math.ceil(ALIKE * len(hashes)) + _in_common(len(hashes))]


def _in_common(hashes: int) -> int:
    """How many telling hashes a sketch of so many `hashes` has in common with one alike enough, at least.

    One would do; of several, what is the same at the end of every page of a site makes up fewer.
    """
    return min(TELLING, math.ceil(ALIKE * hashes))


def _repeated(tellings: Sequence[NDArray[np.uint32]]) -> frozenset[int]:
    """The hashes that more than one of `tellings` has."""
    if not tellings:
        return frozenset()
    hashes, times = np.unique(np.concatenate(tellings), return_counts=True)
    return frozenset(hashes[times > 1].tolist())


def _share(left: frozenset[int], right: frozenset[int]) -> float:
    """`overlap`, or 0 where too little is in common for it to reach `ALIKE`: counting is quicker than sorting."""
    enough = ALIKE * max(len(left), len(right))  # the smallest hashes of both are at least as many as either has
    return _overlap(left, right) if len(left & right) >= enough else 0.0


def _group(members: Sequence[int], days: Sequence[int | None], shares: dict[int, float]) -> Group:
    def by_day(one: int) -> tuple[bool, int, int]:
        day = days[one]
        return day is None, day or 0, one

    first, *others = sorted(members, key=by_day)
    return Group(first, tuple(others), min((shares[one] for one in members if one in shares), default=None))


def _hashes(sketched: bytes) -> frozenset[int]:
    return frozenset(array("I", sketched))
