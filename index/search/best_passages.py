"""Which passage of each document found is shown, and which sentence of it is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from index.embed.encoder import Encoder
from index.embed.token_memory import TokenMemory
from index.embed.weights import DEFAULT_MODEL
from index.search import answering, fusion
from index.search.answering import Candidate, Scored, Wanted
from index.search.fusion import Matched, RankedDocument
from index.search.ranking import Model, Tokens
from index.storage.engine import PassageStore, PassageView

MAX_TOKENS = 190
"""Tokens embedded to tell contested sentences apart, those of the query included: 20 to 40 ms on one core. They are
those of the first document found, which is the one that people read; others' are chosen by their words."""
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
    for first in contests[:1]:
        _tell_apart(text, first, model)
    return [_choice(one, contest, views) for one, contest in zip(documents, contests, strict=True)], damaged


def _contest(
    looked_for: Wanted, passages: Sequence[Matched], views: dict[int, PassageView], store: PassageStore
) -> _Contest:
    inside = sorted(passage for passage in passages if views[passage.row].verbatim)
    sound = [views[passage.row] for passage in inside]
    candidates = [Candidate(views[passage.row].text, passage.nearness) for passage in inside]
    scored = answering.scored(looked_for, candidates, store)
    return _Contest(sound, scored, answering.contested(scored))


def _tell_apart(text: str, contest: _Contest, model: Model) -> None:
    """Looks at the tokens of a document's contested sentences, as far as `MAX_TOKENS` goes."""
    if model.tokens is None or not contest.contested:
        return
    spent = model.count_tokens([text])[0]
    known = fusion.known(text, spent)
    places, texts = _affordable(contest, MAX_TOKENS - spent, model)
    if known <= 0 or len(places) < 2 or (rows := model.tokens([text, *texts])) is None:
        return
    query, *sentences = rows
    alignments = known * np.array([answering.aligned(query, sentence) for sentence in sentences])
    contest.scored = answering.told_apart(contest.scored, places, alignments)
    contest.contested = []


def _affordable(contest: _Contest, tokens: int, model: Model) -> tuple[list[int], list[str]]:
    """The first contested sentences of a document that have no more than so many `tokens`, under its title."""
    places = contest.contested
    texts = [answering.in_context(contest.views[0].title, contest.scored.texts[place]) for place in places]
    costs = np.cumsum(model.count_tokens(texts), dtype=np.int64)
    enough = int(np.searchsorted(costs, tokens, side="right"))
    return places[:enough], texts[:enough]


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
