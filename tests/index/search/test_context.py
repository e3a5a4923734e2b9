"""A passage's nearness includes the passages around it, but never those of another document."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.search.context import AROUND_WEIGHT, OPENING_WEIGHT, REACH, TOTAL_WEIGHT, Surroundings


def expected(row: int, span: tuple[int, int], cosines: list[float]) -> float:
    """The definition, word for word."""
    near = [cosines[near_row] for near_row in range(max(span[0], row - REACH), min(span[1], row + REACH + 1))]
    return cosines[row] + AROUND_WEIGHT * sum(near) / len(near) + OPENING_WEIGHT * cosines[span[0]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.data())
def test_nearness_is_as_defined(lengths: list[int], data: st.DataObject) -> None:
    """Own cosine, the mean of those around in the same document, and the opening's: for any rows of any documents."""
    ends = np.cumsum(lengths).tolist()
    spans = [(end - length, end) for end, length in zip(ends, lengths, strict=True) for _ in range(length)]
    cosines = data.draw(st.lists(st.floats(-1, 1), min_size=ends[-1], max_size=ends[-1]))
    rows = sorted(data.draw(st.sets(st.integers(0, ends[-1] - 1))))
    bounds = np.array([spans[row] for row in rows], dtype=np.int64).reshape(-1, 2)
    context = Surroundings(np.array(rows, dtype=np.int64), bounds[:, 0], bounds[:, 1])
    nearness = context.nearness(np.array(cosines, dtype=np.float32)[context.needed])
    assert nearness == pytest.approx([expected(row, spans[row], cosines) for row in rows], abs=1e-5)


def test_alike_all_around_is_the_own_cosine_in_all() -> None:
    """What ranking assumes of passages it does not look around."""
    context = Surroundings(np.array([4]), np.array([0]), np.array([9]))
    assert context.nearness(np.full(len(context.needed), 0.5, dtype=np.float32)) == pytest.approx([0.5 * TOTAL_WEIGHT])


def test_only_what_is_needed_is_asked_for() -> None:
    """A long document costs the passages around and its first one, not all."""
    assert Surroundings(np.array([50, 51]), np.array([10, 10]), np.array([1000, 1000])).needed.tolist() == [
        10,
        *range(47, 55),
    ]
    assert Surroundings(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)).needed.tolist() == []
