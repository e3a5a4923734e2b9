"""What became of cited words in a changed document, by the text that was cited: never what stood elsewhere before.

Both texts are aligned sentence by sentence. A sentence that is paired with one outside of the cited span was there when
the words were cited, and can't be what became of them, however like them it is. Pure, and bounded in time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple

from index.cite.diff import Region, locate, region_between
from index.cite.places import Place, find, is_again
from index.text.forms import formed
from index.text.spans import rewritten

_END: Final = re.compile(
    r"[.!?…。！？][\"'”’»)\]]*(?:\s+|$)"  # a sentence's end
    r"|(?<=[。！？])"
    r"|\n[^\S\n]*\n\s*"  # a paragraph's
    r"|\n[^\S\n]*(?=\S)"  # a line's
)
_WORD: Final = re.compile(r"\w+|[^\w\s]")
_MASK: Final = "\x00"
"""In place of what stood elsewhere: no white space, so that nothing is found across it."""
_STOOD_ELSEWHERE: Final = f"{_MASK}\n\t "
_LIKE: Final = 0.3
"""From 0 to 1: what is less like the cited words than this is not taken for them anyway."""
_RUN: Final = 2
"""Words in a row that two sentences have in common."""
_MOST_PAIRS: Final = 40_000
"""Changed sentences are compared one by one as long as there are no more pairs of them."""
_EXACT_UNITS: Final = 4000
"""Up to so many sentences difflib compares all; above, it leaves out the most frequent, to save time."""


class Followed(NamedTuple):
    """Where the words stand as they were, or what stands in their place now; neither, where they were deleted."""

    place: Place | None = None
    region: Region | None = None


class _Unit(NamedTuple):
    """A sentence by its words, and where it is."""

    words: tuple[str, ...]
    start: int
    end: int


class _Aligned(NamedTuple):
    """The sentences of two texts, and for those of the new one that are the same, in order, the number in the old."""

    old: Sequence[_Unit]
    new: Sequence[_Unit]
    pairs: dict[int, int]


def follow(before: str, start: int, end: int, now: str) -> Followed:
    """What became of `before[start:end]` in the text `now`."""
    quotation = before[start:end]
    if not is_again(quotation, before, start) and (place := find(quotation, now, start)):
        return Followed(place)
    masked = _masked(before, start, end, now)
    place = find(quotation, masked, start)
    if place and masked[slice(*place)] == now[slice(*place)]:
        return Followed(place)
    region = locate(quotation, masked, start)
    if region and _MASK in masked[region.start : region.end]:
        region = region_between(quotation, now, *_own(masked, region))
    return Followed(region=region)


def _own(masked: str, region: Region) -> Place:
    """Where the region is without what stood elsewhere at its ends; what was moved into its middle is part of it."""
    text = masked[region.start : region.end]
    left = len(text) - len(text.lstrip(_STOOD_ELSEWHERE))
    return region.start + left, region.start + len(text.rstrip(_STOOD_ELSEWHERE))


def edited(before: str, now: str) -> Iterator[tuple[Place, Place]]:
    """Where sentences of the text `before` stand that are otherwise in `now`, and what stands there instead."""
    old, new, pairs = _aligned(before, now)
    kept = [*((at, place) for place, at in sorted(pairs.items())), (len(old), len(new))]
    at, place = 0, 0
    for next_at, next_place in kept:
        if at < next_at or place < next_place:
            yield _span(old, at, next_at, len(before)), _span(new, place, next_place, len(now))
        at, place = next_at + 1, next_place + 1


def _span(units: Sequence[_Unit], first: int, end: int, length: int) -> Place:
    """From the sentence `first` up to that at `end`; where there is none between them, the empty place there."""
    start = units[first].start if first < len(units) else length
    return (start, units[end - 1].end) if first < end else (start, start)


def _masked(before: str, start: int, end: int, now: str) -> str:
    """The text `now`, as long as it is, with marks in place of what stood outside of the cited span."""
    old, new, pairs = _aligned(before, now)
    cited = {at for at, unit in enumerate(old) if unit.start < end and start < unit.end}
    used = set(pairs.values())
    left = [at for at in range(len(old)) if at not in used]
    outside = [old[at] for at in left if at not in cited]
    gone = {place for place, at in pairs.items() if at not in cited}
    changed = [place for place in range(len(new)) if place not in pairs]
    gone |= _moved(outside, new, changed)
    left_over = [new[place] for place in changed if place not in gone]
    parts = _others([old[at] for at in cited], outside, left_over, now)
    spans = sorted([*((new[place].start, new[place].end) for place in gone), *parts])
    return rewritten(now, spans, lambda stood: re.sub(r"\S", _MASK, stood))


@lru_cache(maxsize=2)  # all of a document's citations are followed one after the other
def _aligned(before: str, now: str) -> _Aligned:
    old, new = _units(before), _units(now)
    return _Aligned(old, new, _pairs(old, new))


def _units(text: str) -> list[_Unit]:
    form = formed(text)
    ends = [match.end() for match in _END.finditer(form.text) if _parts(match, form.text)]
    units, begin = [], 0
    for end in [*ends, len(form.text)]:
        words = tuple(_WORD.findall(form.text, begin, end))
        if words:
            units.append(_Unit(words, *form.place(begin, end)))
        begin = end
    return units


def _parts(match: re.Match[str], text: str) -> bool:
    """Whether an end is one: that of a line only before what begins a line of a list, a table or a poem."""
    following = text[match.end() : match.end() + 1]
    return not (match[0].count("\n") == 1 and match[0].isspace() and following.isalpha() and not following.isupper())


def _pairs(old: Sequence[_Unit], new: Sequence[_Unit]) -> dict[int, int]:
    """For sentences of the new text, the same one of the old text, in order: first those at both ends."""
    most, head = min(len(old), len(new)), 0
    while head < most and old[head].words == new[head].words:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail].words == new[-1 - tail].words:
        tail += 1
    pairs = {at: at for at in range(head)}
    pairs |= {len(new) - 1 - at: len(old) - 1 - at for at in range(tail)}
    middle = [unit.words for unit in old[head : len(old) - tail]], [unit.words for unit in new[head : len(new) - tail]]
    matcher = SequenceMatcher(None, *middle, autojunk=max(map(len, middle)) > _EXACT_UNITS)
    for a, b, size in matcher.get_matching_blocks():
        pairs |= {head + b + step: head + a + step for step in range(size)}
    return pairs


def _moved(outside: Sequence[_Unit], new: Sequence[_Unit], changed: Sequence[int]) -> set[int]:
    """Those of the changed sentences that stood somewhere else in the old text, each as often as there."""
    there = Counter(unit.words for unit in outside)
    found = set()
    for place in changed:
        if there[new[place].words] > 0:
            there[new[place].words] -= 1
            found.add(place)
    return found


def _others(cited: Sequence[_Unit], outside: Sequence[_Unit], changed: Sequence[_Unit], now: str) -> Iterator[Place]:
    """What changed sentences, more like one outside of the cited span that changed, too, have in common with that.

    A sentence may also hold words of both, where what parted them was deleted.
    """
    ours, theirs = _bags(cited), _bags(outside)
    words = {unit: Counter(unit.words) for unit in changed}
    to_ours = {unit: _likest(words[unit], ours)[0] for unit in changed}
    doubtful = [unit for unit in changed if to_ours[unit] > _LIKE]
    if len(doubtful) * len(theirs) > _MOST_PAIRS:
        return
    for unit in doubtful:
        likeness, like = _likest(words[unit], theirs)
        if likeness > to_ours[unit]:
            yield from _common(unit, outside[like].words, now)


def _common(unit: _Unit, words: Sequence[str], now: str) -> Iterator[Place]:
    """Where in a sentence runs of these words stand, in their order."""
    tokens = list(_WORD.finditer(now, unit.start, unit.end))
    matcher = SequenceMatcher(None, [token[0] for token in tokens], words, autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        if size >= _RUN:
            yield tokens[start].start(), tokens[start + size - 1].end()


def _bags(units: Sequence[_Unit]) -> list[Counter[str]]:
    return [Counter(unit.words) for unit in units]


def _likest(words: Counter[str], bags: Collection[Counter[str]]) -> tuple[float, int]:
    """From 0 to 1, the share of words in common with that of `bags` that has most; and which that is."""
    shares = [2 * (words & bag).total() / (words.total() + bag.total()) for bag in bags] or [0.0]
    return max(shares), shares.index(max(shares))
