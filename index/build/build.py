"""A new generation: gathered, embedded, written beside the serving one, checked, and made current by one rename."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from index.build import changes, gates, judged
from index.build.acceptance import verify
from index.build.changes import Changes
from index.build.gather import Cut, Gathered, gather
from index.build.progress import Progress
from index.cite import following
from index.cite.audit import LEDGER_FILE, GivenOut
from index.embed import load, reranker
from index.embed.cache import Cache, key
from index.embed.encoder import Encoder
from index.errors import IndexDataError, NotPublishedError
from index.evaluation import Judged
from index.files import write_durably
from index.generations import integrity
from index.generations.data_folder import REPORT_FILE, DataFolder, refuse_inside
from index.generations.manifest import (
    ARCHIVE_FILE,
    FORMAT,
    VECTORS_FILE,
    WORDS_FOLDER,
    Manifest,
    checksums,
    write_manifest,
)
from index.generations.recipe import recipe
from index.models.documents import Document
from index.models.reports import Failure, Phase, Report
from index.models.vectors import Rows
from index.settings import Settings
from index.storage import history, vectors, words
from index.storage.documents import DocumentStore, write
from index.storage.words import Entry

log = logging.getLogger(__name__)

EMBED_AT_ONCE = 256
"""Passages between two writes to the cache: what a killed build loses at most. Where they are few, cores often wait."""

LANGUAGE_SHARE = 0.02
"""A query is stemmed in each language that at least this share of the documents is written in."""


def reindex(
    settings: Settings, progress: Progress | None = None, *, encoder: Encoder | None = None, force: bool = False
) -> Report:
    """Indexes the archive as a new generation and makes it current; raises `DatelineError`, and then nothing changed.

    `encoder` stands in for the one that `settings` name. `force` publishes even an archive that has lost most of its
    documents, or answers the judged queries worse than before. See `index.build.process` for a process of its own.
    """
    with locked(settings) as data:
        return build(settings, data, progress or _silent, encoder=encoder, force=force)


@contextmanager
def locked(settings: Settings) -> Iterator[DataFolder]:
    """The data folder, with this process the only one that may build in it; raises `BusyError` naming another."""
    refuse_inside(settings.archive, settings.data)
    data = DataFolder(settings.data)
    with data.building():
        yield data


def build(
    settings: Settings, data: DataFolder, progress: Progress, *, encoder: Encoder | None = None, force: bool = False
) -> Report:
    """`reindex`, by a process that has the lock."""
    with _room_in(data):
        reranker.fetch_reranker(settings)
        return _Build(settings, data, progress, encoder, force).run()


def _silent(phase: Phase, done: int, total: int) -> None:
    """Progress that nobody follows."""


@contextmanager
def _room_in(data: DataFolder) -> Iterator[None]:
    """Turns what a full or failing disk raises into one line."""
    try:
        yield
    except OSError as error:
        raise _no_room(data.path, error) from error


def _no_room(path: Path, error: Exception) -> IndexDataError:
    reason = (error.strerror if isinstance(error, OSError) else None) or " ".join(str(error).split())[:120]
    return IndexDataError(
        f"the new index can't be written to {path} ({reason}); make room and run: dateline index "
        "(what was embedded is kept, and what serves goes on serving)"
    )


class _Build:
    """One run. Steps are methods in their order."""

    def __init__(
        self, settings: Settings, data: DataFolder, progress: Progress, encoder: Encoder | None, force: bool
    ) -> None:
        self.settings = settings
        self.data = data
        self.progress = progress
        self.given = encoder
        self.force = force
        self.started = time.monotonic()
        self.embedded = 0
        self.given_out = GivenOut(data.path)
        self.recipe = recipe(settings, encoder)
        self.judged = judged.named(settings)
        self.previous = self._previous()

    def run(self) -> Report:
        before = DocumentStore(self.data.folder(self.previous) / ARCHIVE_FILE) if self.previous is not None else None
        try:
            reusable = before if self._same_recipe() else None
            empty = self.force and self.previous is not None
            reserved = self.given_out.reserved()
            gathered = gather(self.settings, reusable, self._encoder, self.progress, reserved, may_be_empty=empty)
            report = self._built(before, gathered)
        finally:
            if before:
                before.close()
        try:
            self.data.prune(self.settings.keep_generations)
        except OSError:
            log.warning("old generations could not be removed", exc_info=True)
        return report

    def _built(self, before: DocumentStore | None, gathered: Gathered) -> Report:
        generation, folder = self.data.begin()
        report = _Unfinished(self._compared(generation, before, gathered))
        try:
            if not self.force and before is not None:
                gates.refuse_losses(self.settings, self.data, report.value, before.counts()[0])
            self._write(folder, gathered)
            self._check(folder, report, gathered, before)
            self.progress(Phase.PUBLISH, 0, 1)
            self.data.publish(generation)
        except NotPublishedError as fault:
            self._set_aside(folder, report, fault)
            raise
        except BaseException:  # also when told to stop: nothing half-built is left behind
            self.data.discard(generation)
            raise
        self.progress(Phase.PUBLISH, 1, 1)
        return report.value

    def _encoder(self) -> Encoder:
        return self.encoder

    @cached_property
    def encoder(self) -> Encoder:
        if self.given is None:
            self.progress(Phase.LOAD_MODEL, 0, 1)
        return self.given or load.load(self.settings, for_documents=True)

    def _previous(self) -> int | None:
        """The generation that serves now, or else the newest one, if it is fit to build upon."""
        candidates = sorted(self.data.whole(), reverse=True)
        try:
            candidates.insert(0, self.data.current())
        except IndexDataError:
            log.info("nothing is current")
        return next((number for number in candidates if self._fit(number)), None)

    def _fit(self, number: int) -> bool:
        """Whether the documents of a generation are what was written, so that no damage is taken over."""
        try:
            manifest = self.data.manifest(number)
        except IndexDataError:
            return False
        fault = integrity.file_fault(self.data.folder(number), manifest, ARCHIVE_FILE)
        if fault and self.data.damage(number) is None:
            self.data.mark_damaged(number, fault)
        return fault is None

    def _same_recipe(self) -> bool:
        return self.previous is not None and self.data.manifest(self.previous).recipe == self.recipe

    def _write(self, folder: Path, gathered: Gathered) -> None:
        try:
            self._write_vectors(folder, gathered.cuts)
            self.progress(Phase.WRITE, 0, 2)
            words.write(folder / WORDS_FOLDER, _entries(gathered.cuts))
            self.progress(Phase.WRITE, 1, 2)
            stored = [(cut.document, cut.passages) for cut in gathered.cuts]
            write(folder / ARCHIVE_FILE, stored, gathered.failures)
            self._write_history(folder, {cut.document.path: cut.document.sha256 for cut in gathered.cuts})
            self.progress(Phase.WRITE, 2, 2)
        except (RuntimeError, ValueError) as error:  # so FAISS and tantivy say that a file can't be written
            raise _no_room(self.data.path, error) from error

    def _write_history(self, folder: Path, digests: dict[str, str]) -> None:
        before = history.read(self.data.folder(self.previous)) if self.previous is not None else {}
        history.write(folder, history.carried_on(before, digests, dt.datetime.now(dt.UTC)))

    def _write_vectors(self, folder: Path, cuts: Sequence[Cut]) -> None:
        texts = [text for cut in cuts for text in cut.embedded()]
        name = f"{self.recipe.model}\0{self.recipe.revision}"
        keys = [key(name, text) for text in texts]
        cache = Cache(self.data.path / "embeddings.sqlite")
        try:
            self._embed(cache, dict(zip(keys, texts, strict=True)))
            sampled = vectors.training_rows(len(keys))
            sample = _stacked(cache.get(_spread(keys, sampled))) if sampled else None
            rows = cache.get(keys) if keys else [np.empty((0, self.encoder.dimensions), dtype=np.float32)]
            vectors.write(folder / VECTORS_FILE, rows, rows=len(keys), sample=sample)
        finally:
            cache.close()

    def _embed(self, cache: Cache, texts: dict[bytes, str]) -> None:
        """Computes the vectors that are missing, longest texts first so that the time left is never understated."""
        missing = sorted(cache.missing(list(texts)), key=lambda one: (-len(texts[one]), one))
        self.progress(Phase.EMBED, 0, len(missing))
        for begin in range(0, len(missing), EMBED_AT_ONCE):
            part = missing[begin : begin + EMBED_AT_ONCE]
            cache.put(part, self.encoder.encode_documents([texts[one] for one in part]))
            self.embedded += len(part)
            self.progress(Phase.EMBED, self.embedded, len(missing))

    def _compared(self, generation: int, before: DocumentStore | None, gathered: Gathered) -> Report:
        """What is known before anything is embedded or checked."""
        now = {cut.document.path: cut.document for cut in gathered.cuts}
        found = changes.compare(before.known() if before else {}, changes.known(now.values()))
        dates = [one.date for one in now.values() if one.date]
        return Report(
            generation=generation,
            previous=self.previous,
            published=False,
            **_listed(found),
            undated=tuple(sorted(path for path, one in now.items() if one.date is None)),
            failed=tuple(sorted(gathered.failures, key=lambda one: one.path)),
            notes=tuple(Failure(path=path, reason=note) for path, one in sorted(now.items()) for note in one.notes),
            formats=dict(Counter(one.format for one in now.values())),
            documents=len(now),
            passages=sum(len(cut.passages) for cut in gathered.cuts),
            embedded=0,
            earliest=min((one.earliest for one in dates), default=None),
            latest=max((one.latest for one in dates), default=None),
            seconds=0,
        )

    def _check(self, folder: Path, report: _Unfinished, gathered: Gathered, before: DocumentStore | None) -> None:
        """Raises `NotPublishedError` unless the generation proves everything that it must."""
        try:
            verify(folder, self.progress)
            self._follow_citations(folder, report, before)
            self._finish(folder, report, gathered)
            if self.judged is not None:
                self._judge(self.judged, folder, report)
                self._finish(folder, report, gathered)
        except NotPublishedError:
            raise
        except IndexDataError as error:
            raise NotPublishedError(str(error)) from error

    def _follow_citations(self, folder: Path, report: _Unfinished, before: DocumentStore | None) -> None:
        """Looks every citation ever given out up again; notes those whose source is not what or where it was."""
        told = partial(self.progress, Phase.CITATIONS)
        then = following.before(self.data, self.previous, before)
        found = following.follow(self.given_out, then, folder, report.value, told, taken_over=self._same_recipe())
        report.note(citations=found)
        if self.given_out.fault:
            note = Failure(path=LEDGER_FILE, reason=f"ids given out earlier are not guarded: {self.given_out.fault}")
            report.note(notes=(note, *report.value.notes))

    def _judge(self, asked: Judged, folder: Path, report: _Unfinished) -> None:
        """Measures how the judged queries are answered, and refuses a fall beyond what the settings allow."""
        self.progress(Phase.JUDGE, 0, 1)
        before = gates.recall_before(asked, self.encoder, self.data, self.previous, self.recipe)
        now = judged.recall(asked, self.encoder, self.data, report.value.generation, folder)
        report.note(recall=now, recall_before=before)
        self.progress(Phase.JUDGE, 1, 1)
        if not self.force:
            gates.refuse_worse(self.settings, now, before)

    def _finish(self, folder: Path, report: _Unfinished, gathered: Gathered) -> None:
        """Writes the report and, last of all, the manifest."""
        report.note(published=True, **self._spent(report.value))
        write_durably(folder / REPORT_FILE, report.value.model_dump_json(indent=1) + "\n")
        files, sizes = checksums(folder)
        manifest = Manifest(
            format=FORMAT,
            generation=report.value.generation,
            built=dt.datetime.now(dt.UTC),
            archive=str(self.settings.archive.resolve()),
            recipe=self.recipe,
            dimensions=vectors.VectorIndex(folder / VECTORS_FILE).dimensions,
            documents=report.value.documents,
            undated=len(report.value.undated),
            passages=report.value.passages,
            languages=_languages([cut.document for cut in gathered.cuts]),
            files=files,
            sizes=sizes,
        )
        write_manifest(folder, manifest)

    def _spent(self, report: Report) -> dict[str, Any]:
        seconds = round(time.monotonic() - self.started, 3)
        return {"embedded": self.embedded, "reused": report.passages - self.embedded, "seconds": seconds}

    def _set_aside(self, folder: Path, report: _Unfinished, fault: NotPublishedError) -> None:
        report.note(published=False, fault=str(fault), **self._spent(report.value))
        write_durably(folder / REPORT_FILE, report.value.model_dump_json(indent=1) + "\n")
        self.data.set_aside(report.value.generation)


class _Unfinished:
    """A report in the making."""

    def __init__(self, value: Report) -> None:
        self.value = value

    def note(self, **known: Any) -> None:
        self.value = self.value.model_copy(update=known)


def _listed(found: Changes) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("added", "changed", "removed", "moved", "redated")}


def _entries(cuts: Sequence[Cut]) -> Iterator[Entry]:
    """What is written of each passage, in row order.

    A text in none of the languages that queries are stemmed in, or too short to tell its language, is stemmed as
    queries are: else a word of it would be found in the very form it has only.
    """
    asked = _languages([cut.document for cut in cuts])
    row = 0
    for number, cut in enumerate(cuts):
        document = cut.document
        languages = (document.language,) if document.language in asked else asked
        title = document.title if document.title_origin == "source" else ""
        for passage in cut.passages:
            yield Entry(row, number, document.text[passage.start : passage.end], title, languages)
            row += 1


def _languages(documents: Sequence[Document]) -> tuple[str, ...]:
    counted = Counter(one.language for one in documents if one.language)
    return tuple(sorted(code for code, count in counted.items() if count >= LANGUAGE_SHARE * len(documents)))


def _spread(keys: Sequence[bytes], count: int) -> list[bytes]:
    """`count` of `keys`, evenly spaced, so that a sample has every time and topic."""
    return [keys[number * len(keys) // count] for number in range(count)]


def _stacked(batches: Iterator[Rows]) -> Rows:
    return np.concatenate(list(batches))
