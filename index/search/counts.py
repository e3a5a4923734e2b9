"""How much of an archive is about a query: what has a telling word of it, or is near in meaning."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from index.models.scope import Scope
from index.search import telling
from index.search.fusion import RankedDocument
from index.search.telling import Word
from index.storage.engine import PassageStore, Predicate

MAX_COUNTED = 2000
"""Passages whose documents are told apart; where more have a telling word, there are more documents."""
MAX_TERMS = 64
"""The rarest words of a query that are counted by; more tell nothing new."""


class Saying(NamedTuple):
    """Which documents have a telling word, and in how many passages; `all` is False if there are more documents.

    `known` is False if none of the query's words is within its scope, whatever the filters. `words` are those that
    tell.
    """

    documents: frozenset[int]
    passages: int
    all: bool
    known: bool = True
    words: tuple[Word, ...] = ()

    @property
    def terms(self) -> dict[str, float]:
        """The ranking terms of the words, with how rare each word is."""
        return {term: word.rarity for word in self.words for term in word.terms}


class Counts(NamedTuple):
    """How many passages and documents are about a query; `all` is False if there are more documents."""

    passages: int
    documents: int
    all: bool


def saying(store: PassageStore, text: str, predicate: Predicate) -> Saying:
    """What has a telling word of `text`, in any of its forms; those that have most of them are looked at first."""
    words = telling_words(store, text, predicate.scope)
    terms = {term: word.rarity for word in words for term in word.terms}
    first, passages = store.holding(terms, MAX_COUNTED, predicate)
    rows = np.array([row for row, _ in first], dtype=np.int64)
    documents = frozenset(store.places(rows).documents.tolist())
    return Saying(documents, passages, passages <= MAX_COUNTED, bool(words), words)


def of_words(words: tuple[Word, ...]) -> Saying:
    """Where nobody asks how much has them."""
    return Saying(frozenset(), 0, True, bool(words), words)


def telling_words(store: PassageStore, text: str, scope: Scope) -> tuple[Word, ...]:
    """The words that tell, by what is within `scope`: a word that only others may see doesn't change what counts."""
    forms = store.forms(text)
    rarities = {term: store.rarity(term) for form in forms for term in form}
    unknown = store.rarity("")

    def is_known(term: str) -> bool:
        """A word that only titles have is as rare as one that no document has."""
        return (scope.everything and rarities[term] < unknown) or is_within(store, term, scope)

    rarest = sorted(rarities, key=lambda term: -rarities[term])
    known = dict.fromkeys(islice(filter(is_known, rarest), MAX_TERMS))
    within = ({term: rarities[term] for term in form if term in known} for form in forms)
    return tuple(telling.telling(telling.word(terms) for terms in within if terms))


def is_within(store: PassageStore, term: str, scope: Scope) -> bool:
    """Whether a passage within `scope`, or the title of its document, has a ranking term."""
    return store.holding({term: 1.0}, 1, Predicate(scope=scope)).passages > 0


def about(said: Saying, near: Collection[int]) -> Counts:
    """What is about a query: all that has `said` a telling word, and of what was found the documents `near`."""
    others = len(frozenset(near) - said.documents)
    return Counts(said.passages + others, len(said.documents) + others, said.all)


def all_of(documents: Sequence[RankedDocument], whole: bool = True) -> Counts:
    """What a list and an order by date count: all of its documents; they are the `whole`, or there may be more."""
    return Counts(sum(document.others + 1 for document in documents), len(documents), whole)
