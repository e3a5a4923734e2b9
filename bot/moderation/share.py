"""How much of the archive one new file would be. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import index

BYTES_PER_PASSAGE: Final = 700
"""Of text in UTF-8, about: 790 in English, 500 in German. Bytes, since other scripts have more of them to a letter."""


class Share(NamedTuple):
    """`new` beside those that are `held`."""

    new: int
    held: int
    what: str
    """documents or passages"""

    @property
    def percent(self) -> int:
        return round(100 * self.new / (self.new + self.held))


def majority(documents: Iterable[index.Document], holdings: index.Holdings) -> Share | None:
    """Of what a file would be more than half, in documents, or else in passages by an estimate; None for neither."""
    sizes = [len(document.text.encode("utf-8", "surrogatepass")) for document in documents]
    passages = sum(max(1, size // BYTES_PER_PASSAGE) for size in sizes)
    shares = (
        Share(len(sizes), holdings.documents, "documents"),
        Share(passages, holdings.passages, "passages"),
    )
    return next((share for share in shares if share.new > share.held), None)
