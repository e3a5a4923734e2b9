"""What the bot needs of an archive: to search it (`index.Archive`) and to change it (`bot.engine.LocalEngine`).

Tests bring their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

import index


class Archive(Protocol):
    """Blocking and safe to call from several threads. Faults are `index.DatelineError`.

    Searches run on `Services.searches`. What looks at files may take seconds, and runs on `Services.cites`: `cite`,
    `context`, `facts`, `original`. The others take milliseconds, and run on `Services.look_ups`.
    """

    def search(self, query: index.Query, *, shown: bool = True) -> index.Answer: ...

    def cite(self, typed: Sequence[str], scope: index.Scope) -> tuple[index.Cited | index.Unknown, ...]: ...

    def records(self, ids: Sequence[str], scope: index.Scope) -> tuple[index.Record, ...]: ...

    def context(self, passage: str, scope: index.Scope) -> index.Context: ...

    def facts(self, path: str, scope: index.Scope) -> index.Facts: ...

    def named(self, typed: str, scope: index.Scope) -> tuple[index.Named, ...]: ...

    def original(self, path: str, most_bytes: int, scope: index.Scope) -> bytes | None: ...

    def date_counts(self, scope: index.Scope) -> index.DateCounts: ...

    def holdings(self, scope: index.Scope) -> index.Holdings: ...

    def status(self) -> index.Status: ...

    def close(self) -> None: ...


class Reindex(Protocol):
    """A reindex in a process of its own. All but `cancel` return at once."""

    def step(self) -> index.Step: ...

    def cancel(self) -> None: ...

    def report(self) -> index.Report: ...


class Engine(Protocol):
    """Changes the archive and its index. Blocking; faults are `index.DatelineError`."""

    def start(self, *, force: bool) -> Reindex:
        """A reindex that has the lock; raises `index.BusyError` where another one has it."""
        ...

    def find(self) -> Reindex | None: ...

    def known(self, pid: int, *, host: str | None = None, since: dt.datetime | None = None) -> Reindex | None: ...

    def report(self, generation: int | None) -> index.Report: ...

    def rollback(self, generation: int | None) -> index.Swap: ...

    def archive_folder(self) -> index.ArchiveFolder: ...

    def most_bytes(self) -> int: ...
