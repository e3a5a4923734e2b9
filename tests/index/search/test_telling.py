"""Which words of a query tell what it is about."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from index.search.telling import CHANCE, telling


def test_common_words_tell_nothing() -> None:
    """A word of most texts, and one that is common beside a rare name, are left out."""
    rarities = {"the": 0.1, "many": 0.9, "harbour": 2.5, "zamboni": 6.0}
    assert telling(rarities) == {"harbour": 2.5, "zamboni": 6.0}


def test_where_all_words_are_common_the_rarest_tell() -> None:
    """A query of nothing but a word that every text has is still about that word."""
    assert telling({"lighthouse": 0.1}) == {"lighthouse": 0.1}
    assert telling({"the": 0.01, "lighthouse": 0.1}) == {"lighthouse": 0.1}
    assert telling({}) == {}


@given(st.dictionaries(st.text(max_size=3), st.floats(0.001, 9)))
def test_what_tells_is_rarer_than_what_does_not(rarities: dict[str, float]) -> None:
    """The rarest known word always tells, and whatever is rarer than a word that tells does so too."""
    told = telling(rarities)
    least = min(told.values(), default=math.inf)
    assert told == {term: rarity for term, rarity in rarities.items() if rarity >= least}
    assert bool(told) == bool(rarities)
    assert all(rarity >= CHANCE for rarity in told.values()) or max(rarities.values()) < CHANCE
