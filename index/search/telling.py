"""Which words of a query tell what it is about: pure, given how rare each word is.

A word that most passages have says nothing of what is looked for, and "how many" says little beside a name. So a word
tells if it is rarer than chance, and not much more common than the rarest word of the query that the archive has. The
words of a time are not among them: they were read as a window.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

CHANCE = math.log(2)
"""The rarity of a word that half of all passages have: beyond that its Robertson–Spärck Jones weight is below zero."""
SHARE_OF_RAREST = 0.25
"""How rare a telling word is at least, where the query's rarest word counts 1. Figures in tests/bench/README.md."""


def telling(rarities: Mapping[str, float]) -> dict[str, float]:
    """Those of a query's terms that tell what is looked for; all of `rarities` are of terms that some text has.

    Where all are common, the rarest of them tell.
    """
    rarest = max(rarities.values(), default=0.0)
    least = max(min(CHANCE, rarest), SHARE_OF_RAREST * rarest)
    return {term: rarity for term, rarity in rarities.items() if rarity >= least}
