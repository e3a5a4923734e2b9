"""How much of an archive is about a query: what has a telling word of it, or is near in meaning."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from index.models.scope import Scope
from index.search import telling
from index.search.fusion import RankedDocument
from index.storage.engine import PassageStore, Predicate

MAX_COUNTED = 2000
"""Passages whose documents are told apart; where more have a telling word, there are more documents."""
MAX_TERMS = 64
"""The rarest words of a query that are counted by; more tell nothing new."""


class Saying(NamedTuple):
    """Which documents have a telling word, and in how many passages; `all` is False if there are more documents."""

    documents: frozenset[int]
    passages: int
    all: bool


class Counts(NamedTuple):
    """How many passages and documents are about a query; `all` is False if there are more documents."""

    passages: int
    documents: int
    all: bool


def saying(store: PassageStore, text: str, predicate: Predicate) -> Saying:
    """What has a telling word of `text`, in any of its forms; those that have most of them are looked at first."""
    first, passages = store.holding(_telling(store, text, predicate.scope), MAX_COUNTED, predicate)
    rows = np.array([row for row, _ in first], dtype=np.int64)
    return Saying(frozenset(store.places(rows).documents.tolist()), passages, passages <= MAX_COUNTED)


def _telling(store: PassageStore, text: str, scope: Scope) -> dict[str, float]:
    """The terms that tell, by what is within `scope`: a word that only others may see doesn't change what counts."""
    rarities = {term: store.rarity(term) for term in store.stems(text)}
    rarest = sorted(rarities, key=lambda term: -rarities[term])
    seen = Predicate(scope=scope)
    known = [term for term in rarest if rarities[term] < store.rarity("")][:MAX_TERMS]
    if not scope.everything:
        known = [term for term in known if store.holding({term: 1.0}, 1, seen).passages]
    return telling.telling({term: rarities[term] for term in known})


def about(store: PassageStore, text: str, predicate: Predicate, near: Collection[int]) -> Counts:
    """What fulfils `predicate` and is about `text`: all that there is, and of what was found the documents `near`."""
    said = saying(store, text, predicate)
    others = len(frozenset(near) - said.documents)
    return Counts(said.passages + others, len(said.documents) + others, said.all)


def all_of(documents: Sequence[RankedDocument]) -> Counts:
    """What a list counts, which is not about anything: all of its documents."""
    return Counts(sum(document.others + 1 for document in documents), len(documents), True)
