"""Texts in batches: each once, none too large, and no way to part them costs less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from index.embed.padding import BATCH_TOKENS, RUN_COST, batches


def cost(parts: Sequence[Sequence[int]]) -> int:
    """Of batches, given as the lengths of their texts."""
    return sum(RUN_COST + len(part) * max(part) for part in parts)


def parted(lengths: Sequence[int]) -> Iterator[list[Sequence[int]]]:
    """All ways to part some lengths where they stand."""
    if not lengths:
        yield []
    for first in range(1, len(lengths) + 1):
        yield from ([lengths[:first], *rest] for rest in parted(lengths[first:]))


def fits(part: Sequence[int]) -> bool:
    return len(part) == 1 or len(part) * max(part) <= BATCH_TOKENS


@given(st.lists(st.integers(1, 300), max_size=7))
def test_no_way_to_part_texts_costs_less(lengths: list[int]) -> None:
    """Each text is in one batch, the longest first, and the batches cost as little as can be."""
    found = batches(lengths)
    assert sorted(number for part in found for number in part) == list(range(len(lengths)))
    sizes = [[lengths[number] for number in part] for part in found]
    assert [size for part in sizes for size in part] == sorted(lengths, reverse=True)
    assert all(map(fits, sizes))
    ways = (way for way in parted(sorted(lengths, reverse=True)) if all(map(fits, way)))
    assert cost(sizes) == min(map(cost, ways))


def test_a_long_text_does_not_pad_short_ones() -> None:
    """A sentence of 58 tokens runs alone, and those of 26, 25 and 24 together."""
    assert batches([26, 24, 58, 25]) == [[2], [0, 3, 1]]
