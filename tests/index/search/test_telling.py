"""Which words of a query tell what it is about."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from index.search.telling import CHANCE, telling

UNKNOWN = 9.0


def test_common_words_and_unknown_ones_tell_nothing() -> None:
    """A word of most texts, one that is common beside a rare name, and one that no text has are left out."""
    rarities = {"the": 0.1, "many": 0.9, "harbour": 2.5, "zamboni": 6.0, "qwertz": UNKNOWN}
    assert telling(rarities, UNKNOWN) == {"harbour": 2.5, "zamboni": 6.0}


def test_where_all_words_are_common_the_rarest_tell() -> None:
    """A query of nothing but a word that every text has is still about that word."""
    assert telling({"lighthouse": 0.1}, UNKNOWN) == {"lighthouse": 0.1}
    assert telling({"the": 0.01, "lighthouse": 0.1}, UNKNOWN) == {"lighthouse": 0.1}


def test_nothing_known_tells_nothing() -> None:
    """No word, or none that a text has."""
    assert telling({}, UNKNOWN) == telling({"qwertz": UNKNOWN}, UNKNOWN) == {}


@given(st.dictionaries(st.text(max_size=3), st.floats(0.001, UNKNOWN)))
def test_what_tells_is_rarer_than_what_does_not(rarities: dict[str, float]) -> None:
    """The rarest known word always tells, and whatever is rarer than a word that tells does so too."""
    known = {term: rarity for term, rarity in rarities.items() if rarity < UNKNOWN}
    told = telling(rarities, UNKNOWN)
    least = min(told.values(), default=math.inf)
    assert told == {term: rarity for term, rarity in known.items() if rarity >= least}
    assert bool(told) == bool(known)
    assert all(rarity >= CHANCE for rarity in told.values()) or max(known.values()) < CHANCE
