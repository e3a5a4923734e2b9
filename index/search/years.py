"""The years that a query names, and which passages name them too.

They are words like others, and no window: "Who led the company from 2004 to 2009?" asks for a text about those years,
whatever its own date is.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from index.storage.engine import PassageStore

_YEAR = re.compile(r"(?<![\w.,:/$€£])(?<![^\W\d]-)(?:1\d{3}|20\d{2})(?![\w%]|[.,:]\d)")


def shares(store: PassageStore, text: str, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of the years in `text` that each of `rows` names, rare ones counting for more; 0 without any.

    A year that no passage has counts for nothing.
    """
    rarities = {year: store.rarity(year) for year in _YEAR.findall(text)}
    unknown = store.rarity("")
    known = {year: rarity for year, rarity in rarities.items() if rarity < unknown}
    if not known or not len(rows):
        return np.zeros(len(rows))
    return store.weighed(known, rows) / sum(known.values())
