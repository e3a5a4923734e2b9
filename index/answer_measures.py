"""How often the passage shown and the sentence marked in it hold the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.answer_spans import Standing
from index.models.answers import Hit

SHOWN = 10
"""Hits looked at for each query: as many as a search shows."""


class Outcome(NamedTuple):
    """What one query showed of the document with its answer."""

    first: bool
    """Whether the first hit is of that document."""
    shown: bool
    """Whether any of the first hits is."""
    passage: bool
    """Whether the passage shown holds the answer."""
    marked: bool
    sentence: bool
    """Whether the marked sentence holds the answer."""


def outcome(answer: Standing, hits: Sequence[Hit]) -> Outcome:
    """What `hits`, best first, show of the answer: all of it has to be held.

    A document that is named beside a near duplicate is shown by that; then the same words are the answer.
    """
    of_document = [answer.path in (hit.document, *hit.duplicates) for hit in hits[:SHOWN]]
    if True not in of_document:
        return Outcome(first=False, shown=False, passage=False, marked=False, sentence=False)
    hit = hits[of_document.index(True)]
    return Outcome(
        first=of_document[0],
        shown=True,
        passage=_holds(hit, (0, len(hit.text)), answer),
        marked=hit.best is not None,
        sentence=hit.best is not None and _holds(hit, hit.best, answer),
    )


def _holds(hit: Hit, part: tuple[int, int], answer: Standing) -> bool:
    """Whether a part of a hit's text, from one offset in it to another, holds all of the answer."""
    start, end = part
    if hit.document != answer.path:
        return answer.words in " ".join(hit.text[start:end].split())
    return hit.start + start <= answer.start and answer.end <= hit.start + end


@dataclass(frozen=True, slots=True)
class AnswerMeasures:
    """Shares of the queries whose answer's place is known, 0 to 1; None where there is nothing to share.

    Every query is one of `marked`, `unmarked` and `not_shown`.
    """

    queries: int
    left_out: int
    """Queries with an answer that is not measured: it stands nowhere, or the query can't be understood."""
    document_first: float | None
    """The first hit is of the document with the answer."""
    passage: float | None
    """The passage shown of that document holds all of the answer."""
    sentence: float | None
    """The sentence marked in it does."""
    sentence_of_marked: float | None
    """The same, of those queries alone where a sentence is marked."""
    marked: float | None
    unmarked: float | None
    """The document is shown, and no sentence is marked."""
    not_shown: float | None
    """The document is not among the first ten hits."""


def measured(outcomes: Iterable[Outcome], asked: int) -> AnswerMeasures:
    """The measures of these outcomes, out of `asked` queries with an answer."""
    every = list(outcomes)
    count = len(every)
    marked, right = sum(outcome.marked for outcome in every), sum(outcome.sentence for outcome in every)
    return AnswerMeasures(
        queries=count,
        left_out=asked - count,
        document_first=_share(sum(outcome.first for outcome in every), count),
        passage=_share(sum(outcome.passage for outcome in every), count),
        sentence=_share(right, count),
        sentence_of_marked=_share(right, marked),
        marked=_share(marked, count),
        unmarked=_share(sum(outcome.shown and not outcome.marked for outcome in every), count),
        not_shown=_share(sum(not outcome.shown for outcome in every), count),
    )


def _share(some: int, every: int) -> float | None:
    return some / every if every else None
