"""The report of a reindex in the making: what is known from comparing, and what the build adds to it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from index.build import changes
from index.build.cuts import Cuts
from index.build.gather import Gathered
from index.build.keep import KEPT_NOTES
from index.files import checksum, write_durably
from index.generations.data_folder import REPORT_FILE, DataFolder
from index.models.documents import Document, Fingerprint
from index.models.reports import Failure, FolderCounts, Report
from index.models.scope import folder_of
from index.models.undated import Undated, WeaklyDated
from index.read.cures import undated, weakly_dated
from index.read.recognise import chat_of
from index.storage.document_engine import Documents

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
    documents: Documents
    report: Report | None


def previous(data: DataFolder, number: int | None, documents: Documents | None, gathered: Gathered) -> Previous | None:
    """The generation of this number with its documents, as `compared` needs it; None where there is none."""
    if number is None or documents is None:
        return None
    return Previous(number, documents, data.report(number) if documents.is_dated and gathered.staying else None)


def compared(generation: int, before: Previous | None, gathered: Gathered) -> ReportDraft:
    """What is known before anything is written, embedded or checked."""
    new = _New.of(gathered.cuts)
    gone = gathered.gone_from(before.documents) if before else frozenset[str]()
    found = changes.compare(before.documents.known(gone) if before else {}, new.known)
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
            notes=_notes(staying, new.notes, gathered.unsigned),
            embedded=0,
            seconds=0,
            **_counted(staying, new),
            **_dating(staying, new, gathered, before.report if before else None),
        )
    return ReportDraft(report)


@dataclass
class _New:
    """What a report says of the documents that are new or not as they were, by path where nothing else is said."""

    known: dict[str, Fingerprint] = field(default_factory=dict)
    formats: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    """By folder, as well as `passages`."""
    passages: Counter[str] = field(default_factory=Counter)
    days: list[dt.date] = field(default_factory=list)
    """The first and the last."""
    undated: dict[str, Undated] = field(default_factory=dict)
    weak: dict[str, WeaklyDated] = field(default_factory=dict)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, cuts: Cuts) -> _New:
        """By one look at each."""
        new = cls()
        for document, passages in zip(cuts.documents(), cuts.counts(), strict=True):
            new.formats[document.format] += 1
            new.documents[folder_of(document.path)] += 1
            new.passages[folder_of(document.path)] += passages
            new._note(document)
        return new

    def _note(self, document: Document) -> None:
        path, date = document.path, document.date
        self.known[path] = Fingerprint(document.sha256, date)
        if document.notes:
            self.notes[path] = document.notes
        if date is None:
            self.undated[path] = undated(document)
            return
        self.days = [min([*self.days, date.earliest]), max([*self.days, date.latest])]
        if weak := weakly_dated(document):
            self.weak[path] = weak


def _counted(staying: Documents | None, new: _New) -> dict[str, Any]:
    """How much there is, of what kind and where, and the first and last day."""
    formats, documents, passages, days = new.formats, new.documents, new.passages, new.days
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


def _dating(staying: Documents | None, new: _New, gathered: Gathered, told: Report | None) -> dict[str, Any]:
    """Which documents are undated, or dated by what is often wrong; of those that stay it was told before."""
    without, weak = new.undated, new.weak
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


def _document(store: Documents, path: str) -> Document:
    document = store.document(path)
    if document is None:
        raise LookupError(path)
    return document


def _notes(
    staying: Documents | None, new: Mapping[str, tuple[str, ...]], unsigned: Iterable[str]
) -> tuple[Failure, ...]:
    """What was noted of documents, except what one line says of all that a folder keeps."""
    notes = {**new, **(staying.notes() if staying else {})}
    noted = ((path, note) for path in sorted(notes) for note in notes[path])
    told = (_noted(path, note) for path, note in noted if note not in KEPT_NOTES)
    return (*(Failure(path=path, reason=UNSIGNED) for path in unsigned), *told)


def _noted(path: str, note: str) -> Failure:
    chat = chat_of(note)
    return Failure(path=path, reason=note, chat=chat)
