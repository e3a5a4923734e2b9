"""One opened generation: its documents, vectors and words."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from pathlib import Path

from index.errors import IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.integrity import quick_fault
from index.generations.manifest import ARCHIVE_FILE, VECTORS_FILE, WORDS_FOLDER, Manifest, read_manifest
from index.models.documents import DateSpan
from index.models.scope import EVERYTHING, Scope
from index.storage.date_counts import DateCounts
from index.storage.documents import DocumentStore
from index.storage.vectors import VectorIndex
from index.storage.words import WordIndex

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
        self._held = ExitStack()
        if building is None:
            self._held.enter_context(data.reading(number))
        try:
            self._check_files(data, folder)
            self.store = DocumentStore(folder / ARCHIVE_FILE)
            self._held.callback(self.store.close)
            self.vectors = VectorIndex(folder / VECTORS_FILE)
            self.words = WordIndex(folder / WORDS_FOLDER, self.manifest.languages)
            self._agree()
        except BaseException:  # whatever keeps it from being opened, Ctrl-C too, leaves no file held
            self._held.close()
            raise
        self.span = self.store.span()
        self._newest = self.store.newest(EVERYTHING)
        self.undated = self.store.undated_rows()
        self._date_counts: dict[Scope, DateCounts] = {}

    def _check_files(self, data: DataFolder, folder: Path) -> None:
        if fault := data.damage(self.number) or quick_fault(folder, self.manifest):
            raise IndexDataError(f"generation {self.number} is damaged: {fault}; run: dateline index")

    def _agree(self) -> None:
        counts = {self.manifest.passages, self.vectors.rows, self.words.rows, self.store.counts()[2]}
        if len(counts) > 1:
            raise IndexDataError(f"generation {self.number} is damaged (its counts differ); run: dateline index")

    def newest(self, scope: Scope) -> DateSpan | None:
        """The date of the newest document within `scope`."""
        return self._newest if scope.everything else self.store.newest(scope)

    def date_counts(self, scope: Scope) -> DateCounts:
        """The dates of the documents within `scope`, counted; kept once made."""
        known = self._date_counts.get(scope)
        if known is None:
            known = DateCounts(self.store.dated(scope))
            if len(self._date_counts) >= MAX_DATE_COUNTS:
                self._date_counts.clear()
            self._date_counts[scope] = known
        return known

    def oldest(self, scope: Scope) -> dt.date | None:
        """The first day of the oldest document within `scope`."""
        if not scope.everything:
            return self.store.oldest(scope)
        return self.span[0] if self.span else None

    def close(self) -> None:
        self._held.close()
