"""One opened generation: its documents, vectors and words."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from index.errors import IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.integrity import quick_fault
from index.generations.manifest import Manifest, read_manifest
from index.models.scope import Scope
from index.processes import SEARCHING, check_address_space
from index.storage.date_counts import DateCounts
from index.storage.embedded import EmbeddedStore

MAX_DATE_COUNTS = 64
"""Date counts kept of one generation: one for each scope that is asked for."""


class Generation:
    """One opened generation; its files stay where they are until it is closed.

    Opening checks what can be checked quickly and raises `IndexDataError` naming the fault. `building` is the folder
    of a generation that is not published yet.
    """

    def __init__(self, data: DataFolder, number: int, *, building: Path | None = None) -> None:
        self.number = number
        folder = building or data.folder(number)
        self.manifest: Manifest = read_manifest(folder, number)
        check_address_space(SEARCHING, sum(self.manifest.sizes.values()))
        self._held = ExitStack()
        if building is None:
            self._held.enter_context(data.reading(number))
        try:
            self._check_files(data, folder)
            self.passages = self._held.enter_context(EmbeddedStore(folder, self.manifest.languages))
            self._agree()
        except BaseException:  # whatever keeps it from being opened, Ctrl-C too, leaves no file held
            self._held.close()
            raise
        self.documents = self.passages.documents
        self._date_counts: dict[Scope, DateCounts] = {}

    def _check_files(self, data: DataFolder, folder: Path) -> None:
        if fault := data.damage(self.number) or quick_fault(folder, self.manifest):
            raise IndexDataError(f"generation {self.number} is damaged: {fault}; run: dateline index")

    def _agree(self) -> None:
        store = self.passages
        counts = {self.manifest.passages, store.vectors.rows, store.words.rows, store.documents.counts()[2]}
        if len(counts) > 1:
            raise IndexDataError(f"generation {self.number} is damaged (its counts differ); run: dateline index")

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
