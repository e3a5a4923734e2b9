"""A reindex in a process of its own, followed by whoever started it or by whoever finds it running.

The process can crash, be killed or hang without harm to the one that follows it, and outlives it if it is to.

Whoever starts it takes the lock and hands it over with the process: it is known at once who may build, nobody has to
wait for the process to come up, and there is no moment at which the lock is free in between.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from pydantic import ValidationError

from index import errors
from index.build.launch import WORKER, BuildRequest, launched
from index.errors import BusyError, IndexDataError
from index.generations import lock
from index.generations.data_folder import DataFolder, refuse_inside
from index.generations.lock import SILENT_S, Builder
from index.models.data_files import DataFile
from index.models.reports import Phase, Report, Step
from index.models.said import Said
from index.settings import Settings

EARLIER_WORKERS: Final = ("index.rebuild",)
"""What an older Dateline calls it, whose process may still run."""
LOOK_EVERY_S: Final = 0.1
KILL_AFTER_S: Final = 15.0
"""A build that hangs in a library doesn't hear that it is to stop; it is killed then, which does no harm."""

KILLED: Final = (
    "the reindex was killed, perhaps because memory ran out; nothing was published, and /archive reindex goes on from "
    "what was embedded"
)
"""What a chat is told of a process that ended without a word."""
_UNKNOWN: Final = "how the reindex ended is not known, as another one has begun since"
_SILENT: Final = f"nothing was heard of the reindex for {SILENT_S / 60:.0f} minutes, so its machine may be down"
UNKNOWN: Final = Said(f"{_UNKNOWN}; run: dateline report", f"{_UNKNOWN}; see /archive report")
SILENT: Final = Said(
    f"{_SILENT}; when it is back, run: dateline index", f"{_SILENT}; when it is back, use /archive reindex"
)
"""What is said of those that nobody can ask any more."""


class Reindexing:
    """One reindex. Safe to use from many threads."""

    def __init__(
        self,
        settings: Settings,
        step: Step,
        process: subprocess.Popen[str] | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._process = process
        self._step = step
        self._ended = threading.Event()
        self._clock = clock
        self._last_change: tuple[object, float] = (None, clock())
        if process is not None:
            threading.Thread(target=self._read, args=(process,), name="reindex", daemon=True).start()

    @classmethod
    def start(
        cls,
        settings: Settings,
        *,
        force: bool = False,
        detached: bool = False,
        traces: bool = True,
        ray: str | None = None,
    ) -> Self:
        """Starts a reindex, which has the lock when this returns; raises `BusyError` where another one has it.

        One that is `detached` goes on when this process ends, and doesn't hear its Ctrl-C. Bugs leave their `traces`,
        tracebacks, on standard error. The nodes of the Ray cluster at the address `ray` do the work, if it is given.
        Raises `DatelineError` for folders that can't be used.
        """
        refuse_inside(settings.archive, settings.data)
        DataFolder(settings.data).make()
        with lock.taken(settings.data) as handle:
            me = lock.myself()
            said = settings.model_dump_json()
            request = BuildRequest(settings=said, force=force, since=me.since, traces=traces, ray=ray)
            process = launched(request, handle, detached=detached)
            me = me.model_copy(update={"pid": process.pid})
            with suppress(IndexDataError):  # where that can't be written the process says so, and ends
                lock.sign(settings.data, me)
        return cls(settings, _first(me), process)

    @classmethod
    def find(cls, settings: Settings) -> Self | None:
        """The reindex of this archive that runs now, whoever started it, or None."""
        who = lock.builder(settings.data)
        return cls(settings, _first(who), None) if who else None

    @classmethod
    def known(
        cls,
        settings: Settings,
        pid: int,
        *,
        host: str | None = None,
        since: dt.datetime | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> Self | None:
        """The reindex that ran as process `pid`, running or ended, if it was the latest one of this archive.

        `host` and `since` tell it from another one that had the same number; who never noted them leaves them out. By
        `clock`, in seconds, it is found silent if it runs on another machine.
        """
        signed = lock.signature(settings.data)  # a build has its lock before it writes how far it is
        steps = [step for step in (signed and _first(signed), _written(settings.data)) if step]
        for step in steps:
            if _of(step).builds(host or step.host, pid, since or step.since):
                return cls(settings, step, None, clock)
        return None

    @property
    def builder(self) -> Builder:
        """The process that builds."""
        return _of(self._step)

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
            kind = errors.named(step.fault)
            raise kind(step.message or "the reindex failed", chat=step.chat)
        report = DataFolder(self._settings.data).report(step.generation)
        if report is None:
            raise IndexDataError(
                f"the report of generation {step.generation} is gone; run: dateline check",
                chat=f"the report of generation {step.generation} is gone; /archive status says what is served",
            )
        return report

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            with suppress(ValidationError):
                self._step = Step.model_validate_json(line)
        code = process.wait()
        if self._step.ended is None:
            self._step = _failed(self._step, _killed(_words(code)))
        self._ended.set()

    def _look(self) -> None:
        """Reads the file that another process's build writes."""
        running = lock.held(self._settings.data)  # asked first: how it ended is written before the lock is free
        found = _written(self._settings.data)
        if found is not None and self._is_mine(found):
            self._step = found
        if self._step.ended is None:
            self._step = self._lost(running) or self._step
        if self._step.ended is not None:
            self._ended.set()

    def _lost(self, running: bool) -> Step | None:
        """The last step of a build that is gone without a word; None for one that runs."""
        if not running:
            return _failed(self._step, _killed("killed"))
        if self._superseded():
            found = _written(self._settings.data)  # it may have ended just now
            return found if found and found.ended and self._is_mine(found) else _failed(self._step, UNKNOWN)
        return _failed(self._step, SILENT) if self._silent() else None

    def _is_mine(self, found: Step) -> bool:
        return self.builder.builds(found.host, found.pid, found.since)

    def _superseded(self) -> bool:
        """Whether another build has the lock now."""
        who = lock.builder(self._settings.data)
        return who is not None and not self.builder.builds(who.host, who.pid, who.since)

    def _silent(self) -> bool:
        """Whether a build on another machine, whose lock may outlive that machine, has written nothing for long.

        What it wrote is compared with what it wrote before, so that no two clocks are.
        """
        if self.builder.here:
            return False
        written, now = _stamp(self._settings.data), self._clock()
        if written != self._last_change[0]:
            self._last_change = (written, now)
        return now - self._last_change[1] > SILENT_S

    def _check_mine(self) -> None:
        if not self.builder.here:
            raise BusyError(
                f"the reindex runs on {self.builder.host}; it can only be stopped there",
                chat="that reindex runs on another machine, so I can't stop it; whoever started it can",
            )
        command = _command(self._step.pid)
        if not any(name in command for name in (WORKER, *EARLIER_WORKERS)):
            raise BusyError(
                f"the reindex runs inside another program (process {self._step.pid}); stop that",
                chat="that reindex runs inside another program, so I can't stop it; whoever started it can",
            )

    def _kill(self) -> None:
        if self.step().ended is None:
            self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if self._process is not None:
                self._process.send_signal(number)
            elif lock.held(self._settings.data) and not self._superseded():
                os.kill(self._step.pid, number)


def _written(data: Path) -> Step | None:
    """What the latest build has written of itself."""
    try:
        return Step.model_validate_json((data / DataFile.PROGRESS).read_text("utf-8"))
    except (OSError, ValueError):  # or what is there is no text, or says something else
        return None


def _stamp(data: Path) -> tuple[int, int] | None:
    """What changes whenever a build writes how far it is."""
    try:
        found = (data / DataFile.PROGRESS).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _of(step: Step) -> Builder:
    return Builder(**step.model_dump(include=set(Builder.model_fields)))


def _first(who: Builder) -> Step:
    return Step(**who.model_dump(), phase=Phase.START)


def _failed(step: Step, said: Said) -> Step:
    known = {"fault": IndexDataError.__name__, "message": said.terminal, "chat": said.chat}
    return step.model_copy(update={"ended": "failed", **known})


def _killed(how: str) -> Said:
    line = f"the reindex was killed ({how}, perhaps because memory ran out); nothing was published and what was "
    return Said(line + "embedded is kept; run: dateline index", KILLED)


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
