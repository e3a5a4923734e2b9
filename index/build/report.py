"""The report of a reindex in the making: what is known from comparing, and what the build adds to it."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from index.build import changes
from index.build.gather import Gathered
from index.build.keep import KEPT_NOTES
from index.files import checksum, write_durably
from index.generations.data_folder import REPORT_FILE
from index.models.reports import Failure, FolderCounts, Report
from index.models.scope import folder_of
from index.read.cures import undated, weakly_dated
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


def compared(generation: int, previous: int | None, before: DocumentStore | None, gathered: Gathered) -> ReportDraft:
    """What is known before anything is embedded or checked; `before` is the store of the `previous` generation."""
    documents = {cut.document.path: cut.document for cut in gathered.cuts}
    found = changes.compare(before.known() if before else {}, changes.known(documents.values()))
    listed = sorted(documents.values(), key=lambda document: document.path)
    dates = [document.date for document in documents.values() if document.date]
    report = Report(
        generation=generation,
        previous=previous,
        published=False,
        added=found.added,
        changed=found.changed,
        removed=found.removed,
        moved=found.moved,
        redated=found.redated,
        undated=tuple(sorted(path for path, document in documents.items() if document.date is None)),
        undated_documents=tuple(undated(document) for document in listed if document.date is None),
        weakly_dated=tuple(weak for document in listed if (weak := weakly_dated(document))),
        failed=tuple(sorted(gathered.failures, key=lambda failure: failure.path)),
        kept=tuple(sorted(gathered.kept, key=lambda kept: kept.path)),
        left_out=tuple(gathered.left_out),
        notes=_notes(gathered),
        formats=dict(Counter(document.format for document in documents.values())),
        documents=len(documents),
        passages=sum(len(cut.passages) for cut in gathered.cuts),
        folders=_folders(gathered),
        embedded=0,
        earliest=min((date.earliest for date in dates), default=None),
        latest=max((date.latest for date in dates), default=None),
        seconds=0,
    )
    return ReportDraft(report)


def _folders(gathered: Gathered) -> dict[str, FolderCounts]:
    documents: Counter[str] = Counter()
    passages: Counter[str] = Counter()
    for cut in gathered.cuts:
        folder = folder_of(cut.document.path)
        documents[folder] += 1
        passages[folder] += len(cut.passages)
    return {name: FolderCounts(documents=documents[name], passages=passages[name]) for name in sorted(documents)}


def _notes(gathered: Gathered) -> tuple[Failure, ...]:
    """What was noted of documents, except what one line says of all that a folder keeps."""
    documents = sorted((cut.document for cut in gathered.cuts), key=lambda document: document.path)
    noted = ((document.path, note) for document in documents for note in document.notes)
    unsigned = (Failure(path=path, reason=UNSIGNED) for path in gathered.unsigned)
    return (*unsigned, *(Failure(path=path, reason=note) for path, note in noted if note not in KEPT_NOTES))
