"""What a reindex would do, by its own steps up to where it would begin to build; nothing is written meanwhile.

It takes no lock, so that it can be asked while a reindex runs. What would become of citations, and how judged queries
would be answered, only a generation can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import cast

from index.build import gates, report, soundness
from index.build.around import Around
from index.build.gather import Gathered, gather
from index.build.keep import keeper
from index.build.progress import Progress, silent, stepping
from index.build.set_dates import Dating
from index.embed.encoder import Encoder
from index.errors import NotPublishedError
from index.generations.data_folder import DataFolder, refuse_inside
from index.generations.recipe import Recipe, recipe
from index.models.data_files import DataFile
from index.models.documents import Document, Unreadable
from index.models.previews import Foreseen, Preview
from index.models.reports import Failure, Report, Step
from index.read import OpenReaders, ReaderPool, Readers, SourceFile
from index.settings import Settings
from index.storage.document_engine import Documents
from index.storage.opening import open_documents
from index.userdata.dates import SetDates
from index.userdata.erasures import Erasures

NOTHING_TO_READ = "the archive holds no document that can be read; put documents into it"
ERASING = "an erasure that was interrupted would be finished first: its files go from the archive"


def preview(
    settings: Settings,
    show: Callable[[Step], None] | None = None,
    *,
    force: bool = False,
    encoder: Encoder | None = None,
    readers: OpenReaders = ReaderPool,
) -> Preview:
    """What a reindex would do with the same arguments; `show` gets the steps. Raises `DatelineError`.

    `encoder` stands in for the one that `settings` name, and nothing is computed by either.
    """
    refuse_inside(settings.archive, settings.data)
    noted = _Read()
    asked = _Asked(
        settings=settings,
        data=DataFolder(settings.data),
        now=recipe(settings, encoder),
        force=force,
        progress=stepping(show) if show else silent,
        readers=lambda settings: _Noting(readers(settings), noted),
    )
    with ExitStack() as held:
        return asked.answer(held, noted)


@dataclass(frozen=True)
class _Asked:
    """A preview in the making."""

    settings: Settings
    data: DataFolder
    now: Recipe
    force: bool
    progress: Progress
    readers: OpenReaders

    def answer(self, held: ExitStack, noted: _Read) -> Preview:
        """`held` has what must be released afterwards; `noted` is what `readers` have read by then."""
        previous, before = soundness.previous(self.data), None
        if previous is not None:
            held.enter_context(self.data.reading(previous))
            before = held.enter_context(closing(open_documents(self.data.folder(previous))))
        dates = SetDates(self.settings.data).standing()
        dating = Dating(dates, before.known() if before and dates else {})
        gathered = self._gathered(previous, before, dating)
        told = report.compared(0, report.previous(self.data, previous, before, gathered), gathered).report
        notes = (*self._notes(), *dating.notes)
        return _preview(told, gathered, noted, self._fault(told, before), notes)

    def _gathered(self, previous: int | None, before: Documents | None, dating: Dating) -> Gathered:
        same = previous is not None and self.data.manifest(previous).recipe == self.now
        keeping = None
        if previous is not None and before is not None and not self.force:
            keeping = keeper(self.settings, self.data, previous, before, now=self.now)
        return gather(
            self.settings,
            before if same else None,
            lambda: cast("Encoder", _Uncounted()),
            self.progress,
            keeper=keeping,
            dating=dating,
            may_be_absent=self.force and previous is not None,
            may_be_empty=True,
            readers=self.readers,
            saving=False,
        )

    def _fault(self, told: Report, before: Documents | None) -> str | None:
        """Why it would not be published."""
        if self.force:
            return None
        if not told.documents:
            return NOTHING_TO_READ
        try:
            gates.refuse_losses(self.settings, self.data, told, before.digests() if before else {})
        except NotPublishedError as fault:
            return str(fault)
        return None

    def _notes(self) -> Iterator[Failure]:
        if Erasures(self.settings.data).pending():
            yield Failure(path=DataFile.ERASURES, reason=ERASING)


class _Uncounted:
    """An encoder that takes any text for short: how documents are cut is of no account here."""

    room = 1_000_000

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [1] * len(texts)


@dataclass
class _Read:
    """What was read: the paths of files, and of the documents in them."""

    files: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


class _Noting(Around[Readers]):
    """Readers that note what they read."""

    def __init__(self, readers: Readers, noted: _Read) -> None:
        super().__init__(readers)
        self._noted = noted

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        return self._note(source, self._readers.read(source))

    def read_many(self, sources: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        for source, results in self._readers.read_many(sources):
            yield source, self._note(source, results)

    def _note(self, source: SourceFile, results: list[Document | Unreadable]) -> list[Document | Unreadable]:
        self._noted.files.add(source.path)
        self._noted.documents |= {result.path for result in results if isinstance(result, Document)}
        return results


def _preview(told: Report, gathered: Gathered, noted: _Read, fault: str | None, notes: Iterable[Failure]) -> Preview:
    documents = sorted(gathered.cuts.documents(), key=lambda document: document.path)
    read = tuple(
        Foreseen(path=document.path, format=document.format, date=document.date)
        for document in documents
        if document.path in noted.documents
    )
    same = {name: getattr(told, name) for name in Preview.model_fields.keys() & Report.model_fields.keys()}
    own = {"fault": fault, "notes": (*notes, *told.notes), "files_read": len(noted.files), "read": read}
    origins = Counter(found.date.origin if found.date else "undated" for found in read)
    return Preview(**same | own, origins=dict(origins.most_common()))
