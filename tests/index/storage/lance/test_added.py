"""Rankings are added up as by brute force, or it is said that their heads don't tell."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from index.storage.lance.added import Head, Scored, Scores, first
from index.storage.lance.row_sets import Numbers

DEPTH = 4


class Whole(NamedTuple):
    """A ranking that is known to its end."""

    scored: Mapping[int, float]

    def head(self, limit: int) -> Head:
        """Its first rows; those of equal scores in no order."""
        best = sorted(self.scored.items(), key=lambda item: (-item[1], -item[0]))[:limit]
        found = Scored(np.array([row for row, _ in best], dtype=np.int64), np.array([score for _, score in best]))
        return Head(found, best[-1][1] if len(best) == limit else 0.0)

    def scores(self, rows: Numbers, head: Head) -> Scores:
        """Of each of them."""
        del head
        return np.array([self.scored.get(row, 0.0) for row in rows.tolist()])


def test_the_first_are_those_of_all_added_up() -> None:
    """Whatever the rankings have in common, equal sums by row; sometimes heads tell, and sometimes they can't."""
    chance = random.Random(24)
    told = untold = 0
    for _ in range(300):
        rankings = [
            Whole(
                {
                    row: chance.choice([0.5, 1.0, 2.0, 4.0, 8.0])
                    for row in chance.sample(range(30), chance.randint(0, 20))
                }
            )
            for _ in range(chance.randint(1, 3))
        ]
        sums = {row: sum(ranking.scored.get(row, 0.0) for ranking in rankings) for row in range(30)}
        best = sorted(((row, total) for row, total in sums.items() if total), key=lambda item: (-item[1], item[0]))
        for limit in (1, 3):
            found = first(rankings, limit, DEPTH)
            told, untold = told + (found is not None), untold + (found is None)
            assert found is None or found == best[:limit]
        assert first(rankings, 3, 30) == best[:3]
    assert told > 50
    assert untold > 50
