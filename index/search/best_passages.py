"""Which passage of each document found is shown, and which sentence of it is marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from index.embed.encoder import Encoder
from index.embed.token_memory import TokenMemory
from index.embed.weights import DEFAULT_MODEL
from index.models.vectors import Rows
from index.search import answering, fusion
from index.search.answering import Candidate, Scored, Wanted
from index.search.fusion import Matched, RankedDocument
from index.search.ranking import Model, Tokens
from index.storage.engine import PassageStore, PassageView

MAX_TOKENS = 190
"""Tokens embedded to tell contested sentences apart, those of the query included: about 40 ms on one core. Where more
are contested, those of the first documents are looked at."""
MAX_COMPARED = 25
"""Documents whose passages are compared; a later one is shown by the passage that ranked it."""
LIKELY, LIKELY_BY_WORDS = 0.43, 0.35
"""How likely the best sentence is to be right, at least, for it to be marked: where tokens were looked at or need not
be, and where words alone decide between several that come close. Figures in tests/bench/README.md."""


def fitted_tokens(encoder: Encoder) -> Tokens | None:
    """How `encoder` gives vectors of tokens, if the weights for them were fitted to its model."""
    return TokenMemory(encoder.encode_tokens) if encoder.name == DEFAULT_MODEL else None


class Chosen(NamedTuple):
    """The passage of a document that is shown, None where all are damaged, and its sentence that answers, if any."""

    view: PassageView | None
    sentence: tuple[int, int] | None


@dataclass(slots=True)
class _Contest:
    """The sentences of a document from which one is chosen, and the passages they stand in."""

    views: list[PassageView]
    scored: Scored
    contested: list[int]
    """The places of those that come close to the best; none once tokens have told them apart."""


def chosen(
    store: PassageStore, text: str, documents: Sequence[RankedDocument], model: Model
) -> tuple[list[Chosen], list[PassageView]]:
    """For each of `documents` the passage and the sentence that answer `text`, and all damaged passages come upon."""
    matched = [
        (place < MAX_COMPARED and one.matched) or (Matched(one.row, 0.0),) for place, one in enumerate(documents)
    ]
    rows = sorted({passage.row for passages in matched for passage in passages})
    views = dict(zip(rows, store.shown(rows), strict=True))
    damaged = [view for view in views.values() if not view.verbatim]
    if not text:  # a list is not about anything, and shows each document by one passage
        listed = [views[one.row] for one in documents]
        return [Chosen(view if view.verbatim else None, None) for view in listed], damaged
    looked_for = answering.wanted(text, store)
    contests = [_contest(looked_for, passages, views, store) for passages in matched]
    _tell_apart(text, contests, model)
    return [_choice(one, contest, views) for one, contest in zip(documents, contests, strict=True)], damaged


def _contest(
    looked_for: Wanted, passages: Sequence[Matched], views: dict[int, PassageView], store: PassageStore
) -> _Contest:
    inside = sorted(passage for passage in passages if views[passage.row].verbatim)
    sound = [views[passage.row] for passage in inside]
    candidates = [Candidate(views[passage.row].text, passage.nearness) for passage in inside]
    scored = answering.scored(looked_for, candidates, store)
    return _Contest(sound, scored, answering.contested(scored))


def _tell_apart(text: str, contests: Sequence[_Contest], model: Model) -> None:
    """Looks at the tokens of contested sentences, in the order of their documents, as far as `MAX_TOKENS` goes."""
    spent = model.count_tokens([text])[0]
    known = fusion.known(text, spent)
    if model.tokens is None or known <= 0:
        return
    left = MAX_TOKENS - spent
    looked_at: list[tuple[_Contest, list[int]]] = []
    asked = [text]
    for contest in contests:
        places, texts, cost = _affordable(contest, left, model)
        if len(places) > 1:
            looked_at.append((contest, places))
            asked.extend(texts)
            left -= cost
    if not looked_at or (rows := model.tokens(asked)) is None:
        return
    query, *sentences = rows
    following: Iterator[Rows] = iter(sentences)
    for contest, places in looked_at:
        alignments = known * np.array([answering.aligned(query, next(following)) for _ in places])
        contest.scored = answering.told_apart(contest.scored, places, alignments)
        contest.contested = []


def _affordable(contest: _Contest, tokens: int, model: Model) -> tuple[list[int], list[str], int]:
    """The first contested sentences of a document that have no more than so many `tokens`, and how many they have."""
    places = contest.contested
    texts = [answering.in_context(contest.views[0].title, contest.scored.texts[place]) for place in places]
    costs = np.cumsum(model.count_tokens(texts), dtype=np.int64) if texts else np.zeros(0, dtype=np.int64)
    enough = int(np.searchsorted(costs, tokens, side="right"))
    return places[:enough], texts[:enough], int(costs[enough - 1]) if enough else 0


def _choice(document: RankedDocument, contest: _Contest, views: dict[int, PassageView]) -> Chosen:
    found = answering.best(contest.scored)
    if not contest.views:
        return Chosen(None, None)
    if found is None:
        view = views[document.row]
        return Chosen(view if view.verbatim else contest.views[0], None)
    sentence, likely = found
    marked = (sentence.start, sentence.end) if likely >= (LIKELY_BY_WORDS if contest.contested else LIKELY) else None
    return Chosen(contest.views[sentence.passage], marked)
