"""A reindex in a process of its own, followed by whoever started it or by whoever finds it running.

The process can crash, be killed or hang without harm to the one that follows it, and outlives it if it is to.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from pydantic import ValidationError

from index import errors, processes
from index.errors import BusyError, DatelineError, IndexDataError
from index.generations import lock
from index.generations.data_folder import DataFolder
from index.generations.lock import Builder
from index.models.data_files import DataFile
from index.models.reports import Phase, Report, Step
from index.models.values import Value
from index.settings import Settings

WORKER: Final = "index.build.worker"
EARLIER_WORKERS: Final = ("index.rebuild",)
"""What an older Dateline calls it, whose process may still run."""
LOOK_EVERY_S: Final = 0.1
KILL_AFTER_S: Final = 15.0
"""A build that hangs in a library doesn't hear that it is to stop; it is killed then, which does no harm."""


class BuildRequest(Value):
    """What the process is to do; its one argument, as JSON."""

    settings: str
    force: bool
    traces: bool = True


class Reindexing:
    """One reindex. Safe to use from many threads."""

    def __init__(self, settings: Settings, step: Step, process: subprocess.Popen[str] | None) -> None:
        self._settings = settings
        self._process = process
        self._step = step
        self._ended = threading.Event()
        if process is not None:
            threading.Thread(target=self._read, args=(process,), name="reindex", daemon=True).start()

    @classmethod
    def start(cls, settings: Settings, *, force: bool = False, detached: bool = False, traces: bool = True) -> Self:
        """Starts a reindex; where another one runs already, its last step says so and `report` raises it.

        One that is `detached` goes on when this process ends, and doesn't hear its Ctrl-C. Bugs leave their `traces`,
        tracebacks, on standard error.
        """
        request = BuildRequest(settings=settings.model_dump_json(), force=force, traces=traces)
        process = subprocess.Popen(  # noqa: S603 (our own module, and no shell)
            processes.module_command(WORKER, request.model_dump_json()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env=processes.environment(),
            start_new_session=detached,
            text=True,
            encoding="utf-8",
        )
        me = lock.myself().model_copy(update={"pid": process.pid})
        return cls(settings, _first(me), process)

    @classmethod
    def find(cls, settings: Settings) -> Self | None:
        """The reindex of this archive that runs now, whoever started it, or None."""
        who = lock.builder(settings.data)
        return cls(settings, _first(who), None) if who else None

    @classmethod
    def known(cls, settings: Settings, pid: int) -> Self | None:
        """The reindex that ran as process `pid`, running or ended, if it was the latest one of this archive."""
        step = _written(settings.data)
        return cls(settings, step, None) if step and step.pid == pid else None

    @property
    def builder(self) -> Builder:
        """The process that builds."""
        return Builder(**self._step.model_dump(include=set(Builder.model_fields)))

    def step(self) -> Step:
        """How far it is."""
        if self._process is None and self._step.ended is None:
            self._look()
        return self._step

    def follow(self) -> Iterator[Step]:
        """Each step as it comes, up to the last one, which has ended."""
        latest: Step | None = None
        while latest is None or latest.ended is None:
            step = self.step()
            if step != latest:
                yield step
                latest = step
            self._ended.wait(LOOK_EVERY_S)

    def attend(self, show: Callable[[Step], None]) -> Report:
        """Follows it to its end and gives its report, as `report` does; if interrupted, cancels it first."""
        try:
            for step in self.follow():
                show(step)
        except BaseException:  # also Ctrl-C: the process must not build on unattended
            self.cancel()
            for _ in self.follow():
                continue
            raise
        return self.report()

    def cancel(self) -> None:
        """Asks it to stop; it ends soon, and its last step says so. Raises `BusyError` where it can't be asked."""
        if self._step.ended is not None:
            return
        if self._process is None:
            self._check_mine()
        self._signal(signal.SIGTERM)
        killing = threading.Timer(KILL_AFTER_S, self._kill)
        killing.daemon = True
        killing.start()

    def report(self) -> Report:
        """What it did, once it has ended; raises the `DatelineError` that it ended with."""
        step = self.step()
        if step.ended is None:
            raise BusyError(f"this archive is being indexed, {self.builder}; wait until it is done")
        if step.generation is None:
            kind = getattr(errors, step.fault or "", DatelineError)
            raise kind(step.message or "the reindex failed")
        report = DataFolder(self._settings.data).report(step.generation)
        if report is None:
            raise IndexDataError(f"the report of generation {step.generation} is gone; run: dateline check")
        return report

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            with suppress(ValidationError):
                self._step = Step.model_validate_json(line)
        code = process.wait()
        if self._step.ended is None:
            self._step = _lost(self._step, _words(code))
        self._ended.set()

    def _look(self) -> None:
        """Reads the file that another process's build writes."""
        running = lock.held(self._settings.data)  # asked first: how it ended is written before the lock is free
        found = _written(self._settings.data)
        if found is not None and (found.pid, found.host) == (self._step.pid, self._step.host):
            self._step = found
        if not running and self._step.ended is None:
            self._step = _lost(self._step, "killed")
        if self._step.ended is not None:
            self._ended.set()

    def _check_mine(self) -> None:
        if not self.builder.here:
            raise BusyError(f"the reindex runs on {self.builder.host}; it can only be stopped there")
        command = _command(self._step.pid)
        if not any(name in command for name in (WORKER, *EARLIER_WORKERS)):
            raise BusyError(f"the reindex runs inside another program (process {self._step.pid}); stop that")

    def _kill(self) -> None:
        if self.step().ended is None:
            self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if self._process is not None:
                self._process.send_signal(number)
            elif lock.held(self._settings.data):
                os.kill(self._step.pid, number)


def _written(data: Path) -> Step | None:
    """What the latest build has written of itself."""
    try:
        return Step.model_validate_json((data / DataFile.PROGRESS).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _first(who: Builder) -> Step:
    return Step(**who.model_dump(), phase=Phase.START)


def _lost(step: Step, how: str) -> Step:
    line = f"the reindex was killed ({how}, perhaps because memory ran out); nothing was published and what was "
    line += "embedded is kept; run: dateline index"
    return step.model_copy(update={"ended": "failed", "fault": IndexDataError.__name__, "message": line})


def _words(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"


def _command(pid: int) -> str:
    """The command line of a process, or nothing where it can't be read."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
