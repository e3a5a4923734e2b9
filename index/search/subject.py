"""What an order by date keeps: documents about the query, and not those that only mention it.

A text says at its beginning what it is about. So a document that scores less than the best ones do is kept if its title
or its first lines have telling words of the query. Figures in tests/bench/README.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.search.fusion import RankedDocument
from index.search.telling import Word
from index.storage.engine import PassageStore

SURE = 0.75
"""The share of the best score from which a document is about the query wherever its words stand."""
OPENING = 300
"""Characters at a document's beginning: two sentences or so."""
FEW, SHARE = 3, 0.5
"""Of so few telling words a beginning has at least this share, by how rare they are; of more, one is enough."""


def about(store: PassageStore, documents: Sequence[RankedDocument], words: Sequence[Word]) -> list[RankedDocument]:
    """Those of `documents`, the best first, that are about a query with these telling `words`; all if it has none."""
    sure = SURE * max((one.score for one in documents), default=0.0)
    doubtful = [one for one in documents if one.score < sure]
    if not (words and doubtful):
        return list(documents)
    first_rows = store.places(np.array([one.row for one in doubtful], dtype=np.int64)).first_rows.tolist()
    views = store.shown(first_rows)
    openings = [f"{view.title}\n{view.text[:OPENING]}" if view.verbatim else "" for view in views]
    least = SHARE * sum(word.rarity for word in words) if len(words) <= FEW else 0.0
    named = zip(doubtful, (_weight(store.held(opening), words) for opening in openings), strict=True)
    passing = {one.document for one, weight in named if weight <= 0 or weight < least}
    return [one for one in documents if one.document not in passing]


def _weight(held: set[str], words: Sequence[Word]) -> float:
    """What the words weigh together of which a text that has `held` these terms has a form."""
    return sum(word.rarity for word in words if not held.isdisjoint(word.terms))
