"""Every citation ever given out, looked up in a new generation before it serves."""

from __future__ import annotations

from pathlib import Path

from index.cite.audit import Compared, GivenOut, Progress
from index.cite.sources import StoredSources
from index.generations import integrity
from index.generations.data_folder import DataFolder
from index.models.reports import Affected, Report
from index.storage import ARCHIVE_FILE, WORDS_FOLDER
from index.storage.documents import DocumentStore
from index.storage.words import WordIndex


def follow(
    given_out: GivenOut, then: Compared | None, folder: Path, report: Report, progress: Progress, *, taken_over: bool
) -> tuple[Affected, ...]:
    """The citations whose source is not what or where it was in `then`; see `GivenOut.affected`.

    The new generation lies in `folder`; `report` says which documents are otherwise in it. Where the others were
    `taken_over`, not read again, their citations must be what they were.
    """
    now = DocumentStore(folder / ARCHIVE_FILE)
    try:
        same = _untouched(now, report) if taken_over else set()
        words = WordIndex(folder / WORDS_FOLDER, ())
        return given_out.affected(then, _compared(report.generation, now, words), same, progress)
    finally:
        now.close()


def before(data: DataFolder, number: int | None, stored: DocumentStore | None) -> Compared | None:
    """The generation before; where its words are damaged, citations are looked up in their own documents only."""
    if number is None or stored is None:
        return None
    folder, manifest = data.folder(number), data.manifest(number)
    files = [name for name in manifest.files if name.startswith(f"{WORDS_FOLDER}/")]
    damaged = any(integrity.file_fault(folder, manifest, name) for name in files)
    return _compared(number, stored, None if damaged else WordIndex(folder / WORDS_FOLDER, ()))


def _untouched(now: DocumentStore, report: Report) -> set[str]:
    touched = {*report.added, *report.changed, *report.redated, *(one.after for one in report.moved)}
    return now.digests().keys() - touched


def _compared(number: int, stored: DocumentStore, words: WordIndex | None) -> Compared:
    return Compared(number, StoredSources(number, stored, words))
