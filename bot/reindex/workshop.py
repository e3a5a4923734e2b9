"""What the moderators' commands need of the engine. `Engine` is the real one; tests bring their own."""

from __future__ import annotations

from typing import Protocol

import index


class Reindex(Protocol):
    """A reindex in a process of its own. All but `cancel` return at once."""

    def step(self) -> index.Step: ...

    def cancel(self) -> None: ...

    def report(self) -> index.Report: ...


class Workshop(Protocol):
    """Blocking; faults are `index.DatelineError`."""

    def start(self, *, force: bool) -> Reindex: ...

    def find(self) -> Reindex | None: ...

    def known(self, pid: int) -> Reindex | None: ...

    def report(self, generation: int | None) -> index.Report: ...

    def rollback(self, generation: int | None) -> index.Swap: ...

    def deposit(self) -> index.Deposit: ...

    def most_bytes(self) -> int: ...


class Engine:
    """The workshop of one archive."""

    def __init__(self, settings: index.Settings) -> None:
        self._settings = settings

    def start(self, *, force: bool) -> Reindex:
        """A reindex that goes on when the bot is restarted."""
        return index.Reindexing.start(self._settings, force=force, detached=True)

    def find(self) -> Reindex | None:
        return index.Reindexing.find(self._settings)

    def known(self, pid: int) -> Reindex | None:
        return index.Reindexing.known(self._settings, pid)

    def report(self, generation: int | None) -> index.Report:
        return index.report(self._settings, generation)

    def rollback(self, generation: int | None) -> index.Swap:
        return index.rollback(self._settings, generation)

    def deposit(self) -> index.Deposit:
        return index.Deposit(self._settings)

    def most_bytes(self) -> int:
        return self._settings.max_file_bytes
