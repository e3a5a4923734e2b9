"""An archive being searched, in whichever generation serves."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from index import encode, query, rank
from index.almanac import Almanac
from index.cite.models import Cited, Context, Facts, Named, Unknown
from index.citing import Citing
from index.encode import Encoder
from index.generations import DataFolder
from index.models import Answer, Holdings, Query, Status
from index.serving import Generation, check_fits, describe
from index.settings import Settings
from index.together import Together

LOOK_EVERY_S = 1.0
"""How often a search looks whether another generation has become current."""


class Archive:
    """The front door to a searched archive. Safe to use from many threads; close it when done."""

    def __init__(self, data: DataFolder, encoder: Encoder, citing: Citing) -> None:
        self._data = data
        self._citing = citing
        self._encoder = encoder
        self._encode = Together(encoder.encode_queries)
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
        return cls(data, encoder or encode.load(settings, for_documents=False), Citing(settings))

    def close(self) -> None:
        """Closes the generation; searches under way end first, none may follow."""
        with self._swapping:
            self._retire(self._generation)
        self._citing.close()

    def search(self, asked: Query, *, shown: bool = True) -> Answer:
        """Answers `asked`; raises `QueryError` where it can't be understood.

        The passages found are entered as citations, unless nobody is `shown` them.
        """
        started = time.perf_counter()
        with self._using() as generation:
            reading = query.read(asked, generation.oldest_beside(asked.hidden))
            found = rank.answer(generation, reading, asked, self._encode)
            found = self._citing.give_out(generation, found) if shown else found
        return found.model_copy(update={"elapsed_ms": round((time.perf_counter() - started) * 1000, 1)})

    def almanac(self, hidden: frozenset[str] = frozenset()) -> Almanac:
        """Which days, months and years have documents, and how many, `hidden` first-level folders left out."""
        with self._using() as generation:
            return generation.almanac(hidden)

    def holdings(self, hidden: frozenset[str]) -> Holdings:
        """How much is served beside the first-level folders `hidden`."""
        with self._using() as generation:
            return generation.store.holdings(hidden)

    def status(self) -> Status:
        """What is being served."""
        with self._using() as generation:
            return describe(self._data, generation, self._encoder.engine)

    def cite(self, typed: Sequence[str], hidden: frozenset[str] = frozenset()) -> tuple[Cited | Unknown, ...]:
        """What became of the citations with these ids, in order; see `Citing.cite`."""
        with self._using() as generation:
            return self._citing.cite(generation, typed, hidden)

    def context(self, passage: str, hidden: frozenset[str] = frozenset()) -> Context:
        """A passage and those around it; raises `CitationError`."""
        with self._using() as generation:
            return self._citing.context(generation, passage, hidden)

    def facts(self, path: str, hidden: frozenset[str] = frozenset()) -> Facts:
        """What is known of a document; raises `CitationError`."""
        with self._using() as generation:
            return self._citing.facts(generation, path, hidden)

    def named(self, typed: str, hidden: frozenset[str] = frozenset()) -> tuple[Named, ...]:
        """The first documents whose path or title holds what was typed."""
        with self._using() as generation:
            return self._citing.named(generation, typed, hidden)

    def original(self, path: str, most_bytes: int) -> bytes | None:
        """The file of a document as it is now; None if it is gone or has more bytes."""
        return self._citing.original(path, most_bytes)

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
