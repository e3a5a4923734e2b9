"""One opened generation: its documents, vectors and words."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from index.generations.data_folder import DataFolder
from index.generations.integrity import check_files
from index.generations.manifest import Manifest, damaged, read_manifest
from index.models.scope import Scope
from index.processes import SEARCHING, check_address_space
from index.storage.date_counts import DateCounts
from index.storage.document_engine import Documents
from index.storage.engine import PassageStore
from index.storage.opening import open_passages

MAX_DATE_COUNTS = 64
"""Date counts kept of one generation: one for each scope that is asked for."""


class Generation:
    """One opened generation; its files stay where they are until it is closed.

    Opening checks what can be checked quickly and raises `IndexDataError` naming the fault. `building` is the folder
    of a generation that is not published yet. `damaged` is set once a record is noticed not to be what was written; the
    generation is marked then, and is not opened again until it is found sound.
    """

    def __init__(self, data: DataFolder, number: int, *, building: Path | None = None) -> None:
        self.number = number
        self.damaged = False
        self._data = data
        self._published = building is None
        folder = building or data.folder(number)
        self.manifest: Manifest = read_manifest(folder, number)
        check_address_space(SEARCHING, sum(self.manifest.sizes.values()))
        self._held = ExitStack()
        if building is None:
            self._held.enter_context(data.reading(number))
        try:
            check_files(data, number, self.manifest, folder)
            self.passages: PassageStore = self._held.enter_context(
                open_passages(folder, self.manifest.languages, self._notice)
            )
            self._agree()
        except BaseException:  # whatever keeps it from being opened, Ctrl-C too, leaves no file held
            self._held.close()
            raise
        self.documents: Documents = self.passages.documents
        self._date_counts: dict[Scope, DateCounts] = {}

    def _agree(self) -> None:
        if self.passages.totals() != {self.manifest.passages}:
            raise damaged(self.number, " (its counts differ)")

    def _notice(self, what: str) -> None:
        """Marks the generation where a record of it is damaged."""
        if self._published and not self.damaged:
            self._data.mark_damaged_record(self.number, what)
        self.damaged = True

    def date_counts(self, scope: Scope) -> DateCounts:
        """The dates of the documents within `scope`, counted; kept once made."""
        known = self._date_counts.get(scope)
        if known is None:
            known = DateCounts(self.documents.dated(scope))
            if len(self._date_counts) >= MAX_DATE_COUNTS:
                self._date_counts.clear()
            self._date_counts[scope] = known
        return known

    def close(self) -> None:
        self._held.close()
