"""A new generation: gathered, embedded, written beside the serving one, checked, and made current by one rename."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index import dense, encode, history, lexical, store
from index.cache import Cache, key
from index.cite.affected import LEDGER_FILE, GivenOut
from index.encode import Encoder
from index.errors import IndexDataError
from index.gather import Cut, Gathered, Progress, gather
from index.generations import (
    ARCHIVE_FILE,
    FORMAT,
    MANIFEST_FILE,
    REPORT_FILE,
    VECTORS_FILE,
    WORDS_FOLDER,
    DataFolder,
    Manifest,
    checksums,
    refuse_inside,
    write_durably,
)
from index.lexical import Entry
from index.models import Affected, Document, Failure, Report
from index.recipe import recipe
from index.settings import Settings
from index.sources import StoredSources
from index.vectors import Rows
from index.verify import verify

EMBED_AT_ONCE = 256
"""Passages between two writes to the cache: what a killed build loses at most."""

LANGUAGE_SHARE = 0.02
"""A query is stemmed in each language that at least this share of the documents is written in."""


def reindex(settings: Settings, progress: Progress | None = None, *, encoder: Encoder | None = None) -> Report:
    """Indexes the archive as a new generation and makes it current; raises `DatelineError`, and then nothing changed.

    `encoder` stands in for the one that `settings` name.
    """
    refuse_inside(settings.archive, settings.data)
    data = DataFolder(settings.data)
    with data.building():
        return _Build(settings, data, progress or _silent, encoder).run()


def _silent(phase: str, done: int, total: int) -> None:
    """Progress that nobody follows."""


class _Build:
    """One run. Steps are methods in their order."""

    def __init__(self, settings: Settings, data: DataFolder, progress: Progress, encoder: Encoder | None) -> None:
        self.settings = settings
        self.data = data
        self.progress = progress
        self.given = encoder
        self.started = time.monotonic()
        self.embedded = 0
        self.given_out = GivenOut(data.path)
        self.recipe = recipe(settings, encoder)

    def run(self) -> Report:
        previous = self._previous()
        before = store.Store(self.data.folder(previous) / ARCHIVE_FILE) if previous is not None else None
        try:
            reusable = before if previous is not None and self.data.manifest(previous).recipe == self.recipe else None
            reserved = self.given_out.reserved()
            gathered = gather(self.settings, reusable, lambda: self.encoder, self.progress, reserved)
            generation, folder = self.data.begin()
            try:
                self._write(folder, gathered)
                verify(folder, self.progress)
                report = self._report(generation, previous, before, gathered)
                if before and previous is not None:
                    citations = self._citations(previous, before, folder, report)
                    report = report.model_copy(update={"citations": citations})
                report = self._noted(report)
                self._finish(generation, folder, gathered, report)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        finally:
            if before:
                before.close()
        self.data.make_current(generation)
        self.data.prune(self.settings.keep_generations)
        return report

    @cached_property
    def encoder(self) -> Encoder:
        if self.given is None:
            self.progress("load model", 0, 1)
        return self.given or encode.load(self.settings, for_documents=True)

    def _previous(self) -> int | None:
        """The generation that serves now, if it is fit to build upon."""
        try:
            current = self.data.current()
            self.data.manifest(current)
        except IndexDataError:
            return None
        return current

    def _write(self, folder: Path, gathered: Gathered) -> None:
        self._write_vectors(folder, gathered.cuts)
        self.progress("write", 0, 2)
        lexical.write(folder / WORDS_FOLDER, _entries(gathered.cuts))
        self.progress("write", 1, 2)
        store.write(folder / ARCHIVE_FILE, [(cut.document, cut.passages) for cut in gathered.cuts], gathered.failures)
        self._write_history(folder, {cut.document.path: cut.document.sha256 for cut in gathered.cuts})
        self.progress("write", 2, 2)

    def _write_history(self, folder: Path, digests: dict[str, str]) -> None:
        previous = self._previous()
        before = history.read(self.data.folder(previous)) if previous is not None else {}
        history.write(folder, history.carried_on(before, digests, dt.datetime.now(dt.UTC)))

    def _write_vectors(self, folder: Path, cuts: Sequence[Cut]) -> None:
        texts = [text for cut in cuts for text in cut.embedded()]
        name = f"{self.recipe.model}\0{self.recipe.revision}"
        keys = [key(name, text) for text in texts]
        cache = Cache(self.data.path / "embeddings.sqlite")
        try:
            self._embed(cache, dict(zip(keys, texts, strict=True)))
            sampled = dense.training_rows(len(keys))
            sample = _stacked(cache.get(_spread(keys, sampled))) if sampled else None
            dense.write(folder / VECTORS_FILE, cache.get(keys), rows=len(keys), sample=sample)
        finally:
            cache.close()

    def _embed(self, cache: Cache, texts: dict[bytes, str]) -> None:
        """Computes the vectors that are missing, longest texts first so that the time left is never understated."""
        missing = sorted(cache.missing(list(texts)), key=lambda one: (-len(texts[one]), one))
        self.progress("embed", 0, len(missing))
        for begin in range(0, len(missing), EMBED_AT_ONCE):
            part = missing[begin : begin + EMBED_AT_ONCE]
            cache.put(part, self.encoder.encode_documents([texts[one] for one in part]))
            self.embedded += len(part)
            self.progress("embed", self.embedded, len(missing))

    def _report(self, generation: int, previous: int | None, before: store.Store | None, gathered: Gathered) -> Report:
        now = {cut.document.path: cut.document for cut in gathered.cuts}
        then = before.digests() if before else {}
        changed = [path for path in now if path in then and then[path] != now[path].sha256]
        dates = [one.date for one in now.values() if one.date]
        return Report(
            generation=generation,
            previous=previous,
            published=True,
            added=tuple(sorted(now.keys() - then.keys())),
            changed=tuple(sorted(changed)),
            removed=tuple(sorted(then.keys() - now.keys())),
            redated=tuple(sorted(_redated(before, now))) if before else (),
            undated=tuple(sorted(path for path, one in now.items() if one.date is None)),
            failed=tuple(sorted(gathered.failures, key=lambda one: one.path)),
            notes=tuple(Failure(path=path, reason=note) for path, one in sorted(now.items()) for note in one.notes),
            formats=dict(Counter(one.format for one in now.values())),
            documents=len(now),
            passages=sum(len(cut.passages) for cut in gathered.cuts),
            embedded=self.embedded,
            earliest=min((one.earliest for one in dates), default=None),
            latest=max((one.latest for one in dates), default=None),
            seconds=round(time.monotonic() - self.started, 3),
        )

    def _citations(self, previous: int, before: store.Store, folder: Path, report: Report) -> tuple[Affected, ...]:
        """What has become of citations given out of documents that are not what or where they were."""
        now = store.Store(folder / ARCHIVE_FILE)
        try:
            words = [lexical.Words(one / WORDS_FOLDER, ()) for one in (self.data.folder(previous), folder)]
            return self.given_out.affected(
                StoredSources(previous, before, words[0]),
                previous,
                StoredSources(report.generation, now, words[1]),
                [*report.added, *report.changed, *report.removed],
                now.digests(),
            )
        finally:
            now.close()

    def _noted(self, report: Report) -> Report:
        """The report, with a note where the ledger failed."""
        if not self.given_out.fault:
            return report
        note = Failure(path=LEDGER_FILE, reason=f"ids given out earlier are not guarded: {self.given_out.fault}")
        return report.model_copy(update={"notes": (note, *report.notes)})

    def _finish(self, generation: int, folder: Path, gathered: Gathered, report: Report) -> None:
        """Writes the report and, last of all, the manifest."""
        write_durably(folder / REPORT_FILE, report.model_dump_json(indent=1) + "\n")
        files, sizes = checksums(folder)
        manifest = Manifest(
            format=FORMAT,
            generation=generation,
            built=dt.datetime.now(dt.UTC),
            archive=str(self.settings.archive.resolve()),
            recipe=self.recipe,
            dimensions=dense.Vectors(folder / VECTORS_FILE).dimensions,
            documents=report.documents,
            undated=len(report.undated),
            passages=report.passages,
            languages=_languages([cut.document for cut in gathered.cuts]),
            files=files,
            sizes=sizes,
        )
        write_durably(folder / MANIFEST_FILE, manifest.model_dump_json(indent=1) + "\n")


def _entries(cuts: Sequence[Cut]) -> Iterator[Entry]:
    row = 0
    for cut in cuts:
        document = cut.document
        title = document.title if document.title_origin == "source" else ""
        for passage in cut.passages:
            yield Entry(row, document.text[passage.start : passage.end], title, document.language)
            row += 1


def _redated(before: store.Store, now: dict[str, Document]) -> Iterator[str]:
    for then in before.documents():
        document = now.get(then.path)
        if document is not None and _days(document) != _days(then):
            yield then.path


def _days(document: Document) -> tuple[dt.date, dt.date] | None:
    return (document.date.earliest, document.date.latest) if document.date else None


def _languages(documents: Sequence[Document]) -> tuple[str, ...]:
    counted = Counter(one.language for one in documents if one.language)
    return tuple(sorted(code for code, count in counted.items() if count >= LANGUAGE_SHARE * len(documents)))


def _spread(keys: Sequence[bytes], count: int) -> list[bytes]:
    """`count` of `keys`, evenly spaced, so that a sample has every time and topic."""
    return [keys[number * len(keys) // count] for number in range(count)]


def _stacked(batches: Iterator[Rows]) -> Rows:
    return np.concatenate(list(batches))
