"""Which words of a query tell what it is about: pure, given how rare each word is.

A word that most passages have says nothing of what is looked for, and "how many" says little beside a name. So a word
tells if it is rarer than chance, and not much more common than the rarest word of the query that the archive has. The
words of a time are not among them: they were read as a window.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

CHANCE = math.log(2)
"""The rarity of a word that half of all passages have: beyond that its Robertson–Spärck Jones weight is below zero."""
SHARE_OF_RAREST = 0.25
"""How rare a telling word is at least, where the query's rarest word counts 1. Figures in tests/bench/README.md."""


class Word(NamedTuple):
    """A word of a query: its ranking terms, which are several where documents are in several languages."""

    terms: tuple[str, ...]
    rarity: float


def word(terms: Mapping[str, float]) -> Word:
    """A word of these terms, given how rare each is: it is as rare as the most common of them.

    A term that only another language has is rare because few documents are in that, and tells no more for it.
    """
    return Word(tuple(terms), min(terms.values()))


def telling(words: Iterable[Word]) -> list[Word]:
    """Those of a query's words that tell what is looked for; all are words that some text has.

    Where all are common, the rarest of them tell.
    """
    known = list(words)
    rarest = max((one.rarity for one in known), default=0.0)
    least = max(min(CHANCE, rarest), SHARE_OF_RAREST * rarest)
    return [one for one in known if one.rarity >= least]
