"""A generation's documents and words, written: segments that stay are shared, what is new becomes one more."""

from __future__ import annotations

import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from index.build.cut import Cut
from index.build.plan import Placed, Plan, Staying
from index.models.reports import Failure
from index.storage import ARCHIVE_FILE, GONE_WORDS_FOLDER, WORDS_FOLDER, writer
from index.storage.order import write_order
from index.storage.row_order import Key
from index.storage.segment_documents import SegmentDocuments
from index.storage.segments import Gone, Layout, Segment, share_folder, write_layout
from index.storage.statistics import balancing, totals
from index.storage.vector_parts import dimensions
from index.storage.words import write as word_index
from index.storage.words.analysis import Entry
from index.storage.words.write import Part

MAX_GONE_PARTS: Final = 8
"""Word indexes of what is gone from a segment; more become one."""
_PARTS_FOLDER: Final = "parts"
"""Where the word indexes are that a generation's is composed of, while it is written."""


class Writer(Protocol):
    """Writes a generation by one engine, one step after the other; steps raise `OSError` and `IndexDataError`."""

    new: Path | None
    """The folder of the new segment; None where nothing is new."""

    def write_documents(self) -> None:
        """Writes the documents."""

    def embedded_texts(self) -> Iterator[str]:
        """What is embedded for each passage of the new segment, in row order."""

    def largest_staying(self) -> Path | None:
        """The folder of the segment with the most passages of those that stay."""

    def write_words(self, languages: tuple[str, ...]) -> None:
        """Writes the words, when the vectors are there, and what the generation is made of."""

    def settle(self) -> None:
        """Leaves in the folder what is the generation's, once all is checked."""

    def dimensions(self) -> int:
        """How many numbers each vector has."""


class GenerationWriter:
    """Writes the generation of a plan into `folder`, one step after the other; steps raise `OSError`."""

    def __init__(self, folder: Path, generation: int, plan: Plan, failures: Iterable[Failure]) -> None:
        self._folder = folder
        self._plan = plan
        self._segments = [staying.segment for staying in plan.staying]
        self._failures = tuple(sorted((failure.path, failure.reason) for failure in failures))
        self.new: Path | None = None
        """The folder of the new segment; None where nothing is new."""
        if plan.cuts or not plan.staying:
            self._segments.append(self._new(f"{generation:06d}"))
            self.new = self._segments[-1].folder(folder)

    def write_documents(self) -> None:
        """Writes the documents of all segments and their order."""
        for staying in self._plan.staying:
            share_folder(staying.folder, staying.segment.folder(self._folder))
        if self.new:
            self.new.mkdir(parents=True)
            named = self._plan.naming.named(self._plan.cuts)
            writer.write(self.new, ((cut.document, cut.passages) for cut in named))
        write_order(self._folder, *self._order())

    def embedded_texts(self) -> Iterator[str]:
        """What is embedded for each passage of the new segment, in row order."""
        return (text for cut in self._plan.cuts for text in cut.embedded())

    def largest_staying(self) -> Path | None:
        """The folder of the segment with the most passages of those that stay."""
        largest = max(self._plan.staying, key=lambda staying: staying.segment.rows, default=None)
        return largest.folder if largest else None

    def write_words(self, languages: tuple[str, ...]) -> None:
        """Writes the word indexes, and then what the generation is made of; queries are stemmed in `languages`."""
        held = [*self._words_of_staying(), *self._words_of_new(languages)]
        gone = [part for place in range(len(self._plan.staying)) for part in self._words_of_gone(place, languages)]
        filling = balancing(*totals(self._segments))
        if filling.rows:
            word_index.balance(self._part("filling"), filling.rows, filling.tokens)
            held.append(Part(self._part("filling")))
        word_index.compose(self._folder / WORDS_FOLDER, held)
        if gone:
            word_index.compose(self._folder / GONE_WORDS_FOLDER, gone)
        shutil.rmtree(self._folder / _PARTS_FOLDER, ignore_errors=True)
        write_layout(self._folder, Layout(segments=tuple(self._segments), failures=self._failures))

    def settle(self) -> None:
        """All that is written is the generation's."""

    def dimensions(self) -> int:
        """How many numbers each vector has."""
        return dimensions(self._folder)

    def _new(self, name: str) -> Segment:
        return Segment(
            name=name,
            first_serial=max((segment.end_serial for segment in self._segments), default=0),
            documents=len(self._plan.cuts),
            rows=sum(self._plan.cuts.counts()),
        )

    def _order(self) -> Placed:
        """The order of all documents."""
        segments, numbers = self._plan.order
        new = self._plan.cuts.keys()
        places = [bisect_left(range(len(segments)), each, key=self._key) for each in new]
        own = np.full(len(places), len(self._plan.staying), dtype=np.int64)
        return Placed(np.insert(segments, places, own), np.insert(numbers, places, np.arange(len(places))))

    def _key(self, place: int) -> Key:
        """What the document at this place, among those that stay, is sorted by."""
        segments, numbers = self._plan.order
        return self._plan.staying[int(segments[place])].documents.sort_key(int(numbers[place]))

    def _part(self, name: str) -> Path:
        return self._folder / _PARTS_FOLDER / name

    def _words_of_staying(self) -> Iterator[Part]:
        for staying in self._plan.staying:
            yield Part(staying.generation / WORDS_FOLDER, staying.segment.words)

    def _words_of_new(self, languages: tuple[str, ...]) -> Iterator[Part]:
        if self.new is None:
            return
        new, folder = self._segments[-1], self._part("new")
        tokens = word_index.write(folder, _entries(self._plan.cuts, new.first_serial, languages))
        self._segments[-1] = new.model_copy(update={"tokens": tokens, "words": word_index.names(folder)})
        yield Part(folder)

    def _words_of_gone(self, place: int, languages: tuple[str, ...]) -> Iterator[Part]:
        """The words of what is gone from the segment at `place`; those of what has gone since are written."""
        staying = self._plan.staying[place]
        known = staying.gone_before
        if staying.segment.gone.numbers != known.numbers:
            known = Gone() if len(known.words) >= MAX_GONE_PARTS else known
            folder = self._part(f"gone-{place}")
            now = self._gone_since(staying, known, folder, languages)
            self._segments[place] = staying.segment.model_copy(update={"gone": now})
            yield Part(folder)
        if known.words:
            yield Part(staying.generation / GONE_WORDS_FOLDER, known.words)

    def _gone_since(self, staying: Staying, known: Gone, folder: Path, languages: tuple[str, ...]) -> Gone:
        """What is gone now, its words that are not `known` written into `folder`."""
        numbers = sorted(set(staying.segment.gone.numbers).difference(known.numbers))
        with closing(SegmentDocuments(staying.folder / ARCHIVE_FILE)) as documents:
            entries = _entries_of(documents, numbers, staying.segment.first_serial, languages)
            tokens = word_index.write(folder, entries)
        both = {name: known.tokens.get(name, 0) + count for name, count in tokens.items()}
        words = (*known.words, *word_index.names(folder))
        return staying.segment.gone.model_copy(update={"tokens": both, "words": words})


def _entries(cuts: Iterable[Cut], serial: int, languages: tuple[str, ...]) -> Iterator[Entry]:
    """What is written of the words of each passage of `cuts`, the first of which has this serial number."""
    for number, cut in enumerate(cuts):
        yield from cut.entries(number, serial, languages)
        serial += len(cut.passages)


def _entries_of(
    documents: SegmentDocuments, numbers: Sequence[int], first_serial: int, languages: tuple[str, ...]
) -> Iterator[Entry]:
    """Likewise of a segment's documents of these numbers."""
    for number in numbers:
        document, passages = documents.cut(number)
        yield from Cut(document, tuple(passages)).entries(number, first_serial + documents.first_row(number), languages)
