"""What moderators do with dates, and what the index then says."""

from __future__ import annotations

from contextlib import closing

from index import Dating, Report
from index.generations.data_folder import DataFolder
from index.models.documents import DateSpan, Document
from index.storage.documents import DocumentStore
from tests.makers.archives import Place
from tests.stand_ins.in_process import InProcessReaders

WHY = "the diary says so"
LETTER = "A letter\n\nThe keeper counted nine gulls above the harbour and wrote to nobody.\n"
DATED = "date 1921-03-04 A ledger\n\nSeven ropes were bought and two of them were sold in spring.\n"
AMBIGUOUS = "date 03/04/1925 Minutes\n\nThe board met at noon and agreed on nothing at all.\n"


def dating(place: Place) -> Dating:
    """As the command line has it, reading files in this process."""
    return Dating(place.settings, InProcessReaders)


def stored(place: Place) -> dict[str, Document]:
    """The documents of the generation that serves, by path."""
    data = DataFolder(place.data)
    with closing(DocumentStore(data.folder(data.current()))) as store:
        return {document.path: document for document in store.documents()}


def said(date: DateSpan | None) -> str | None:
    """A date as it was written, with a star where a moderator set it."""
    return None if date is None else date.as_written + ("*" if date.origin == "set by a moderator" else "")


def dates(place: Place) -> dict[str, str | None]:
    """Each document's date after a reindex, as `said`."""
    place.index()
    return {path: said(document.date) for path, document in stored(place).items()}


def noted(report: Report, path: str) -> list[str]:
    """What a report says of a document or a file."""
    return [note.reason for note in report.notes if note.path == path]
