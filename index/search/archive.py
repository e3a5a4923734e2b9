"""An archive being searched, in whichever generation serves."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import IO, TypeVar

from index import processes
from index.bundle.container import LARGEST
from index.bundle.make import bundle
from index.cite import document_facts, document_history
from index.cite.citations import Citations
from index.cite.ids import normalise
from index.cite.models import Cited, Context, Facts, Named, Record, Unknown
from index.cite.versions import DocumentHistory
from index.dates.calendar import Days
from index.embed import load
from index.embed.batching import QueryBatcher
from index.embed.encoder import Encoder
from index.embed.long_queries import WholeQueries
from index.embed.query_memory import QueryMemory
from index.embed.reranker import Reranker, load_reranker
from index.generations.data_folder import DataFolder
from index.generations.fitness import check_fits
from index.generations.following import Serving
from index.generations.manifest import MANIFEST_FILE, Manifest
from index.generations.opened import Generation
from index.generations.serving import Accept, SoundGeneration, open_sound
from index.generations.status import describe
from index.models.answers import Answer, Query, Reading
from index.models.bundles import Bundled
from index.models.comparisons import Comparison
from index.models.documents import DocumentEntry, DocumentText, Holdings
from index.models.explanations import Explanation
from index.models.overviews import Overview
from index.models.reports import Status
from index.models.said import warned
from index.models.scope import Scope
from index.models.timelines import Timeline, TimeUnit
from index.quotations.models import Quotation, Verdict
from index.quotations.verdict import MEANING, verify
from index.read.pool import ReaderPool
from index.read.protocol import OpenReaders
from index.search import pipeline, query
from index.search.alike import alike
from index.search.best_passages import fitted_tokens
from index.search.comparison import comparison
from index.search.explanation import explanation
from index.search.overview import overview
from index.search.ranking import Model
from index.search.timeline import timeline
from index.search.understanding import Understood, understood
from index.settings import Settings
from index.storage.date_counts import DateCounts
from index.storage.engine import Predicate
from index.userdata.erasures import Erasures

Result = TypeVar("Result")
Timed = TypeVar("Timed", Timeline, Overview, Answer, Comparison, Explanation)


class Archive:
    """An archive to search and cite. Safe to use from many threads; close it when done."""

    def __init__(
        self,
        settings: Settings,
        models: tuple[Encoder, Reranker | None],
        citations: Citations,
        sound: SoundGeneration,
        accept: Accept,
        *,
        readers: OpenReaders = ReaderPool,
    ) -> None:
        encoder, reranker = models
        self._batcher = QueryBatcher(WholeQueries(encoder), processes.available_cores())
        self._settings = settings
        self._data = DataFolder(settings.data)
        self._citations = citations
        self._readers = readers
        self._encoder = encoder
        self._model = Model(QueryMemory(self._batcher), encoder.count_tokens, fitted_tokens(encoder), reranker)
        self._serving = Serving(self._data, sound, accept)

    @classmethod
    def open(cls, settings: Settings, encoder: Encoder | None = None, *, readers: OpenReaders = ReaderPool) -> Archive:
        """Opens the serving generation and loads the encoder; raises `DatelineError`.

        `NoIndexError` means that the archive was never indexed. `encoder` replaces the one of `settings`; `readers`
        read the files that citations are compared with. Where the current generation is damaged, the newest sound one
        serves, and every answer carries a warning.
        """
        data = DataFolder(settings.data)

        def accept(manifest: Manifest) -> None:
            check_fits(manifest, settings, encoder)

        sound = open_sound(data, accept)
        try:
            loaded = encoder or load.load(settings, for_documents=False)
            citations = Citations(settings, readers)
            return cls(settings, (loaded, load_reranker(settings)), citations, sound, accept, readers=readers)
        except BaseException:  # whatever keeps it from being opened, Ctrl-C too, leaves no generation held
            sound.generation.close()
            raise

    def keep_warm(self) -> None:
        """Reads what searches need into memory beforehand, now and of each new generation; returns at once."""
        self._serving.keep_warm()

    def close(self) -> None:
        """Closes the generation once the searches under way have ended; none may follow."""
        self._serving.close()
        self._citations.close()

    def search(self, asked: Query, *, shown: bool = True, among: Sequence[str] | None = None) -> Answer:
        """Answers `asked`; raises `QueryError` where it can't be understood.

        A generation that it asks for is opened for that alone; `IndexDataError` names the kept ones where it is none.
        The passages found are entered as citations, unless they are not `shown` to anybody. `among` are the paths of
        the only documents that may be found; None stands for all.
        """
        return self._searched(lambda sound: self._answered(sound, asked, shown=shown, among=among), asked.generation)

    def _answered(self, sound: SoundGeneration, asked: Query, *, shown: bool, among: Sequence[str] | None) -> Answer:
        store, number = sound.generation.passages.within(asked.scope), sound.generation.number
        reading = query.read(asked, store.oldest(asked.scope))
        numbers = None if among is None else tuple(sorted(store.numbers(among).values()))
        with self._batcher.turn(reading.meaning):
            answer = pipeline.answer(store, number, reading, asked, self._model, among=numbers)
        return self._given_out(sound, asked, answer, shown=shown)

    def _given_out(self, sound: SoundGeneration, asked: Query, answer: Answer, *, shown: bool) -> Answer:
        """The answer with its citations entered, where it is shown, and all that is to be said with it."""
        generation = sound.generation
        if asked.generation is not None:
            answer = answer.model_copy(update={"indexed": generation.manifest.built})
        answer = self._citations.give_out(generation, answer) if shown else answer
        return answer.saying(before=sound.warnings)

    def timeline(self, asked: Query, by: TimeUnit | None = None) -> Timeline:
        """All that matches `asked`, by time, in bars `by` a unit or by what suits the dates; raises `QueryError`."""
        return self._searched(lambda sound: self._timeline(sound, asked, by), asked.generation)

    def _timeline(self, sound: SoundGeneration, asked: Query, by: TimeUnit | None) -> Timeline:
        store, number = sound.generation.passages.within(asked.scope), sound.generation.number
        reading = query.read(asked, store.oldest(asked.scope))
        with self._batcher.turn(reading.meaning):
            return timeline(store, number, reading, asked, self._model, unit=by).saying(before=sound.warnings)

    def overview(self, asked: Query) -> Overview:
        """All that matches `asked`, by time, by folder and by format; raises `QueryError`."""
        return self._searched(lambda sound: self._overviewed(sound, asked), asked.generation)

    def _overviewed(self, sound: SoundGeneration, asked: Query) -> Overview:
        with self._understood(sound, asked) as (own, model):
            found = overview(sound.generation.passages.within(asked.scope), sound.generation.number, own, asked, model)
        return found.saying(before=sound.warnings)

    def search_with_overview(self, asked: Query, *, shown: bool = True) -> tuple[Answer, Overview]:
        """What `search` and `overview` answer, in little more time than `search` takes; raises `QueryError`."""
        started = time.perf_counter()
        both = self._served(lambda sound: self._answered_with_overview(sound, asked, shown=shown), asked.generation)
        return _timed(both[0], started), _timed(both[1], started)

    def _answered_with_overview(self, sound: SoundGeneration, asked: Query, *, shown: bool) -> tuple[Answer, Overview]:
        store, number = sound.generation.passages.within(asked.scope), sound.generation.number
        with self._understood(sound, asked) as (own, model):
            answer = pipeline.answer_to(store, number, own, asked, model)
            found = overview(store, number, own, asked, model)
        answer = self._given_out(sound, asked, answer, shown=shown)
        return answer, found.saying(before=sound.warnings)

    @contextmanager
    def _understood(self, sound: SoundGeneration, asked: Query) -> Iterator[tuple[Understood, Model]]:
        """What `asked` means, in a turn of the batcher's, and a model that encodes nothing twice until that ends."""
        store = sound.generation.passages.within(asked.scope)
        model = replace(self._model, encode=cache(self._model.encode))
        reading = query.read(asked, store.oldest(asked.scope))
        with self._batcher.turn(reading.meaning):
            yield understood(store, reading, asked, model.count_tokens), model

    def like(
        self,
        passage: str,
        scope: Scope,
        *,
        limit: int = 10,
        since: dt.date | None = None,
        until: dt.date | None = None,
        shown: bool = True,
    ) -> Answer:
        """Passages of other documents that are like this one; raises `CitationError` where its id is unknown.

        The window is strict. The passages found are entered as citations, unless they are not `shown` to anybody.
        """
        asked = Query(text=passage, scope=scope, limit=limit, since=since, until=until)
        return self._searched(lambda sound: self._alike(sound, asked, shown=shown))

    def _alike(self, sound: SoundGeneration, asked: Query, *, shown: bool) -> Answer:
        generation = sound.generation
        passage = self._citations.place(generation, asked.text, asked.scope)
        with self._batcher.turn(""):
            answer = alike(generation, passage, asked, self._model)
        answer = self._citations.give_out(generation, answer) if shown else answer
        return answer.saying(before=sound.warnings)

    def explain(self, asked: Query, document: str) -> Explanation:
        """Why a document is not among the hits of `asked`, or at which place; raises `QueryError`.

        `document` is its path, or words of the path or title of one alone; one that is unknown within the query's scope
        is a `CitationError`.
        """
        return self._searched(lambda sound: self._explained(sound, asked, document), asked.generation)

    def _explained(self, sound: SoundGeneration, asked: Query, document: str) -> Explanation:
        with self._batcher.turn(asked.text):
            return explanation(sound.generation, document, asked, self._model).saying(before=sound.warnings)

    def compare(self, asked: Query, first: Days, second: Days, *, shown: bool = True) -> Comparison:
        """What matches `asked` in each of two spans of days; raises `QueryError` where they overlap.

        The passages found are entered as citations, unless they are not `shown` to anybody.
        """
        return self._searched(lambda sound: self._compared(sound, asked, first, second, shown=shown), asked.generation)

    def _compared(self, sound: SoundGeneration, asked: Query, first: Days, second: Days, *, shown: bool) -> Comparison:
        with self._batcher.turn(asked.text):
            found = comparison(sound.generation, asked, first, second, self._model)
        ids = [hit.passage for span in (found.first, found.second) for hit in span.hits if hit.verbatim]
        after = self._citations.enter(sound.generation, ids) if shown else ()
        return found.saying(before=sound.warnings, after=after)

    def _searched(self, work: Callable[[SoundGeneration], Timed], number: int | None = None) -> Timed:
        """What `work` finds in a generation, with how long that took."""
        started = time.perf_counter()
        return _timed(self._served(work, number), started)

    def _served(self, work: Callable[[SoundGeneration], Result], number: int | None) -> Result:
        """What `work` makes of a generation; comparing with many files stands aside meanwhile.

        `number` is that of one that is kept; None is the one that serves.
        """
        with self._citations.searching():
            return self._sound(work) if number is None else self._serving.work_on(number, work)

    def with_generation(self, work: Callable[[Generation, Model], Result]) -> Result:
        """What `work` makes of the generation that serves, kept open until that is done, and of the model."""
        return self._sound(lambda sound: work(sound.generation, self._model))

    def verify(self, quotation: Quotation, scope: Scope, *, shown: bool = True) -> Verdict:
        """Whether `quotation` stands in the archive, as far as `scope` lets it be seen; raises `QueryError`.

        The passages in which its words stand are entered as citations, unless they are not `shown` to anybody.
        """
        with self._citations.searching():
            return self._sound(lambda sound: self._verified(sound, quotation, scope, shown=shown))

    def _verified(self, sound: SoundGeneration, quotation: Quotation, scope: Scope, *, shown: bool) -> Verdict:
        generation, store = sound.generation, sound.generation.passages.within(scope)
        sources = (self._named_source(sound, name, scope) for name in quotation.sources)
        named = tuple(dict.fromkeys(path for path in sources if path))

        def near(text: str) -> list[int]:
            return [row for row, _ in store.nearest(self._batcher(text), MEANING, Predicate(scope=scope))]

        with self._batcher.turn(""):
            found = verify(store, quotation, scope, named=named, near=near)
        ids = [place.passage.id for place in found.places if place.passage]
        said = (*sound.warnings, *(self._citations.enter(generation, ids) if shown else ()))
        return found.model_copy(update=warned(said)) if said else found

    def _named_source(self, sound: SoundGeneration, named: str, scope: Scope) -> str | None:
        """The path of the document that a quotation names: its own, or that of a passage's id; None for neither."""
        documents = sound.generation.documents
        if scope.sees(named) and documents.count_passages(named):
            return named
        identifier = normalise(named)
        stored = documents.find_passage(identifier)
        paths = [stored.document.path] if stored else []
        paths += [record.path for record in self._citations.records(sound.generation, [identifier], scope)]
        return next((path for path in paths if scope.sees(path)), None)

    def reading(self, asked: Query) -> Reading:
        """How `asked` is understood, without an answer; raises `QueryError` where it can't be."""
        return self._sound(lambda sound: query.read(asked, sound.generation.passages.oldest(asked.scope)))

    def folders(self, scope: Scope) -> tuple[str, ...]:
        """The folders within `scope` that hold a document at any depth, ascending."""
        return self._sound(lambda sound: tuple(sound.generation.passages.folders(scope)))

    def date_counts(self, scope: Scope) -> DateCounts:
        """Which days, months and years have documents, and how many, within `scope`."""
        return self._sound(lambda sound: sound.generation.date_counts(scope))

    def holdings(self, scope: Scope) -> Holdings:
        """How much is served within `scope`."""
        return self._sound(lambda sound: sound.generation.documents.holdings(scope))

    def generation(self) -> int:
        """The number of the generation that serves."""
        return self._sound(lambda sound: sound.generation.number)

    def status(self) -> Status:
        """What is being served."""
        return self._sound(lambda sound: describe(self._data, sound, self._encoder.engine))

    def keeps(self, generation: int) -> bool:
        """Whether a generation is kept: what was found in one that was erased is not to be shown any more."""
        return (self._data.folder(generation) / MANIFEST_FILE).is_file()

    def erasures(self) -> int:
        """How many erasures there were: where that grows, what is remembered of documents is to be dropped."""
        return Erasures(self._settings.data).count()

    def cite(self, typed: Sequence[str], scope: Scope) -> tuple[Cited | Unknown, ...]:
        """What became of the citations with these ids, in order; see `Citations.cite`."""
        return self._sound(lambda sound: self._citations.cite(sound.generation, typed, scope, sound.warnings))

    def records(self, ids: Sequence[str], scope: Scope) -> tuple[Record, ...]:
        """What was given out under these ids; see `Citations.records`."""
        return self._sound(lambda sound: self._citations.records(sound.generation, ids, scope))

    def context(self, passage: str, scope: Scope) -> Context:
        """A passage with its neighbours; raises `CitationError`."""
        return self._sound(lambda sound: self._citations.context(sound.generation, passage, scope))

    def facts(self, path: str, scope: Scope) -> Facts:
        """What is known of a document; raises `CitationError`."""
        return self._sound(lambda sound: document_facts.facts(self._data, sound.generation, path, scope))

    def document(self, path: str, scope: Scope) -> DocumentText:
        """A document with its text and passages; raises `CitationError` where there is none within `scope`."""
        return self._sound(lambda sound: document_facts.document_text(sound.generation, path, scope))

    def documents(self, scope: Scope, *, after: str = "", limit: int = 50) -> tuple[DocumentEntry, ...]:
        """The first documents within `scope` whose path comes after `after`, ascending by path."""
        return self._sound(lambda sound: tuple(sound.generation.documents.entries(scope, after, limit)))

    def history(self, path: str, scope: Scope) -> DocumentHistory:
        """Which versions of a document were indexed or cited; raises `CitationError`."""
        return self._sound(lambda sound: document_history.document_history(self._data, sound.generation, path, scope))

    def named(self, typed: str, scope: Scope, *, undated_first: bool = False) -> tuple[Named, ...]:
        """The first documents whose path or title holds every word that was typed."""
        return self._sound(
            lambda sound: document_facts.named(sound.generation, typed, scope, undated_first=undated_first)
        )

    def original(self, path: str, most_bytes: int, scope: Scope) -> bytes | None:
        """The file of a document as it is now; None if it is gone or has more bytes."""
        return document_facts.original(self._settings, path, most_bytes, scope)

    def bundle(
        self, typed: Sequence[str], stream: IO[bytes], scope: Scope, *, most_bytes: int = LARGEST, lenient: bool = False
    ) -> Bundled:
        """Writes an evidence bundle to `stream`; raises `CitationError`, and `BundleError` where it would be larger.

        What is unknown within `scope` or erased is an error or, where `lenient`, left out and told.
        """
        found = self.cite(typed, scope)
        return bundle(
            found, stream, self._settings, readers=self._readers, scope=scope, most=most_bytes, lenient=lenient
        )

    def _sound(self, work: Callable[[SoundGeneration], Result]) -> Result:
        return self._serving.work(work)


def _timed(found: Timed, started: float) -> Timed:
    """The same with how long it took since then, in milliseconds."""
    return found.model_copy(update={"elapsed_ms": round((time.perf_counter() - started) * 1000, 1)})
