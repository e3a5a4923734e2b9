"""The report of a reindex in the making: what is known from comparing, and what the build adds to it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, NamedTuple

from index.build import changes
from index.build.gather import Gathered
from index.build.keep import KEPT_NOTES
from index.files import checksum, write_durably
from index.generations.data_folder import REPORT_FILE, DataFolder
from index.models.documents import Document
from index.models.reports import Failure, FolderCounts, Report
from index.models.scope import folder_of
from index.read.cures import undated, weakly_dated
from index.read.recognise import chat_of
from index.storage.documents import DocumentStore

UNSIGNED = (
    "its bytes changed though its size, times and inode did not: its file system needs trust_file_times = false, or "
    "the disk fails"
)
"""The note of a file that only reading showed to be another."""
REPORT_SEAL = "report.sha256"
"""The report's checksum: one of a generation that was not published is in no manifest."""


class ReportDraft:
    """A report that is not complete yet."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def note(self, **fields: Any) -> None:
        self.report = self.report.model_copy(update=fields)

    def save(self, folder: Path) -> None:
        """Writes the report and its checksum."""
        text = self.report.model_dump_json(indent=1) + "\n"
        write_durably(folder / REPORT_FILE, text)
        write_durably(folder / REPORT_SEAL, hashlib.sha256(text.encode()).hexdigest() + "\n")


def report_fault(folder: Path) -> str | None:
    """What is wrong with the report in `folder`; None where it is what was written, or has no checksum."""
    try:
        seal = (folder / REPORT_SEAL).read_bytes().strip()
        found = checksum(folder / REPORT_FILE).encode()
    except FileNotFoundError as error:
        return None if (folder / REPORT_FILE).is_file() else f"{Path(error.filename).name} is missing"
    return None if seal == found else f"{REPORT_FILE} has changed since it was written"


class Previous(NamedTuple):
    """The generation before: its number, its documents, and its report where what that says of documents is true."""

    number: int
    documents: DocumentStore
    report: Report | None


def previous(
    data: DataFolder, number: int | None, documents: DocumentStore | None, gathered: Gathered
) -> Previous | None:
    """The generation of this number with its documents, as `compared` needs it; None where there is none."""
    if number is None or documents is None:
        return None
    return Previous(number, documents, data.report(number) if documents.layout and gathered.staying else None)


def compared(generation: int, before: Previous | None, gathered: Gathered) -> ReportDraft:
    """What is known before anything is written, embedded or checked."""
    cuts = sorted((cut.document for cut in gathered.cuts), key=lambda document: document.path)
    gone = gathered.gone_from(before.documents) if before else frozenset[str]()
    found = changes.compare(before.documents.known(gone) if before else {}, changes.known(cuts))
    with ExitStack() as opened:
        stays = before is not None and gathered.staying
        staying = opened.enter_context(closing(before.documents.without(gone))) if before and stays else None
        report = Report(
            generation=generation,
            previous=before.number if before else None,
            published=False,
            added=found.added,
            changed=found.changed,
            removed=found.removed,
            moved=found.moved,
            redated=found.redated,
            failed=tuple(sorted(gathered.failures, key=lambda failure: failure.path)),
            kept=tuple(sorted(gathered.kept, key=lambda kept: kept.path)),
            left_out=tuple(gathered.left_out),
            notes=_notes(staying, cuts, gathered.unsigned),
            embedded=0,
            seconds=0,
            **_counted(staying, gathered),
            **_dating(staying, gathered, before.report if before else None),
        )
    return ReportDraft(report)


def _counted(staying: DocumentStore | None, gathered: Gathered) -> dict[str, Any]:
    """How much there is, of what kind and where, and the first and last day."""
    formats = Counter(cut.document.format for cut in gathered.cuts)
    documents = Counter(folder_of(cut.document.path) for cut in gathered.cuts)
    passages: Counter[str] = Counter()
    for cut in gathered.cuts:
        passages[folder_of(cut.document.path)] += len(cut.passages)
    days = [day for cut in gathered.cuts if (date := cut.document.date) for day in (date.earliest, date.latest)]
    if staying:
        formats.update(staying.formats())
        days += staying.span() or ()
        for name, (held, cut_into) in staying.by_folder().items():
            documents[name] += held
            passages[name] += cut_into
    return {
        "formats": dict(formats),
        "documents": documents.total(),
        "passages": passages.total(),
        "folders": {
            name: FolderCounts(documents=documents[name], passages=passages[name]) for name in sorted(documents)
        },
        "earliest": min(days, default=None),
        "latest": max(days, default=None),
    }


def _dating(staying: DocumentStore | None, gathered: Gathered, told: Report | None) -> dict[str, Any]:
    """Which documents are undated, or dated by what is often wrong; of those that stay it was told before."""
    cuts = [cut.document for cut in gathered.cuts]
    without = {document.path: undated(document) for document in cuts if document.date is None}
    weak = {document.path: found for document in cuts if (found := weakly_dated(document))}
    if staying:
        known = {one.path: one for one in told.weakly_dated} if told else {}
        there = gathered.staying if told is None else gathered.staying & known.keys()
        found_again = ((path, known.get(path) or weakly_dated(_document(staying, path))) for path in there)
        weak |= {path: found for path, found in found_again if found}
        said = {one.path: one for one in told.undated_documents} if told else {}
        without |= {path: said.get(path) or undated(_document(staying, path)) for path in staying.undated()}
    return {
        "undated": tuple(sorted(without)),
        "undated_documents": tuple(without[path] for path in sorted(without)),
        "weakly_dated": tuple(weak[path] for path in sorted(weak)),
    }


def _document(store: DocumentStore, path: str) -> Document:
    document = store.document(path)
    if document is None:
        raise LookupError(path)
    return document


def _notes(staying: DocumentStore | None, cuts: Sequence[Document], unsigned: Iterable[str]) -> tuple[Failure, ...]:
    """What was noted of documents, except what one line says of all that a folder keeps."""
    notes = {document.path: document.notes for document in cuts} | (staying.notes() if staying else {})
    noted = ((path, note) for path in sorted(notes) for note in notes[path])
    told = (_noted(path, note) for path, note in noted if note not in KEPT_NOTES)
    return (*(Failure(path=path, reason=UNSIGNED) for path in unsigned), *told)


def _noted(path: str, note: str) -> Failure:
    chat = chat_of(note)
    return Failure(path=path, reason=note, chat=chat)
