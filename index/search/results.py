"""What is shown of the documents found: each story once, by its best passage, with the sentence that answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.models.answers import Hit
from index.search import highlight
from index.search.fusion import RankedDocument
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


def stories(store: PassageStore, documents: Sequence[RankedDocument], limit: int) -> list[Story]:
    """The first `limit` stories among the documents found."""
    candidates = documents[: DOCUMENTS_PER_STORY * limit]
    numbers = [document.document for document in candidates]
    sketches, days = store.sketches(numbers), store.earliest_days(numbers)
    grouped = near_duplicates.grouped([sketches[number] for number in numbers], [days[number] for number in numbers])
    groups = grouped[:limit]
    paths = store.paths([numbers[place] for group in groups for place in group.duplicates])
    same = [_known(paths, [numbers[place] for place in group.duplicates]) for group in groups]
    return [Story(candidates[group.first], others, group.overlap) for group, others in zip(groups, same, strict=True)]


def _known(paths: Mapping[int, str], numbers: Sequence[int]) -> tuple[str, ...]:
    """The paths of these documents, as far as their records are sound."""
    return tuple(paths[number] for number in numbers if number in paths)


class Shown(NamedTuple):
    """The hits of an answer, ranked from 1, and the ids of passages that are not shown since they are damaged."""

    hits: tuple[Hit, ...]
    damaged: tuple[str, ...]


def shown(store: PassageStore, text: str, told: Sequence[Story]) -> Shown:
    """A hit for each story that can be shown; `text` is what was searched."""
    wanted = highlight.rarities(text, store)
    passages = store.shown([story.document.row for story in told])
    sound = [(story, view) for story, view in zip(told, passages, strict=True) if view.verbatim]
    best = (highlight.sentence(view.text, wanted, store) for _, view in sound)
    hits = (_hit(rank, *pair, sentence) for rank, (pair, sentence) in enumerate(zip(sound, best, strict=True), 1))
    return Shown(tuple(hits), tuple(view.passage.id for view in passages if not view.verbatim))


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
        others=document.others,
        meaning_rank=document.meaning_rank,
        words_rank=document.words_rank,
        duplicates=story.duplicates,
        overlap=story.overlap,
    )
