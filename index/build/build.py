"""A new generation: gathered, embedded, written beside the serving one, checked, and made current by one rename."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from index import processes
from index.build import erasures, first_days, gates, judged, report, soundness
from index.build.acceptance import verify
from index.build.cut import cuts_at
from index.build.data_notes import data_notes, node_note
from index.build.embeddings import Embeddings
from index.build.gather import Gathered, gather
from index.build.keep import Keeper, keeper
from index.build.known_vectors import keep_vectors
from index.build.languages import asked_languages
from index.build.progress import Progress, silent
from index.build.pruning import Pruning, prune_pages
from index.build.report import ReportDraft
from index.build.set_dates import Dating
from index.build.work import Work
from index.build.writers import writer_of
from index.build.writing import Writer
from index.cite.audit import CitationAudit
from index.embed import load, reranker
from index.embed.encoder import Encoder
from index.errors import IndexDataError, NotPublishedError
from index.evaluation import Judged
from index.generations import restored_days
from index.generations.data_folder import DataFolder, refuse_inside
from index.generations.manifest import FORMAT, Manifest, checksums, proved, write_manifest
from index.generations.privacy import protect
from index.generations.recipe import recipe
from index.models.data_files import DataFile
from index.models.erasures import Erasure
from index.models.reports import Failure, Phase, Report
from index.read import OpenReaders, ReaderPool, recognise
from index.settings import SETTINGS_FILE, Settings
from index.storage.document_engine import Documents
from index.storage.opening import open_documents, open_passages
from index.userdata.dates import SetDates

log = logging.getLogger(__name__)


def reindex(
    settings: Settings,
    progress: Progress | None = None,
    *,
    encoder: Encoder | None = None,
    force: bool = False,
    readers: OpenReaders = ReaderPool.keeping,
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
    readers: OpenReaders = ReaderPool.keeping,
    work: Work | None = None,
) -> Report:
    """`reindex`, by a process that has the lock; what is `work` is done as that says."""
    try:
        reranker.fetch_reranker(settings)
        return _Build(settings, data, progress, encoder=encoder, force=force, readers=readers, work=work).run()
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


class _Making(NamedTuple):
    """A generation in the making: its folder, what writes its files, and the languages queries are stemmed in."""

    folder: Path
    files: Writer
    languages: tuple[str, ...]


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
        work: Work | None,
    ) -> None:
        self.settings = settings
        self.data = data
        self.progress = progress
        self.given_encoder = encoder
        self.force = force
        self.readers = readers
        self.work = work
        self.started = time.monotonic()
        self.audit = CitationAudit(data)
        self.recipe = recipe(settings, encoder)
        self.pruning = Pruning(data)
        self.began = time.time()
        self.embeddings = Embeddings(data, self.recipe, lambda: self.encoder, progress)
        self.judged = judged.named(settings)
        self.erasing: list[Erasure] = []
        self.erasing_faults: list[str] = []
        self.set_dates = SetDates(settings.data)
        self.dating = Dating()
        self.previous = soundness.previous(data, marking=True)
        self.notes: list[Failure] = []
        """What was wrong with the data folder, and what was done about it."""

    def run(self) -> Report:
        self.erasing, self.erasing_faults = erasures.begin(self.settings, self.data)
        self._mend_encoder()
        before = open_documents(self.data.folder(self.previous)) if self.previous is not None else None
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
        if self.work:
            return self.work.encoder(self.settings, self.given_encoder)
        return self.given_encoder or load.load(self.settings, for_documents=True)

    def _mend_encoder(self) -> None:
        """Exports the encoder anew where searches would need the model itself, or get fewer kinds of vectors."""
        fault = None if self.given_encoder else load.exported_fault(self.settings)
        if fault and self.encoder:
            self.notes.append(Failure(path=DataFile.ENCODERS, reason=f"it was damaged ({fault}); it was made anew"))
        elif not self.given_encoder and load.exported_is_outdated(self.settings):
            log.info("the exported encoder was of an earlier version; this index uses %s", self.encoder.engine)

    def _same_recipe(self) -> bool:
        return self.previous is not None and self.data.manifest(self.previous).recipe == self.recipe

    def _gathered(self, before: Documents | None) -> Gathered:
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
            cutters=self.work.cutters if self.work else None,
        )

    def _keeper(self, before: Documents | None) -> Keeper | None:
        """Who keeps the documents of what can't be looked into; none where the reindex is forced."""
        if self.force or before is None or self.previous is None:
            return None
        return keeper(self.settings, self.data, self.previous, before, now=self.recipe)

    def _built(self, before: Documents | None, gathered: Gathered) -> Report:
        generation, folder = self.data.begin()
        try:
            draft = self._compared(generation, before, gathered)
            try:
                if not self.force and before is not None:
                    gates.refuse_losses(self.settings, self.data, draft.report, before.digests())
                made = self._written(generation, folder, before, gathered)
                self._check(made, draft, gathered, before)
                self.progress(Phase.PUBLISH, 0, 1)
                self.data.publish(generation)
            except NotPublishedError as fault:
                self._set_aside(folder, draft, fault)
                raise
        except NotPublishedError:
            raise
        except BaseException:  # also when asked to stop: nothing half-built is left behind
            self.data.discard(generation)
            raise
        self.progress(Phase.PUBLISH, 1, 1)
        return draft.report

    def _written(self, generation: int, folder: Path, before: Documents | None, gathered: Gathered) -> _Making:
        """Writes all but what is said of the generation."""
        languages = asked_languages(before, gathered)
        whole = not self._may_share(languages)
        make = self.work.index_maker(self._note_node) if self.work else None
        files = writer_of(self.data, folder, generation, before, gathered, whole=whole, make_indexes=make)
        try:
            files.write_documents()
            if files.new:
                self._keep_vectors(before, gathered, whole=whole)
                self.embeddings.write(files.new, files.embedded_texts, like=files.largest_staying())
            self.progress(Phase.WRITE, 0, 2)
            processes.give_back()
            files.write_words(languages)
            processes.give_back()
            self.progress(Phase.WRITE, 1, 2)
            first_days.write(self.data, self.previous, folder, before, gathered)
            self.progress(Phase.WRITE, 2, 2)
        except (RuntimeError, ValueError) as error:  # so FAISS and tantivy say that a file can't be written
            raise _no_room(self.data.path, error) from error
        return _Making(folder, files, languages)

    def _note_node(self, line: str) -> None:
        self.notes.append(node_note(line))

    def _keep_vectors(self, before: Documents | None, gathered: Gathered, *, whole: bool) -> None:
        """Puts vectors of the generation before that may be needed into the cache, which of a shared store has none."""
        if not self.data.is_mirror or before is None or not self._same_recipe():
            return
        paths = set(before.digests()) if whole else gathered.gone_from(before)
        with closing(open_passages(before.folder, ())) as store:
            keep_vectors(self.data, self.recipe, store, cuts_at(before, paths))

    def _may_share(self, languages: tuple[str, ...]) -> bool:
        """Whether segments of the generation before may stay: they are sound, and their words as they would be now.

        What is erased must be in no segment, even as what is gone.
        """
        if self.previous is None or self.erasing:
            return False
        manifest = self.data.manifest(self.previous)
        return manifest.languages == languages and soundness.fault(self.data, self.previous) is None

    def _compared(self, generation: int, before: Documents | None, gathered: Gathered) -> ReportDraft:
        draft = report.compared(generation, report.previous(self.data, self.previous, before, gathered), gathered)
        faults = [Failure(path=DataFile.ERASURES.value, reason=fault) for fault in self.erasing_faults]
        draft.note(notes=(*faults, *self.dating.notes, *draft.report.notes))
        return draft

    def _tidy(self) -> None:
        """Removes what is no longer needed; where that fails, the new generation serves all the same."""
        try:
            self.pruning.look(self.settings.keep_generations)
            self.data.prune(self.settings.keep_generations)
            self._tidy_store()
            self.pruning.run()
            prune_pages(self.data, self.began)
            restored_days.forget(self.data.path)  # the new generation has them now
            self.dating.settle(self.set_dates)
            erasures.finish(self.settings, self.data)
            protect(self.settings)
        except (OSError, IndexDataError):
            log.warning("what is no longer needed could not be removed", exc_info=True)

    def _tidy_store(self) -> None:
        """Removes from a shared store what no generation has any more."""
        if self.data.is_mirror:
            from index.build.tables import tidy  # noqa: PLC0415 (needs a package that not all have)

            tidy(self.data)

    def _check(self, made: _Making, draft: ReportDraft, gathered: Gathered, before: Documents | None) -> None:
        """Raises `NotPublishedError` unless the generation proves everything that it must."""
        try:
            verify(made.folder, made.files.new, self.progress)
            made.files.settle()
            self._follow_citations(made.folder, draft, gathered, before)
            self._finish(made, draft)
            if isinstance(self.judged, Judged):
                self._judge(self.judged, made.folder, draft)
                self._finish(made, draft)
        except NotPublishedError:
            raise
        except IndexDataError as error:
            raise NotPublishedError(str(error)) from error  # and a chat is told no more than that

    def _follow_citations(self, folder: Path, draft: ReportDraft, gathered: Gathered, before: Documents | None) -> None:
        """Looks every citation ever given out up again; notes those whose source is not what or where it was."""
        done = partial(self.progress, Phase.CITATIONS)
        unopened = {} if self.force else gathered.unopened
        seen = partial(self.audit.affected, taken_over=self._same_recipe(), unopened=unopened)
        draft.note(citations=seen(before, folder, draft.report, done))
        draft.note(notes=(*self._data_notes(), *draft.report.notes))

    def _data_notes(self) -> Iterator[Failure]:
        """What was found wrong with the data folder while building."""
        yield from self.notes
        if unready := recognise.fault(self.settings):
            chat = recognise.chat_of(unready)
            yield Failure(path=SETTINGS_FILE, reason=unready, chat=chat)
        if isinstance(self.judged, str):
            yield from judged.note([self.judged])
        yield from data_notes(self.embeddings.notes, self.audit)

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

    def _finish(self, made: _Making, draft: ReportDraft) -> None:
        """Writes the report and, last of all, the manifest."""
        folder = made.folder
        draft.note(published=True, **self._spent(draft.report))
        draft.save(folder)
        before = self.previous
        shared = {} if before is None else proved(self.data.folder(before), self.data.manifest(before))
        files, sizes = checksums(folder, shared)
        manifest = Manifest(
            format=FORMAT,
            generation=draft.report.generation,
            built=dt.datetime.now(dt.UTC),
            archive=str(self.settings.archive.resolve()),
            recipe=self.recipe,
            dimensions=made.files.dimensions(),
            documents=draft.report.documents,
            undated=len(draft.report.undated),
            passages=draft.report.passages,
            languages=made.languages,
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
