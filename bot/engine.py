"""What the moderators' commands do with the archive on this machine; `bot.ports` says what they need of it."""

from __future__ import annotations

import datetime as dt
from typing import cast

import index
from bot.ports import Archive, Reindex, Watcher


class LocalEngine:
    """The engine of one archive and its index."""

    def __init__(self, settings: index.Settings) -> None:
        self._settings = settings

    def start(self, *, force: bool) -> Reindex:
        """A reindex that goes on when the bot is restarted."""
        return index.Reindexing.start(self._settings, force=force, detached=True)

    def find(self) -> Reindex | None:
        return index.Reindexing.find(self._settings)

    def known(self, pid: int, *, host: str | None = None, since: dt.datetime | None = None) -> Reindex | None:
        return index.Reindexing.known(self._settings, pid, host=host, since=since)

    def report(self, generation: int | None) -> index.Report:
        return index.report(self._settings, generation)

    def rollback(self, generation: int | None) -> index.Swap:
        return index.rollback(self._settings, generation)

    def rollback_target(self, generation: int | None, scope: index.Scope) -> index.RollbackTarget:
        return index.rollback_target(self._settings, generation, scope)

    def archive_folder(self) -> index.ArchiveFolder:
        return index.ArchiveFolder(self._settings)

    def eraser(self) -> index.Eraser:
        return index.Eraser(self._settings)

    def dating(self) -> index.Dating:
        return index.Dating(self._settings)

    def watcher(self, archive: Archive) -> Watcher:
        """What holds watches against the archive that is open, which is one of this machine's."""
        return index.Watcher(cast("index.Archive", archive), self._settings)

    def most_bytes(self) -> int:
        return self._settings.max_file_bytes

    def read_draft(self, data: bytes, name: str) -> index.Draft:
        """The quotations in a file; raises `index.DraftError` where it is no text."""
        return index.read_draft(data, name, self._settings)
