"""The average length of the passages there are, whatever is gone."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from index.storage.statistics import EXACT_ENTRIES, MAX_ENTRIES, Totals, balancing


def test_where_nothing_is_gone_nothing_is_added() -> None:
    """The index is what a generation written whole has."""
    assert balancing(Totals(100, {"stems": 5_000}), Totals(0, {"stems": 0})) == Totals(0, {})


@pytest.mark.parametrize("rows", [10, 500, EXACT_ENTRIES])
@pytest.mark.parametrize("seed", range(5))
def test_averages_of_few_passages_are_exact(rows: int, seed: int) -> None:
    """Of every field, with much gone, also where what is gone was longer or shorter than the rest."""
    chance = random.Random(seed)
    live = {"stems": rows * 50 + 7, "pairs": rows * 40 + 1, "title": chance.randint(1, rows), "exact": 0}
    gone = Totals(rows // 3 + 1, {name: chance.randint(0, 2 * count // 3) for name, count in live.items()})
    held = Totals(rows + gone.rows, {name: count + gone.tokens[name] for name, count in live.items()})
    added = balancing(held, gone)
    for name, count in live.items():
        if count:
            found = Fraction(held.tokens[name] + added.tokens[name], held.rows + added.rows)
            assert found == Fraction(count, rows), name


@pytest.mark.parametrize("seed", range(5))
def test_averages_of_many_passages_are_off_by_less_than_rounding_parts_scores(seed: int) -> None:
    """By few entries: as many as what is gone was longer, at most."""
    chance = random.Random(seed)
    rows = chance.randint(50_000, 2_000_000)
    live = {"stems": rows * 90 + 7, "pairs": rows * 70 + 1, "title": rows * 3 + chance.randint(1, rows)}
    part = chance.randint(1, 300)
    gone = Totals(part, {"stems": part * 140, "pairs": part * 30, "title": part * chance.randint(0, 9)})
    held = Totals(rows + part, {name: count + gone.tokens[name] for name, count in live.items()})
    added = balancing(held, gone)
    assert 1 <= added.rows <= MAX_ENTRIES
    for name, count in live.items():
        found = (held.tokens[name] + added.tokens[name]) / (held.rows + added.rows)
        assert found == pytest.approx(count / rows, rel=2e-6), name
