"""Which documents of a generation are not in another as they are: told by the segments that both have.

A segment never changes, so that of one that both have only what is gone differs; of all others each document is
compared. So the cost grows with what was written since, and not with the archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.storage.order import Order
from index.storage.segment_documents import SegmentDocuments
from index.storage.segments import Layout


class Segmented(Protocol):
    """The documents of a generation by segment; without a `layout`, it is all one."""

    @property
    def layout(self) -> Layout | None: ...

    @property
    def parts(self) -> Sequence[SegmentDocuments]: ...

    @property
    def order(self) -> Order: ...


def news(store: Segmented, before: Segmented) -> list[int]:
    """The numbers of the documents that `before` hasn't, or has with another text, title or date; ascending.

    A document is known by its path: what only moved is among them.
    """
    shared = set(_names(store)) & set(_names(before)) - {""}
    found = [*_come_back(store, before, shared), *_written(store, before, shared)]
    return sorted(found)


def _names(store: Segmented) -> list[str]:
    """The names of its segments; that of a generation that is all one is empty."""
    return [""] if store.layout is None else [segment.name for segment in store.layout.segments]


def _gone(store: Segmented) -> dict[str, set[int]]:
    segments = () if store.layout is None else store.layout.segments
    return {segment.name: set(segment.gone.numbers) for segment in segments}


def _come_back(store: Segmented, before: Segmented, shared: set[str]) -> list[int]:
    """What a segment still has here that was gone from it there: after a rollback."""
    here, there = _gone(store), _gone(before)
    return [
        store.order.number(place, number)
        for place, name in enumerate(_names(store))
        if name in shared
        for number in there[name] - here[name]
    ]


def _written(store: Segmented, before: Segmented, shared: set[str]) -> list[int]:
    """What the segments that only one of them has don't have alike."""
    own = [place for place, name in enumerate(_names(store)) if name not in shared]
    theirs = [part for name, part in zip(_names(before), before.parts, strict=True) if name not in shared]
    known = {identity for part in theirs for identity in part.identities().values()} if own else set()
    return [
        store.order.number(place, number)
        for place in own
        for number, identity in store.parts[place].identities().items()
        if identity not in known
    ]
