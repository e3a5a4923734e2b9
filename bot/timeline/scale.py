"""Round numbers along an axis. Pure."""

from __future__ import annotations

import math
from typing import Final

MAX_STEPS: Final = 4
"""Steps of an axis at most: few lines are read at a glance."""
_ROUND: Final = (1, 2, 5, 10)
_LEAST_STEP: Final = 0.01


def ticks(most: float, *, whole: bool) -> list[float]:
    """Round numbers evenly apart, from 0 to the first that is no less than `most`; whole ones of what has no parts."""
    step = _step(most, least=1.0 if whole else _LEAST_STEP)
    return [step * number for number in range(max(1, math.ceil(most / step - 1e-9)) + 1)]


def _step(most: float, least: float) -> float:
    rough = max(most / MAX_STEPS, least)
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * factor for factor in _ROUND if size * factor >= rough * (1 - 1e-9))


def short(number: float) -> str:
    """As few characters as tell it: 0, 0.5, 1,200, 12k, 1.5M."""
    for size, sign in ((1_000_000, "M"), (10_000, "k")):
        if number >= size:
            return f"{number / (1_000_000 if sign == 'M' else 1_000):g}{sign}"
    return f"{number:,.10g}"
