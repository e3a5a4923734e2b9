"""What is new in a generation beside an earlier one, and what the earlier one had in the place of each document."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from index.generations.opened import Generation
from index.models.documents import Document
from index.models.scope import Scope
from index.storage import history
from index.storage.engine import PassageStore, Predicate
from index.text import near_duplicates
from index.watching.new_words import NewWords

RUNS: Final = 8
"""Runs of words by which near duplicates are looked up: of two texts that have seven runs in ten in common, the chance
that the other has none of them is one in fifteen thousand."""
MAX_COMPARED: Final = 100
"""Documents with such runs whose sketches are compared, those with most of them first: what more have tells little."""
PART: Final = "#"
"""In the path of a document that is a part of a file: its number may become another part's."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document of a generation that an earlier one hasn't as it is.

    `earlier` are the numbers there of what it was before, or tells the same.
    """

    number: int
    path: str
    sha256: str
    digest: str
    sketch: bytes
    day: int | None
    """The ordinal of its earliest day; None where undated."""
    since: dt.date
    since_exact: dt.datetime
    change: Literal["added", "changed"]
    earlier: tuple[int, ...]
    story: int
    """The number of the new document that stands for all that tell the same."""


class Comparison:
    """Two generations, for those who may see any of `scopes`; `folder` is where the files of the one `now` are."""

    def __init__(
        self,
        now: Generation,
        before: Generation,
        folder: Path,
        scopes: Iterable[Scope] = (),
        numbers: tuple[int, ...] | None = None,
    ) -> None:
        self.now, self.before = now, before
        self._folder = folder
        self.numbers = tuple(now.documents.news(before.documents)) if numbers is None else numbers
        """Of the new documents."""
        self.words = NewWords(now.passages, self.numbers)
        self._within = [Predicate(scope=scope) for scope in set(scopes)]  # held, so that a store works it out once
        self._known: dict[int, NewDocument] = {}
        self._digests: dict[int, str] = {}

    @property
    def model(self) -> str:
        """Names the model of today's vectors."""
        return _model(self.now)

    @property
    def same_model(self) -> bool:
        """Whether the vectors of both can be compared with those of the same queries."""
        return _model(self.now) == _model(self.before)

    def document(self, number: int) -> NewDocument:
        """One of the new documents, by its number."""
        if number not in self._known:
            self._known[number] = self._looked_up(number)
        return self._known[number]

    def digest_before(self, number: int) -> str:
        """The digest of the text of an earlier document, by its number."""
        if number not in self._digests:
            self._digests[number] = text_digest(self.before.passages.document(number))
        return self._digests[number]

    def _looked_up(self, number: int) -> NewDocument:
        store = self.now.passages
        document, sketch = store.document(number), self._sketches[number]
        own, same = self._earlier(document.path, document.text, sketch)
        since = self._since(document, own)
        return NewDocument(
            number=number,
            path=document.path,
            sha256=document.sha256,
            digest=text_digest(document),
            sketch=sketch,
            day=document.date.earliest.toordinal() if document.date else None,
            since=since.date(),
            since_exact=since,
            change="changed" if own else "added",
            earlier=tuple(sorted({*own, *same})),
            story=self._stories[number],
        )

    def _earlier(self, path: str, text: str, sketch: bytes) -> tuple[list[int], list[int]]:
        """The numbers of what was at its path before, and of what told the same."""
        return self._same_path(path, sketch), same_story(self.before.passages, text, sketch)

    def _same_path(self, path: str, sketch: bytes) -> list[int]:
        """The document that was at its path; of a part of a file, unless that is another part now."""
        found = list(self.before.passages.numbers([path]).values())
        if PART not in path or not found:
            return found
        was = self.before.passages.sketches(found)[found[0]]
        moved = was != sketch and was in self._sketches.values()
        return [] if moved else found

    @cached_property
    def _sketches(self) -> dict[int, bytes]:
        """The sketch of each new document, by number."""
        return self.now.passages.sketches(self.numbers)

    @cached_property
    def _stories(self) -> dict[int, int]:
        """For each new document the one that stands for its story."""
        groups = near_duplicates.grouped([self._sketches[number] for number in self.numbers], [0] * len(self.numbers))
        places = ((place, group.first) for group in groups for place in (group.first, *group.duplicates))
        return {self.numbers[place]: self.numbers[first] for place, first in places}

    def _since(self, document: Document, own: Sequence[int]) -> dt.datetime:
        """Since when the archive has it as it is: of one whose file stayed the same, since the generation."""
        built = self.now.manifest.built
        indexed = history.read(self._folder, [document.path]).get(document.path)
        if indexed is None or (own and self.before.passages.document(own[0]).sha256 == document.sha256):
            return built
        return indexed.since


class Reported(Comparison):
    """A generation beside what it has besides the documents of these `numbers`, where the earlier one is gone.

    What a document was before nobody knows; what tells the same as one that stayed is known.
    """

    def __init__(self, now: Generation, folder: Path, scopes: Iterable[Scope], numbers: tuple[int, ...]) -> None:
        super().__init__(now, now, folder, scopes, numbers)

    def _earlier(self, path: str, text: str, sketch: bytes) -> tuple[list[int], list[int]]:
        _, same = super()._earlier(path, text, sketch)
        return [], [number for number in same if number not in self._sketches]


def _model(generation: Generation) -> str:
    recipe = generation.manifest.recipe
    return f"{recipe.model} {recipe.revision}"


def same_story(store: PassageStore, text: str, sketch: bytes) -> list[int]:
    """The documents of a store that are near duplicates of a text: looked up by its words, so that few are compared."""
    holders: Counter[int] = Counter()
    for run in near_duplicates.smallest_runs(text, RUNS):
        rows = store.fulfilling(Predicate(phrases=(run,)))
        holders.update(set(store.places(rows).documents.tolist()))
    likely = [number for number, _ in holders.most_common(MAX_COMPARED)]
    sketches = store.sketches(likely)
    return [number for number in likely if near_duplicates.likest(sketch, [sketches[number]]) is not None]


def text_digest(document: Document) -> str:
    """What a document's text is known by."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
