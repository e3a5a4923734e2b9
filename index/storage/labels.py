"""Names that documents share, such as their first-level folder or their format, one for each. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Facet = Literal["folder", "format"]
"""What of a document is named: its first-level folder, empty for one in none, or its format."""
NO_LABEL: Final = -1


class Labels(NamedTuple):
    """For each document, by its number, the place of its name among all `names`: 4 bytes a document."""

    names: tuple[str, ...]
    places: NDArray[np.int32]

    def having(self, names: Collection[str]) -> NDArray[np.int64]:
        """The numbers of the documents with any of these names, ascending."""
        wanted = [place for place, name in enumerate(self.names) if name in names]
        return np.flatnonzero(np.isin(self.places, np.array(wanted, dtype=np.int32)))

    def counts(self, documents: NDArray[np.int64]) -> dict[str, int]:
        """How many of these documents have each name that any of them has."""
        places = self.places[documents]
        counts = np.bincount(places[places >= 0], minlength=len(self.names)).tolist()
        return {name: count for name, count in zip(self.names, counts, strict=True) if count}


def labelled(documents: int, named: Iterable[tuple[int, str]]) -> Labels:
    """The labels of so many documents, given the numbers of those that have one, each with its name."""
    places = np.full(documents, NO_LABEL, dtype=np.int32)
    names: dict[str, int] = {}
    for number, name in named:
        places[number] = names.setdefault(name, len(names))
    return Labels(tuple(names), places)
