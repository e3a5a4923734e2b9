"""A window said in words prefers, and never hides: what is of that time and about the query comes before the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from index.models.answers import Reading
from index.search import pasted
from index.search.counts import saying
from index.search.fusion import RankedDocument
from index.search.nearness import Nearness
from index.search.ranking import Model, Ranked, ranked
from index.storage.engine import PassageStore, Predicate

MUCH_BETTER, TWICE = 0.77, 2.0
"""A document of the time preferred comes before another unless that one scores so much more, where the best words score
counts 1, or so many times as much. What chance adds to a score does not grow with it, so a difference tells more than a
share; the other bound is for queries of which all scores are low. Figures in tests/bench/README.md."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: `text` are the words and phrases of `reading`, slips corrected.

    `within` is what is demanded in a window that was said in words; a store works it out once as long as it is held.
    """

    reading: Reading
    text: str
    demanded: Predicate
    within: Predicate
    limit: int
    typed: str
    nearness: Nearness


class Found(NamedTuple):
    """The documents found, in order, and which of all that were found are `near` in meaning; see `Ranked` for `all`.

    With a window said in words: which are in it, and whether any of them answers.
    """

    documents: list[RankedDocument]
    within: frozenset[int] = frozenset()
    answered: bool = False
    near: frozenset[int] = frozenset()
    all: bool = True


def found(store: PassageStore, search: Search, model: Model) -> Found:
    """What is found; a window that was said in words moves what is in it and about the query to the front."""

    def find(predicate: Predicate) -> Ranked:
        sort, near = search.reading.sort, search.nearness
        return ranked(store, search.text, predicate, model, limit=search.limit, sort=sort, near=near)

    quoted = pasted.quoted(store, search.typed, search.demanded, search.reading.window_from)
    everywhere = find(search.demanded)
    documents = pasted.first(quoted, everywhere.documents)
    if not search.reading.prefers:
        return Found(documents, near=everywhere.near, all=everywhere.all)
    preferred = Preferred(find(search.within), everywhere.best_words)
    inside = preferred.about(saying(store, search.text, search.within).documents, search.nearness.least)
    ordered = merged(inside, documents, preferred.score, by_date=search.reading.sort != "relevance")
    of_that_time = frozenset(one.document for one in preferred.ranked.documents)
    about = frozenset(one.document for one in inside)
    whole = pasted.first_or_second(quoted, ordered, of_that_time, about)
    near = everywhere.near | preferred.ranked.near
    return Found(whole, of_that_time, bool(inside), near, everywhere.all and preferred.ranked.all)


@dataclass(frozen=True, slots=True)
class Preferred:
    """What was found in a window, and the best words score without it: by that both rankings are on one scale."""

    ranked: Ranked
    best_words: float

    def score(self, document: RankedDocument) -> float:
        """What a document of the window would score without it."""
        scale = self.ranked.best_words / self.best_words if self.best_words else 1.0
        return document.fused + document.share * (scale - 1)

    def about(self, saying: Collection[int], least: float) -> list[RankedDocument]:
        """Those that are about the query: they have telling words of it, or are near in meaning."""
        return [one for one in self.ranked.documents if one.document in saying or one.cosine >= least]


def bar(score: float) -> float:
    """The score from which a document of the time comes before one that is of another and has `score`."""
    return max(score - MUCH_BETTER, score / TWICE)


def merged(
    inside: Sequence[RankedDocument],
    everywhere: Sequence[RankedDocument],
    score: Callable[[RankedDocument], float],
    *,
    by_date: bool = False,
) -> list[RankedDocument]:
    """Both in their own order, those `inside` before all others that do not answer much better.

    An order by date is not mixed: then all that are about as good as the best come first.
    """
    numbers = {one.document for one in inside}
    others = [one for one in everywhere if one.document not in numbers]
    if by_date:
        enough = bar(max((one.fused for one in others), default=0.0))
        good = [one for one in inside if score(one) >= enough]
        chosen = {one.document for one in good}
        return [*good, *(one for one in everywhere if one.document not in chosen)]
    return list(_merged(list(zip(inside, _best_to_come([score(one) for one in inside]), strict=True)), others))


def _best_to_come(scores: Sequence[float]) -> list[float]:
    """For each place the best score from there on: nobody is held back by who comes first within the window."""
    return np.maximum.accumulate(np.array(scores)[::-1])[::-1].tolist() if scores else []


def _merged(inside: list[tuple[RankedDocument, float]], others: list[RankedDocument]) -> Iterator[RankedDocument]:
    waiting = list(reversed(inside))
    for other in others:
        while waiting and waiting[-1][1] >= bar(other.fused):
            yield waiting.pop()[0]
        yield other
    yield from (one for one, _ in reversed(waiting))
