"""A new generation: gathered, embedded, written beside the serving one, checked, and made current by one rename."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from index import processes
from index.build import embeddings, erasures, gates, judged, report
from index.build.acceptance import verify
from index.build.embeddings import Embeddings
from index.build.gather import Gathered, gather
from index.build.keep import Keeper, keeper
from index.build.progress import Progress, silent
from index.build.report import ReportDraft
from index.build.set_dates import Dating
from index.cite.audit import CitationAudit
from index.embed import load, reranker
from index.embed.encoder import Encoder
from index.errors import IndexDataError, NotPublishedError
from index.evaluation import Judged
from index.generations import integrity
from index.generations.data_folder import DataFolder, refuse_inside
from index.generations.manifest import FORMAT, Manifest, checksums, write_manifest
from index.generations.privacy import protect
from index.generations.recipe import recipe
from index.models.data_files import DataFile
from index.models.erasures import Erasure
from index.models.reports import Failure, Phase, Report
from index.read import OpenReaders, ReaderPool
from index.settings import Settings
from index.storage import ARCHIVE_FILE, VECTORS_FILE, WORDS_FOLDER, history, vectors, words, writer
from index.storage.documents import DocumentStore
from index.storage.history import Indexed
from index.userdata.dates import SetDates

log = logging.getLogger(__name__)

TEXTS_NOT_KEPT = "the texts of cited documents are not kept, so look-alikes may be taken for them"
UNPROTECTED = "ids given out earlier are not protected"
"""What a report says where the ledger of citations can't be used."""


def reindex(
    settings: Settings,
    progress: Progress | None = None,
    *,
    encoder: Encoder | None = None,
    force: bool = False,
    readers: OpenReaders = ReaderPool,
) -> Report:
    """Indexes the archive as a new generation and makes it current; raises `DatelineError`, and then nothing changed.

    `encoder` stands in for the one that `settings` name. `force` publishes even an archive that has lost most of its
    documents or answers the judged queries worse, and keeps none that can't be looked into (see `index.build.keep`).
    `readers` read the files. See `index.build.process` for a process of its own.
    """
    with locked(settings) as data:
        return build(settings, data, progress or silent, encoder=encoder, force=force, readers=readers)


@contextmanager
def locked(settings: Settings) -> Iterator[DataFolder]:
    """The data folder, with this process the only one that may build in it; raises `BusyError` naming another."""
    refuse_inside(settings.archive, settings.data)
    data = DataFolder(settings.data)
    with data.building():
        yield data


def build(
    settings: Settings,
    data: DataFolder,
    progress: Progress,
    *,
    encoder: Encoder | None = None,
    force: bool = False,
    readers: OpenReaders = ReaderPool,
) -> Report:
    """`reindex`, by a process that has the lock."""
    try:
        reranker.fetch_reranker(settings)
        return _Build(settings, data, progress, encoder=encoder, force=force, readers=readers).run()
    except OSError as error:
        raise _no_room(data.path, error) from error


def _no_room(path: Path, error: Exception) -> IndexDataError:
    """What a full or failing disk raises, as one line."""
    reason = (error.strerror if isinstance(error, OSError) else None) or " ".join(str(error).split())[:120]
    return IndexDataError(
        f"the new index can't be written to {path} ({reason}); make room and run: dateline index "
        "(what was embedded is kept, and what serves goes on serving)",
        chat="the new index can't be written, perhaps because the disk is full; ask whoever runs me to make room, and "
        "then use /archive reindex (what was embedded is kept, and what serves goes on serving)",
    )


class _Build:
    """One run. Steps are methods in their order."""

    def __init__(
        self,
        settings: Settings,
        data: DataFolder,
        progress: Progress,
        *,
        encoder: Encoder | None,
        force: bool,
        readers: OpenReaders,
    ) -> None:
        self.settings = settings
        self.data = data
        self.progress = progress
        self.given_encoder = encoder
        self.force = force
        self.readers = readers
        self.started = time.monotonic()
        self.audit = CitationAudit(data)
        self.recipe = recipe(settings, encoder)
        self.embeddings = Embeddings(data, self.recipe, lambda: self.encoder, progress)
        self.judged = judged.named(settings)
        self.erasing: list[Erasure] = []
        self.erasing_faults: list[str] = []
        self.set_dates = SetDates(settings.data)
        self.dating = Dating()
        self.previous = self._previous()
        self.notes: list[Failure] = []
        """What was wrong with the data folder, and what was done about it."""

    def run(self) -> Report:
        self.erasing, self.erasing_faults = erasures.begin(self.settings, self.data)
        self._mend_encoder()
        before = DocumentStore(self.data.folder(self.previous) / ARCHIVE_FILE) if self.previous is not None else None
        try:
            self.audit.mend(before)
            found = self._built(before, self._gathered(before))
        finally:
            if before:
                before.close()
        self._tidy()
        return found

    @cached_property
    def encoder(self) -> Encoder:
        if self.given_encoder is None:
            self.progress(Phase.LOAD_MODEL, 0, 1)
        return self.given_encoder or load.load(self.settings, for_documents=True)

    def _mend_encoder(self) -> None:
        """Exports the encoder anew where searches would need the model itself, or get fewer kinds of vectors."""
        fault = None if self.given_encoder else load.exported_fault(self.settings)
        if fault and self.encoder:
            self.notes.append(Failure(path=DataFile.ENCODERS, reason=f"it was damaged ({fault}); it was made anew"))
        elif not self.given_encoder and load.exported_is_outdated(self.settings):
            log.info("the exported encoder was of an earlier version; this index uses %s", self.encoder.engine)

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
        if fault and fault.damage and self.data.damage(number) is None:
            self.data.mark_damaged(number, fault.line)
        return fault is None

    def _same_recipe(self) -> bool:
        return self.previous is not None and self.data.manifest(self.previous).recipe == self.recipe

    def _gathered(self, before: DocumentStore | None) -> Gathered:
        dates = self.set_dates.standing()
        self.dating = Dating(dates, before.known() if before and dates else {})
        return gather(
            self.settings,
            before if self._same_recipe() else None,
            lambda: self.encoder,
            self.progress,
            self.audit.reserved(),
            keeper=self._keeper(before),
            dating=self.dating,
            may_be_absent=self.force and self.previous is not None,
            may_be_empty=bool(self.erasing),
            readers=self.readers,
        )

    def _keeper(self, before: DocumentStore | None) -> Keeper | None:
        """Who keeps the documents of what can't be looked into; none where the reindex is forced."""
        if self.force or before is None or self.previous is None:
            return None
        return keeper(self.settings, self.data, self.previous, before, now=self.recipe)

    def _built(self, before: DocumentStore | None, gathered: Gathered) -> Report:
        generation, folder = self.data.begin()
        draft = report.compared(generation, self.previous, before, gathered)
        faults = [Failure(path=DataFile.ERASURES.value, reason=fault) for fault in self.erasing_faults]
        draft.note(notes=(*faults, *self.dating.notes, *draft.report.notes))
        try:
            if not self.force and before is not None:
                gates.refuse_losses(self.settings, self.data, draft.report, before.digests())
            self._write(folder, gathered)
            self._check(folder, draft, gathered, before)
            self.progress(Phase.PUBLISH, 0, 1)
            self.data.publish(generation)
        except NotPublishedError as fault:
            self._set_aside(folder, draft, fault)
            raise
        except BaseException:  # also when asked to stop: nothing half-built is left behind
            self.data.discard(generation)
            raise
        self.progress(Phase.PUBLISH, 1, 1)
        return draft.report

    def _tidy(self) -> None:
        """Removes what is no longer needed; where that fails, the new generation serves all the same."""
        try:
            self.data.prune(self.settings.keep_generations)
            embeddings.prune(self.data)
            (self.data.path / DataFile.HISTORY).unlink(missing_ok=True)  # the new generation has it now
            self.dating.settle(self.set_dates)
            erasures.finish(self.settings, self.data)
            protect(self.settings)
        except (OSError, IndexDataError):
            log.warning("what is no longer needed could not be removed", exc_info=True)

    def _write(self, folder: Path, gathered: Gathered) -> None:
        try:
            self.embeddings.write(folder / VECTORS_FILE, gathered.embedded_texts())
            self.progress(Phase.WRITE, 0, 2)
            processes.give_back()
            words.write(folder / WORDS_FOLDER, gathered.entries())
            processes.give_back()
            self.progress(Phase.WRITE, 1, 2)
            stored = [(cut.document, cut.passages) for cut in gathered.cuts]
            writer.write(folder / ARCHIVE_FILE, stored, gathered.failures)
            self._write_history(folder, {cut.document.path: cut.document.sha256 for cut in gathered.cuts})
            self.progress(Phase.WRITE, 2, 2)
        except (RuntimeError, ValueError) as error:  # so FAISS and tantivy say that a file can't be written
            raise _no_room(self.data.path, error) from error

    def _write_history(self, folder: Path, digests: dict[str, str]) -> None:
        history.write(folder, history.carried_on(self._history(), digests, dt.datetime.now(dt.UTC)))

    def _history(self) -> dict[str, Indexed]:
        """Since when documents are indexed, from the generation before or else the newest that still says so.

        Nobody can find these days out again, so a generation's other faults don't matter here.
        """
        numbers = [] if self.previous is None else [self.previous]
        found = (history.find(self.data.folder(number)) for number in (*numbers, *reversed(self.data.whole())))
        known = next((known for known in found if known is not None), {})
        return history.united(known, history.read(self.data.path))  # as well what was restored from a backup

    def _check(self, folder: Path, draft: ReportDraft, gathered: Gathered, before: DocumentStore | None) -> None:
        """Raises `NotPublishedError` unless the generation proves everything that it must."""
        try:
            verify(folder, self.progress)
            self._follow_citations(folder, draft, gathered, before)
            self._finish(folder, draft, gathered)
            if isinstance(self.judged, Judged):
                self._judge(self.judged, folder, draft)
                self._finish(folder, draft, gathered)
        except NotPublishedError:
            raise
        except IndexDataError as error:
            raise NotPublishedError(str(error)) from error  # and a chat is told no more than that

    def _follow_citations(
        self, folder: Path, draft: ReportDraft, gathered: Gathered, before: DocumentStore | None
    ) -> None:
        """Looks every citation ever given out up again; notes those whose source is not what or where it was."""
        done = partial(self.progress, Phase.CITATIONS)
        unopened = {} if self.force else gathered.unopened
        seen = partial(self.audit.affected, taken_over=self._same_recipe(), unopened=unopened)
        draft.note(citations=seen(before, folder, draft.report, done))
        draft.note(notes=(*self._data_notes(), *draft.report.notes))

    def _data_notes(self) -> Iterator[Failure]:
        """What was found wrong with the data folder while building."""
        yield from self.notes
        if isinstance(self.judged, str):
            yield from judged.note([self.judged])
        yield from (Failure(path=DataFile.EMBEDDINGS, reason=note) for note in self.embeddings.notes)
        if self.audit.fault:
            log.warning("%s: %s", UNPROTECTED, self.audit.fault)
            yield Failure(
                path=DataFile.CITATIONS,
                reason=f"{UNPROTECTED}: {self.audit.fault}",
                chat=f"{UNPROTECTED}: the ledger can't be used; whoever runs me finds the reason in my log",
            )
        if self.audit.texts_fault:
            log.warning("%s: %s", TEXTS_NOT_KEPT, self.audit.texts_fault)
            yield Failure(
                path=DataFile.CITED_TEXTS,
                reason=f"{TEXTS_NOT_KEPT}: {self.audit.texts_fault}",
                chat=f"{TEXTS_NOT_KEPT}; whoever runs me finds the reason in my log",
            )
        yield from (Failure(path=DataFile.CITATIONS, reason=note) for note in self.audit.notes)

    def _judge(self, asked: Judged, folder: Path, draft: ReportDraft) -> None:
        """Measures how the judged queries are answered, and refuses a fall beyond what the settings allow."""
        self.progress(Phase.JUDGE, 0, 1)
        found = gates.measured(
            asked,
            self.encoder,
            self.data,
            self.previous,
            now=self.recipe,
            number=draft.report.generation,
            building=folder,
        )
        notes = (*judged.note(found.faults), *draft.report.notes)
        draft.note(recall=found.now, recall_before=found.before, notes=notes)
        self.progress(Phase.JUDGE, 1, 1)
        if not self.force and not self.erasing:  # what has to go, has to go
            gates.refuse_worse(self.settings, found.now, found.before)

    def _finish(self, folder: Path, draft: ReportDraft, gathered: Gathered) -> None:
        """Writes the report and, last of all, the manifest."""
        draft.note(published=True, **self._spent(draft.report))
        draft.save(folder)
        files, sizes = checksums(folder)
        manifest = Manifest(
            format=FORMAT,
            generation=draft.report.generation,
            built=dt.datetime.now(dt.UTC),
            archive=str(self.settings.archive.resolve()),
            recipe=self.recipe,
            dimensions=vectors.VectorIndex(folder / VECTORS_FILE).dimensions,
            documents=draft.report.documents,
            undated=len(draft.report.undated),
            passages=draft.report.passages,
            languages=gathered.languages,
            files=files,
            sizes=sizes,
        )
        write_manifest(folder, manifest)

    def _spent(self, found: Report) -> dict[str, Any]:
        seconds = round(time.monotonic() - self.started, 3)
        embedded = self.embeddings.computed
        return {"embedded": embedded, "reused": found.passages - embedded, "seconds": seconds}

    def _set_aside(self, folder: Path, draft: ReportDraft, fault: NotPublishedError) -> None:
        draft.note(published=False, fault=str(fault), chat=fault.in_chat, **self._spent(draft.report))
        draft.save(folder)
        self.data.set_aside(draft.report.generation)
