"""Rows that hold terms are summed up as by hand, and remembered within a bound."""

from __future__ import annotations

import random

import numpy as np
import pytest

from index.storage.lance.term_rows import TermRows, best, summed


@pytest.mark.parametrize("places", [40, 1_000_000])
def test_sums_are_those_of_counting(places: int) -> None:
    """Whether rows are close together or far apart, with any number of terms, and of none."""
    chance = random.Random(places)
    for _ in range(50):
        held = {
            f"t{n}": sorted(chance.sample(range(places), chance.randint(0, 12))) for n in range(chance.randint(0, 4))
        }
        weights = {term: chance.choice([0.25, 0.5, 1.75]) for term in held}
        expected: dict[int, float] = {}
        for term, own in held.items():
            for row in own:
                expected[row] = expected.get(row, 0.0) + weights[term]
        rows, sums = summed({term: np.array(own, dtype=np.int64) for term, own in held.items()}, weights)
        assert dict(zip(rows.tolist(), sums.tolist(), strict=True)) == expected
        for limit in (1, 3, 100):
            ranked = sorted(expected.items(), key=lambda item: (-item[1], item[0]))
            assert best(rows, sums, limit) == ranked[:limit]


def test_what_was_asked_for_last_is_remembered() -> None:
    """As many rows as may be; what is larger is found each time."""
    asked: list[str] = []

    def find(term: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        asked.append(term)
        return np.arange(len(term), dtype=np.int64)

    rows = TermRows(find, most=6)
    for term in ("aa", "bbb", "aa", "cc", "aa", "bbb", "ddddddd", "ddddddd", "bbb"):
        assert rows.of(term).tolist() == list(range(len(term)))
    assert asked == ["aa", "bbb", "cc", "bbb", "ddddddd", "ddddddd"]
