"""Which words of a query tell what it is about."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from index.search.telling import CHANCE, telling, word


def told(*rarities: dict[str, float]) -> list[tuple[str, ...]]:
    """The words that tell of words with these rarities of their terms."""
    return [one.terms for one in telling(map(word, rarities))]


def each(rarities: dict[str, float]) -> list[dict[str, float]]:
    """Words of one term each."""
    return [{term: rarity} for term, rarity in rarities.items()]


def test_a_word_is_as_rare_as_the_most_common_of_its_terms() -> None:
    """That few documents are in a language doesn't make its stem of a word tell more than that of most documents."""
    keeper = {"keeper": 1.2, "keep": 5.0}
    assert told(keeper) == [("keeper", "keep")]
    assert told(keeper, {"storm": 1.1}) == [("keeper", "keep"), ("storm",)]
    assert told(keeper, {"zamboni": 6.0}) == [("zamboni",)]


def test_common_words_tell_nothing() -> None:
    """A word of most texts, and one that is common beside a rare name, are left out."""
    rarities = {"the": 0.1, "many": 0.9, "harbour": 2.5, "zamboni": 6.0}
    assert told(*each(rarities)) == [("harbour",), ("zamboni",)]


def test_where_all_words_are_common_the_rarest_tell() -> None:
    """A query of nothing but a word that every text has is still about that word."""
    assert told({"lighthouse": 0.1}) == [("lighthouse",)]
    assert told({"the": 0.01}, {"lighthouse": 0.1}) == [("lighthouse",)]
    assert told() == []


@given(st.dictionaries(st.text(max_size=3), st.floats(0.001, 9)))
def test_what_tells_is_rarer_than_what_does_not(rarities: dict[str, float]) -> None:
    """The rarest known word always tells, and whatever is rarer than a word that tells does so too."""
    terms = [term for (term,) in told(*each(rarities))]
    least = min((rarities[term] for term in terms), default=math.inf)
    assert terms == [term for term, rarity in rarities.items() if rarity >= least]
    assert bool(terms) == bool(rarities)
    assert all(rarities[term] >= CHANCE for term in terms) or max(rarities.values()) < CHANCE
