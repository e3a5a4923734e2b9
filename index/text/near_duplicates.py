"""Whether two documents are the same text with few words changed: pure.

Each document has a sketch: the smallest hashes of its runs of three words (Broder 1997, "On the resemblance and
containment of documents"). The share of equal hashes among the smallest of both estimates the share of runs that two
texts have in common, to within about 0.04. Two reports of an event in different words have almost none in common.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.text.terms import exact_by_block

RUN_WORDS = 3
"""Words in a run: a changed word changes three runs."""
MAX_SKETCH = 128
"""Hashes kept for a document."""
HASH_BYTES = 4
REMEMBERED = 512
"""Sketches whose hashes are remembered, some 6 MB: one document is compared with several, one after another."""
MIN_COMMON = 8
"""Hashes that two documents must have in common among their smallest to be compared at all."""
MIN_OVERLAP = 0.7
"""The share of runs in common from which two documents are shown as one: a reprint with a word in thirty changed
reaches it, a bulletin with different figures in the same sentences does not."""


@dataclass(frozen=True, slots=True)
class Group:
    """Near duplicates, as positions in the list given; `first` is shown. `overlap` is that of the least similar."""

    first: int
    duplicates: tuple[int, ...]
    overlap: float | None


def sketch(text: str) -> bytes:
    """What a text is compared by: at most `MAX_SKETCH` hashes of four bytes each."""
    smallest: list[int] = []
    words: list[str] = []
    for block in exact_by_block(text):
        words = [*words[1 - RUN_WORDS :], *block]
        runs = {" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)}
        smallest = sorted({*smallest, *map(_hash, runs)})[:MAX_SKETCH]
    if words and not smallest:
        smallest = [_hash(" ".join(words))]  # fewer words than make a run
    return array("I", smallest).tobytes()


def smallest_runs(text: str, most: int) -> list[str]:
    """The runs of words behind the smallest hashes of a text's sketch: each is most likely in a near duplicate, too.

    Of fewer words than make a run, all of them.
    """
    smallest: dict[int, str] = {}
    words: list[str] = []
    for block in exact_by_block(text):
        words = [*words[1 - RUN_WORDS :], *block]
        runs = (" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1))
        hashed = {**smallest, **{_hash(run): run for run in runs}}
        smallest = {number: hashed[number] for number in sorted(hashed)[:most]}
    return list(smallest.values()) or ([" ".join(words)] if words else [])


def likest(packed: bytes, others: Sequence[bytes]) -> int | None:
    """The place of the sketch that is most like one of a near duplicate; None where none is that like."""
    if not others:
        return None
    own = _hashes(packed)
    shares = [_quick_overlap(own, _hashes(other)) for other in others]
    best = max(range(len(shares)), key=shares.__getitem__)
    return best if shares[best] >= MIN_OVERLAP else None


def _hash(run: str) -> int:
    return zlib.crc32(run.encode())


def overlap(left: bytes, right: bytes) -> float:
    """The estimated share of their runs that two texts, given as sketches, have in common: 0 to 1."""
    return _overlap(_hashes(left), _hashes(right))


def _overlap(left: frozenset[int], right: frozenset[int]) -> float:
    smallest = sorted(left | right)[:MAX_SKETCH]
    return sum(number in left and number in right for number in smallest) / len(smallest) if smallest else 0.0


def grouped(sketches: Sequence[bytes], days: Sequence[int | None]) -> list[Group]:
    """Ranked documents in groups, ordered by their best; within a group the earliest comes first, undated ones last.

    A document joins the first group whose best document it is a near duplicate of.
    """
    prefixes = [_prefix(packed) for packed in sketches]
    repeated = _repeated(prefixes)  # most hashes occur in a single document
    hashes = cache(lambda document: _hashes(sketches[document]))
    groups: list[list[int]] = []
    overlaps: dict[int, float] = {}
    holders: dict[int, list[int]] = {}
    for document, prefix in enumerate(prefixes):
        smallest = repeated.intersection(prefix.tolist()) if repeated else repeated
        near = _near(smallest, holders, _min_common(len(sketches[document]) // HASH_BYTES))
        compared = ((group, _quick_overlap(hashes(groups[group][0]), hashes(document))) for group in near)
        joined = next(((group, share) for group, share in compared if share >= MIN_OVERLAP), None)
        if joined is not None:
            groups[joined[0]].append(document)
            overlaps[document] = joined[1]
            continue
        for number in smallest:
            holders.setdefault(number, []).append(len(groups))
        groups.append([document])
    return [_group(members, days, overlaps) for members in groups]


def _near(smallest: frozenset[int], holders: Mapping[int, Sequence[int]], enough: int) -> list[int]:
    """The groups, in order, whose best document holds at least `enough` of these hashes."""
    common = Counter(group for number in smallest for group in holders.get(number, ()))
    return sorted(group for group, times in common.items() if times >= enough)


def _prefix(packed: bytes) -> NDArray[np.uint32]:
    """As many of a sketch's smallest hashes as ensure that near duplicates have `_min_common` of them in common.

    Prefix filtering (Chaudhuri, Ganti & Kaushik 2006, "A primitive operator for similarity joins in data cleaning").
    """
    hashes = np.frombuffer(packed, dtype=np.uint32)
    return hashes[: len(hashes) - math.ceil(MIN_OVERLAP * len(hashes)) + _min_common(len(hashes))]


def _min_common(hashes: int) -> int:
    """How many hashes of its prefix a sketch of `hashes` hashes has in common with any near duplicate, at least.

    A single one would do, but with several fewer pairs are compared only for a footer that a site repeats.
    """
    return min(MIN_COMMON, math.ceil(MIN_OVERLAP * hashes))


def _repeated(prefixes: Sequence[NDArray[np.uint32]]) -> frozenset[int]:
    """The hashes that occur in several of `prefixes`."""
    if not prefixes:
        return frozenset()
    hashes, times = np.unique(np.concatenate(prefixes), return_counts=True)
    return frozenset(hashes[times > 1].tolist())


def _quick_overlap(left: frozenset[int], right: frozenset[int]) -> float:
    """`overlap`, or 0 where too few are in common to reach `MIN_OVERLAP`: counting is quicker than sorting."""
    enough = MIN_OVERLAP * max(len(left), len(right))  # at least as many hashes are compared as either has
    return _overlap(left, right) if len(left & right) >= enough else 0.0


def _group(members: Sequence[int], days: Sequence[int | None], overlaps: Mapping[int, float]) -> Group:
    def by_day(document: int) -> tuple[bool, int, int]:
        day = days[document]
        return day is None, day or 0, document

    first, *duplicates = sorted(members, key=by_day)
    least = min((overlaps[document] for document in members if document in overlaps), default=None)
    return Group(first, tuple(duplicates), least)


@lru_cache(REMEMBERED)
def _hashes(packed: bytes) -> frozenset[int]:
    return frozenset(array("I", packed))
