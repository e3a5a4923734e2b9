"""An engine whose reindex goes as far as a test lets it; files are put into a real folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import index
from index.quotations.drafts import read_draft
from tests.bot.watcher import FakeWatcher
from tests.stand_ins.in_process import InProcessReaders

PID = 4711
SINCE = dt.datetime(2024, 12, 20, 9, 5, tzinfo=dt.UTC)


def step(**known: Any) -> index.Step:
    """A step of the one reindex there is."""
    given = {"pid": PID, "host": "shelf", "user": "keeper", "since": SINCE, "phase": "embed", **known}
    return index.Step(**given)


def report(**known: Any) -> index.Report:
    """A report of eight documents, one of them added."""
    given: dict[str, Any] = {
        "generation": 8,
        "previous": 7,
        "published": True,
        "added": ("new.txt",),
        "documents": 8,
        "passages": 9,
        "embedded": 1,
        "reused": 8,
        "earliest": None,
        "latest": None,
        "seconds": 2.0,
    }
    return index.Report(**{**given, **known})


@dataclass
class FakeReindex:
    """Is at `now` until a test moves it on."""

    now: index.Step = field(default_factory=lambda: step(done=3, total=10, rate=1.5, left_s=90))
    done: index.Report = field(default_factory=report)
    cancelled: bool = False

    def step(self) -> index.Step:
        return self.now

    def cancel(self) -> None:
        self.cancelled = True
        self.move(ended="stopped", message="the reindex was stopped")

    def move(self, **known: Any) -> None:
        """Moves it on."""
        self.now = self.now.model_copy(update=known)

    def report(self) -> index.Report:
        return self.done

    def end(self) -> None:
        self.move(phase="publish", done=1, total=1, ended="published", generation=8)


class FakeEngine:
    """One archive; `running` is the reindex that runs, whoever started it."""

    def __init__(self, home: Path, now: Callable[[], dt.datetime] = lambda: SINCE) -> None:
        self.now = now
        self.archive = home / "archive"
        self.archive.mkdir()
        self.settings = index.Settings(_env_file=None, archive=self.archive, data=home, max_file_mib=1)
        self.running: FakeReindex | None = None
        self.started: list[bool] = []
        self.reports = {8: report()}
        self.serving = 8
        self.kept = {5, 6, 7, 8}

    def start(self, *, force: bool) -> FakeReindex:
        if self.find():
            raise index.BusyError("this archive is already being indexed, by keeper on shelf (process 4711)")
        since = SINCE + dt.timedelta(minutes=len(self.started))
        self.started.append(force)
        self.running = FakeReindex(step(done=3, total=10, rate=1.5, left_s=90, since=since))
        return self.running

    def find(self) -> FakeReindex | None:
        return self.running if self.running and self.running.now.ended is None else None

    def known(self, pid: int, *, host: str | None = None, since: dt.datetime | None = None) -> FakeReindex | None:
        now = self.running.now if self.running else None
        known = now and (now.pid, now.host, now.since) == (pid, host or now.host, since or now.since)
        return self.running if known else None

    def report(self, generation: int | None) -> index.Report:
        try:
            return self.reports[generation or max(self.reports)]
        except KeyError:
            raise index.IndexDataError(f"there is no report of generation {generation}", shown=True) from None

    def rollback(self, generation: int | None) -> index.Swap:
        before, self.serving = self.serving, generation or self.serving - 1
        return index.Swap(generation=self.serving, previous=before)

    def rollback_target(self, generation: int | None, scope: index.Scope) -> index.RollbackTarget:
        number = generation or self.serving - 1
        if number not in self.kept:
            raise index.IndexDataError(f"there is no generation {number} (any more)", shown=True)
        held = index.Holdings(documents=number, undated=0, passages=2 * number, earliest=None, latest=None)
        return index.RollbackTarget(generation=number, previous=self.serving, built=SINCE, holdings=held)

    def archive_folder(self) -> index.ArchiveFolder:
        return index.ArchiveFolder(self.settings, readers=InProcessReaders)

    def eraser(self) -> index.Eraser:
        return index.Eraser(self.settings, readers=InProcessReaders)

    def dating(self) -> index.Dating:
        return index.Dating(self.settings, readers=InProcessReaders)

    def watcher(self, archive: Any) -> FakeWatcher:
        return FakeWatcher(archive, self.now)

    def most_bytes(self) -> int:
        return self.settings.max_file_bytes

    def read_draft(self, data: bytes, name: str) -> index.Draft:
        return read_draft(data, name, self.settings, InProcessReaders)
