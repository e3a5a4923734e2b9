"""More like a passage: what of other documents is near to it in meaning and in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from index.generations.opened import Generation
from index.models.answers import Answer, Hit, Liked, Query, Reading
from index.models.vectors import Rows
from index.search import counts, fusion, query
from index.search.fusion import RankedDocument
from index.search.nearness import Nearness, nearness
from index.search.ranking import DEPTH_PER_DOCUMENT, Model, ranked
from index.search.results import shown, stories
from index.storage.document_engine import StoredPassage
from index.storage.engine import PassageStore, Predicate
from index.text import near_duplicates

MAX_WORDS = 8
"""In common with the passage, that a hit names: it has many more."""
LEAST_SHARE = 0.25
"""Of the words score of the passage itself, what another has at least that is like it by its words alone: where the
model doesn't know the language, nothing is near in meaning."""


def alike(generation: Generation, passage: StoredPassage, asked: Query, model: Model) -> Answer:
    """The answer to `asked`, whose text is the id of `passage`, in its strict window; raises `QueryError` for none.

    Neither the passage's own document nor one that tells the same story is in it. `elapsed_ms` is left
    at 0.
    """
    query.check_window(asked.since, asked.until)
    store, text = generation.passages.within(asked.scope), passage.text
    own = store.numbers([passage.document.path])[passage.document.path]
    demanded = Predicate(scope=asked.scope, since=asked.since, until=asked.until)
    near = nearness(store, text, counts.saying(store, text, demanded), demanded, model.count_tokens)
    found = _ranked(store, passage, demanded, model, own=own, limit=asked.limit, near=near)
    found = _near(_renumbered(_others(store, own, found)), near)
    chosen, more = stories(store, found, asked.limit)
    told = shown(
        store,
        text,
        chosen,
        Reading(words=text),
        near=near,
        model=replace(model, tokens=None),
    )
    damaged = tuple(f"passage {name} is damaged in the index, so it is not shown" for name in told.damaged)
    return Answer(
        query=asked,
        reading=Reading(words=text, since=asked.since, until=asked.until),
        generation=generation.number,
        like=_liked(passage),
        hits=tuple(_with_telling_words(store, hit, near) for hit in told.hits),
        passages_found=sum(document.others + 1 for document in found),
        documents_found=len(found),
        more_hits=more,
        undated_not_shown=store.count_documents(demanded.undated_instead()) if demanded.windowed else 0,
        newest=store.newest(asked.scope),
        warnings=damaged,
        chat_warnings=damaged,
        elapsed_ms=0.0,
    )


def _ranked(
    store: PassageStore,
    passage: StoredPassage,
    demanded: Predicate,
    model: Model,
    *,
    own: int,
    limit: int,
    near: Nearness,
) -> list[RankedDocument]:
    """All that is found by the passage's words and its stored vector, the passages of its own document among them."""
    rows = store.fulfilling(Predicate(documents=(own,)))
    vector = store.vector(int(rows[passage.passage.ordinal]))

    def encoded(text: str) -> Rows:
        return vector

    depth = limit + len(rows) // DEPTH_PER_DOCUMENT  # what is left out takes the place of nothing else
    as_it_is = replace(model, encode=encoded, rerank=None)
    return ranked(store, passage.text, demanded, as_it_is, limit=depth, sort="relevance", near=near).documents


def _near(documents: Iterable[RankedDocument], near: Nearness) -> list[RankedDocument]:
    """Those that are near in meaning, as a search has it, or much alike in words, and not much less than the best."""
    return fusion.related([one for one in documents if one.cosine >= near.least or one.share >= LEAST_SHARE])


def _others(store: PassageStore, own: int, documents: list[RankedDocument]) -> list[RankedDocument]:
    """Those that tell another story than the document `own`."""
    sketches = store.sketches([own, *(one.document for one in documents)])
    return [
        one
        for one in documents
        if one.document != own
        and near_duplicates.overlap(sketches[own], sketches[one.document]) < near_duplicates.MIN_OVERLAP
    ]


def _renumbered(documents: Sequence[RankedDocument]) -> list[RankedDocument]:
    """With their ranks among each other, from 1: what is left out has no place before them."""
    places = [_places(documents, rank) for rank in (attrgetter("meaning_rank"), attrgetter("words_rank"))]
    return [
        one._replace(meaning_rank=meaning, words_rank=words)
        for one, meaning, words in zip(documents, *places, strict=True)
    ]


def _places(documents: Sequence[RankedDocument], rank: Callable[[RankedDocument], int | None]) -> list[int | None]:
    ranks = sorted(number for one in documents if (number := rank(one)) is not None)
    return [None if (number := rank(one)) is None else bisect_left(ranks, number) + 1 for one in documents]


def _with_telling_words(store: PassageStore, hit: Hit, near: Nearness) -> Hit:
    """Of the words that a hit has in common with the passage the rarest of those that tell something."""
    terms = near.said.terms
    rarities = {word: max((terms.get(stem, 0.0) for stem in store.stems(word)), default=0.0) for word in hit.words}
    rarest = sorted((word for word in hit.words if rarities[word]), key=lambda word: -rarities[word])
    return hit.model_copy(update={"words": tuple(rarest[:MAX_WORDS])})


def _liked(passage: StoredPassage) -> Liked:
    document = passage.document
    return Liked(
        passage=passage.passage.id,
        document=document.path,
        title=document.title,
        title_origin=document.title_origin,
        date=document.date,
    )
