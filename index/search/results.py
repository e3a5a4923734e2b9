"""What is shown of the documents found: each story once, by its best passage, with the sentence that answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.models.answers import Hit, Reading
from index.search import best_passages
from index.search.corrections import PUNCTUATION
from index.search.fusion import RankedDocument
from index.search.nearness import Nearness
from index.search.ranking import Model
from index.storage.engine import PassageStore, PassageView
from index.text import near_duplicates

DOCUMENTS_PER_STORY = 3
"""Documents looked at for each story asked for, since several may tell the same story."""


@dataclass(frozen=True, slots=True)
class Story:
    """A document to show, and the paths of others that tell the same story."""

    document: RankedDocument
    duplicates: tuple[str, ...]
    overlap: float | None


class Stories(NamedTuple):
    """The first stories, and whether there are more."""

    first: list[Story]
    more: bool


def stories(
    store: PassageStore, documents: Sequence[RankedDocument], limit: int, preferred: Collection[int] = ()
) -> Stories:
    """The first `limit` stories among the documents found; one that a `preferred` document tells is shown by that."""
    candidates = documents[: DOCUMENTS_PER_STORY * limit]
    numbers = [document.document for document in candidates]
    sketches, days = store.sketches(numbers), store.earliest_days(numbers)
    order = [_order(days[number], later=number not in preferred) for number in numbers]
    grouped = near_duplicates.grouped([sketches[number] for number in numbers], order)
    groups = grouped[:limit]
    paths = store.paths([numbers[place] for group in groups for place in group.duplicates])
    same = [_known(paths, [numbers[place] for place in group.duplicates]) for group in groups]
    first = [Story(candidates[group.first], others, group.overlap) for group, others in zip(groups, same, strict=True)]
    return Stories(first, len(grouped) > limit or len(documents) > len(candidates))


def _order(day: int | None, *, later: bool) -> int | None:
    """A document's place among those that tell the same: by its day, later ones after all others."""
    return None if day is None else day + later * dt.date.max.toordinal()


def _known(paths: Mapping[int, str], numbers: Sequence[int]) -> tuple[str, ...]:
    """The paths of these documents, as far as their records are sound."""
    return tuple(paths[number] for number in numbers if number in paths)


class Shown(NamedTuple):
    """The hits of an answer, ranked from 1, and the ids of passages that are not shown since they are damaged."""

    hits: tuple[Hit, ...]
    damaged: tuple[str, ...]


def shown(
    store: PassageStore, text: str, told: Sequence[Story], reading: Reading, *, near: Nearness, model: Model
) -> Shown:
    """A hit for each story that can be shown; `text` is what was searched for `reading`."""
    words = _forms(text, store)
    chosen, damaged = best_passages.chosen(store, text, [story.document for story in told], model)
    sound = [(story, one.view, one.sentence) for story, one in zip(told, chosen, strict=True) if one.view]
    hits = [
        _hit(rank, story, view, sentence).model_copy(
            update={
                "words": _said(words, store.stems(view.text)),
                "in_window": _in_window(view, reading),
                "near_only": not near.has_words(story.document),
            }
        )
        for rank, (story, view, sentence) in enumerate(sound, 1)
    ]
    return Shown(tuple(hits), tuple(view.passage.id for view in damaged))


def _forms(text: str, store: PassageStore) -> dict[str, frozenset[str]]:
    """The words of `text` as typed, with the ranking terms that stand for any form of each."""
    words = dict.fromkeys(word.strip(PUNCTUATION) for word in text.split())
    forms = {word: frozenset(store.stems(word)) for word in words}
    return {word: stems for word, stems in forms.items() if stems}


def _said(words: Mapping[str, frozenset[str]], stems: Sequence[str]) -> tuple[str, ...]:
    """Those of `words` that a text with these ranking terms has."""
    held = frozenset(stems)
    return tuple(word for word, forms in words.items() if forms & held)


def _in_window(view: PassageView, reading: Reading) -> bool:
    return not reading.windowed or (view.date is not None and view.date.overlaps(reading.since, reading.until))


def _hit(rank: int, story: Story, view: PassageView, sentence: tuple[int, int] | None) -> Hit:
    passage, document = view.passage, story.document
    return Hit(
        rank=rank,
        passage=passage.id,
        document=view.path,
        title=view.title,
        title_origin=view.title_origin,
        date=view.date,
        start=passage.start,
        end=passage.end,
        text=view.text,
        verbatim=view.verbatim,
        score=document.score,
        best=sentence,
        paragraph=passage.paragraph,
        page=passage.page,
        time=passage.time,
        link=passage.link,
        confidence=passage.confidence,
        others=document.others,
        meaning_rank=document.meaning_rank,
        words_rank=document.words_rank,
        duplicates=story.duplicates,
        overlap=story.overlap,
    )
