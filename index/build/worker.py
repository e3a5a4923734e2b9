"""The process that builds: it yields to all others, says how far it is in JSON lines, and can be told to stop.

A line goes to standard output, for whoever started it, and to a file in the data folder, for whoever comes later.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any, Final, NoReturn, TextIO

from index.build.build import build, locked
from index.build.process import Orders
from index.errors import DatelineError, IndexDataError, StoppedError
from index.generations.data_folder import PROGRESS_FILE
from index.generations.lock import Builder, myself
from index.models.reports import Phase, Step
from index.processes import take_output
from index.settings import Settings

log = logging.getLogger(__name__)

NICENESS: Final = 10
"""Beside a search it gets a tenth of a core, and on a busy machine still enough to get on."""
OOM_SCORE: Final = 500
"""When memory runs out this process is ended before the bot is (Linux, 0 to 1000)."""
LINE_EVERY_S: Final = 0.2
FILE_EVERY_S: Final = 1.0
STOPPING: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class _Stopped(BaseException):
    """Somebody wants the build to stop."""


def main() -> None:
    """Builds; how it ended is in the last line."""
    orders = Orders.model_validate_json(sys.argv[1])
    settings = Settings.model_validate_json(orders.settings)
    lines = os.fdopen(take_output(), "w", encoding="utf-8")
    _yield_to_others()
    for number in STOPPING:
        signal.signal(number, _stop)
    teller = Teller(lines, settings.data / PROGRESS_FILE, myself())
    try:
        with locked(settings) as data:
            teller.begin()
            try:
                report = build(settings, data, teller.progress, force=orders.force)
            except BaseException as error:  # however it ends, its last line says so to those who follow it
                teller.end(**_ending(error))  # under the lock: the file is nobody else's yet
                return
            teller.end(ended="published", generation=report.generation)
    except (_Stopped, DatelineError) as error:  # before it had the lock
        teller.end(**_ending(error))


def _ending(error: BaseException) -> dict[str, Any]:
    if isinstance(error, _Stopped):
        line = "the reindex was stopped; what was embedded is kept, and the next one goes on from there"
        return {"ended": "stopped", "fault": StoppedError.__name__, "message": line}
    if isinstance(error, DatelineError):
        return {"ended": "failed", "fault": type(error).__name__, "message": str(error)}
    log.error("the reindex failed", exc_info=error)
    line = f"the reindex failed by a fault in Dateline ({type(error).__name__}: {error}); please report it"
    return {"ended": "failed", "fault": IndexDataError.__name__, "message": " ".join(line.split())}


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    _deafen()  # cleaning up is not to be stopped
    raise _Stopped


def _deafen() -> None:
    for number in STOPPING:
        signal.signal(number, _nothing)  # not SIG_IGN: Python complains of a signal that came just before


def _nothing(number: int, frame: FrameType | None) -> None:
    """It is stopping already, or can't be stopped any more."""


def _yield_to_others() -> None:
    os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(OOM_SCORE), "ascii")


class Teller:
    """Says how far the build is: at every change of phase, at its end, and now and then in between."""

    def __init__(self, lines: TextIO, file: Path, me: Builder) -> None:
        self._lines: TextIO | None = lines
        self._file = file
        self._owns_file = False
        self._step = Step(**me.model_dump(), phase=Phase.START)
        self._began = self._lined = self._filed = time.monotonic()

    def begin(self) -> None:
        """From now on the file is this process's too."""
        self._owns_file = True
        self._tell(self._step, at_once=True)

    def progress(self, phase: Phase, done: int, total: int) -> None:
        now, anew = time.monotonic(), phase != self._step.phase
        if phase == Phase.PUBLISH:
            _deafen()
        if anew:
            self._began = now
        rate = done / (now - self._began) if done and now > self._began else None
        self._step = self._step.model_copy(
            update={
                "phase": phase,
                "done": done,
                "total": total,
                "rate": round(rate, 3) if rate else None,
                "left_s": round((total - done) / rate, 1) if rate else None,
            }
        )
        self._tell(self._step, at_once=anew or done >= total)

    def end(self, **how: Any) -> None:
        self._tell(self._step.model_copy(update={"left_s": None, **how}), at_once=True)

    def _tell(self, step: Step, *, at_once: bool) -> None:
        now, line = time.monotonic(), step.model_dump_json() + "\n"
        if at_once or now - self._lined >= LINE_EVERY_S:
            self._lined = now
            self._say(line)
        if self._owns_file and (at_once or now - self._filed >= FILE_EVERY_S):
            self._filed = now
            with suppress(OSError):  # a full disk stops the build itself, not its progress
                beside = self._file.with_suffix(".new")
                beside.write_text(line, "utf-8")
                beside.replace(self._file)

    def _say(self, line: str) -> None:
        if self._lines is None:
            return
        try:
            self._lines.write(line)
            self._lines.flush()
        except OSError:  # whoever started this is gone; others read the file
            self._lines = None


if __name__ == "__main__":
    main()
