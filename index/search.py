"""An archive being searched: how a query becomes an answer, in whichever generation serves."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from index import best, encode, fuse, query
from index.analyze import has_words
from index.dense import Candidates, RowRange
from index.encode import Encoder
from index.generations import DataFolder
from index.lexical import Restriction
from index.models import Answer, Hit, Query, Reading, Status
from index.serving import Generation, check_fits, describe
from index.settings import Settings
from index.store import Stored

DEPTH = 200
"""Passages taken from each ranking at least; fusion needs more than are shown."""
DEPTH_A_DOCUMENT = 5
"""Passages taken from each ranking for each document asked for: one document may have several."""
LOOK_EVERY_S = 1.0
"""How often a search looks whether another generation has become current."""


@dataclass(frozen=True, slots=True)
class _Selection:
    """Which passages may be found, and how many undated documents the window alone keeps out."""

    candidates: Candidates
    undated: int


class Archive:
    """The front door to a searched archive. Safe to use from many threads; close it when done."""

    def __init__(self, data: DataFolder, encoder: Encoder) -> None:
        self._data = data
        self._encoder = encoder
        self._encoding = threading.Lock()
        self._swapping = threading.Lock()
        self._looked = time.monotonic()
        self._generation = Generation(data, data.current())

    @classmethod
    def open(cls, settings: Settings, encoder: Encoder | None = None) -> Archive:
        """Opens the serving generation and loads the encoder; raises `DatelineError`.

        `NoIndexError` says that the archive was never indexed. `encoder` stands in for the one of `settings`.
        """
        data = DataFolder(settings.data)
        check_fits(data.manifest(data.current()), settings, encoder)
        return cls(data, encoder or encode.load(settings, for_documents=False))

    def close(self) -> None:
        """Closes the generation; searches under way end first, none may follow."""
        with self._swapping:
            self._retire(self._generation)

    def search(self, asked: Query) -> Answer:
        """Answers `asked`; raises `QueryError` where it can't be understood."""
        started = time.perf_counter()
        reading = query.read(asked)
        with self._using() as generation:
            selection = self._select(generation, reading)
            found = self._rank(generation, reading, selection.candidates, asked.limit)
            shown = _sorted(generation, found, reading)[: asked.limit]
            hits = tuple(self._hits(generation, reading, shown))
            return Answer(
                query=asked,
                reading=reading,
                generation=generation.number,
                hits=hits,
                passages_found=sum(one.others + 1 for one in found),
                documents_found=len(found),
                undated_not_shown=selection.undated,
                newest=generation.newest,
                elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
            )

    def status(self) -> Status:
        """What is being served."""
        with self._using() as generation:
            return describe(self._data, generation, self._encoder.engine)

    @contextmanager
    def _using(self) -> Iterator[Generation]:
        """The serving generation, kept open until the block ends whatever becomes current meanwhile."""
        with self._swapping:
            self._follow()
            generation = self._generation
            generation.users += 1
        try:
            yield generation
        finally:
            with self._swapping:
                generation.users -= 1
                if generation.retired and not generation.users:
                    generation.close()

    def _follow(self) -> None:
        """Takes up another generation if one has become current."""
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY_S:
            return
        self._looked = now
        current = self._data.current()
        if current != self._generation.number:
            new = Generation(self._data, current)
            self._retire(self._generation)
            self._generation = new

    def _retire(self, generation: Generation) -> None:
        generation.retired = True
        if not generation.users:
            generation.close()

    def _select(self, generation: Generation, reading: Reading) -> _Selection:
        ranges = generation.store.window(reading.since, reading.until) if reading.windowed else None
        undated: tuple[RowRange, ...] = (generation.undated,) if reading.windowed and generation.undated else ()
        restriction = Restriction(reading.phrases, reading.excluded, reading.titles)
        if reading.folders:
            within = [span for folder in reading.folders for span in generation.store.folder_rows(folder)]
            ranges = _intersection(ranges, within)
            undated = _intersection(undated, within)
        if not restriction:
            return _Selection(Candidates(ranges=ranges), _documents_in(generation, undated))
        rows = generation.words.rows_that_fulfil(restriction, Candidates(ranges=ranges))
        left_out = generation.words.rows_that_fulfil(restriction, Candidates(ranges=undated))
        return _Selection(Candidates(rows=rows), len(set(generation.store.documents_of(left_out.tolist()).values())))

    def _rank(self, generation: Generation, reading: Reading, candidates: Candidates, limit: int) -> list[fuse.Found]:
        depth = max(DEPTH, DEPTH_A_DOCUMENT * limit)
        words = generation.words.search(reading.meaning, depth, candidates)
        meaning: list[tuple[int, float]] = []
        if has_words(reading.meaning) and candidates.count(generation.vectors.rows):
            with self._encoding:
                vector = self._encoder.encode_queries([reading.meaning])[0]
            meaning = generation.vectors.search(vector, depth, candidates)
        rows = list({row for row, _ in (*meaning, *words)})
        return fuse.fuse(meaning, words, generation.store.documents_of(rows))

    def _hits(self, generation: Generation, reading: Reading, found: Sequence[fuse.Found]) -> Iterator[Hit]:
        stored = [generation.store.stored(one.row) for one in found]
        for rank, (one, passage) in enumerate(zip(found, stored, strict=True), 1):
            yield _hit(rank, one, passage, best.sentence(passage.text, reading.meaning, generation.words))


def _hit(rank: int, found: fuse.Found, stored: Stored, sentence: tuple[int, int] | None) -> Hit:
    document, passage = stored.document, stored.passage
    return Hit(
        rank=rank,
        passage=passage.id,
        document=document.path,
        title=document.title,
        title_origin=document.title_origin,
        date=document.date,
        start=passage.start,
        end=passage.end,
        text=stored.text,
        verbatim=stored.verbatim,
        score=found.score,
        best=sentence,
        paragraph=passage.paragraph,
        page=passage.page,
        others=found.others,
        meaning_rank=found.meaning_rank,
        words_rank=found.words_rank,
    )


def _sorted(generation: Generation, found: list[fuse.Found], reading: Reading) -> list[fuse.Found]:
    """By relevance as found, or by date with undated documents last and relevance between equal days."""
    if reading.sort == "relevance":
        return found
    days = generation.store.earliest_days([one.document for one in found])
    sign = -1 if reading.sort == "newest" else 1

    def by_date(one: fuse.Found) -> tuple[bool, int]:
        day = days[one.document]
        return day is None, sign * (day or 0)

    return sorted(found, key=by_date)


def _documents_in(generation: Generation, ranges: Sequence[RowRange]) -> int:
    return sum(generation.store.count_documents(first, end) for first, end in ranges)


def _intersection(ranges: Sequence[RowRange] | None, within: Sequence[RowRange]) -> tuple[RowRange, ...]:
    """The rows in both; None stands for all rows."""
    if ranges is None:
        return tuple(within)
    both = [(max(a, c), min(b, d)) for a, b in ranges for c, d in within]
    return tuple(sorted((first, end) for first, end in both if first < end))
