"""Round numbers along an axis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timeline import scale


@pytest.mark.parametrize(
    ("most", "whole", "ticks"),
    [
        (1, True, [0, 1]),
        (3, True, [0, 1, 2, 3]),
        (5, True, [0, 2, 4, 6]),
        (29, True, [0, 10, 20, 30]),
        (2_640_000, True, [0, 1_000_000, 2_000_000, 3_000_000]),
        (72.5, False, [0, 20, 40, 60, 80]),
        (0.3, False, [0, 0.1, 0.2, 0.3]),
    ],
)
def test_ticks_are_round(most: float, whole: bool, ticks: list[float]) -> None:
    """1, 2 or 5 times a power of ten apart."""
    assert scale.ticks(most, whole=whole) == pytest.approx(ticks)


@given(st.floats(1e-6, 1e12), st.booleans())
def test_ticks_are_few_and_reach(most: float, whole: bool) -> None:
    """At most five, from 0 to no less than the highest bar."""
    ticks = scale.ticks(most, whole=whole)
    assert 2 <= len(ticks) <= scale.MAX_STEPS + 1
    assert ticks[0] == 0
    assert ticks[-1] >= most * (1 - 1e-6)


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0"), (0.5, "0.5"), (3, "3"), (1200, "1,200"), (20_000, "20k"), (1_500_000, "1.5M"), (0.1 * 3, "0.3")],
)
def test_numbers_are_short(number: float, said: str) -> None:
    """As they stand beside an axis."""
    assert scale.short(number) == said
