"""The process that builds: it yields to all others, reports its progress in JSON lines, and stops when asked to.

A line goes to standard output, for whoever started it, and to a file in the data folder, for whoever comes later.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any, Final, NoReturn

from index.build.build import build, locked
from index.build.process import BuildRequest
from index.build.progress import Progress, ProgressWriter
from index.errors import DatelineError, IndexDataError, StoppedError
from index.generations.lock import myself
from index.models.data_files import DataFile
from index.models.reports import Phase
from index.processes import BUILDING, check_address_space, take_output
from index.settings import Settings

log = logging.getLogger(__name__)

NICENESS: Final = 10
"""Beside a search it gets a tenth of a core, and on a busy machine still enough to get on."""
OOM_SCORE: Final = 500
"""When memory runs out this process is ended before the bot is (Linux, 0 to 1000)."""
STOPPING: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class _Stopped(BaseException):
    """Somebody wants the build to stop."""


def main() -> None:
    """Builds; how it ended is in the last line."""
    request = BuildRequest.model_validate_json(sys.argv[1])
    settings = Settings.model_validate_json(request.settings)
    lines = os.fdopen(take_output(), "w", encoding="utf-8")
    _yield_to_others()
    for number in STOPPING:
        signal.signal(number, _stop)
    log.disabled = not request.traces  # whose line says all that people need
    writer = ProgressWriter(lines, settings.data / DataFile.PROGRESS, myself())
    try:
        check_address_space(BUILDING)
        _build(settings, writer, force=request.force)
    except BaseException as error:  # before it had the lock
        writer.end(**_ending(error))


def _build(settings: Settings, writer: ProgressWriter, *, force: bool) -> None:
    with locked(settings) as data:
        writer.begin()
        try:
            report = build(settings, data, _unstoppable_at_the_end(writer.progress), force=force)
        except BaseException as error:  # however it ends, its last line says so to those who follow it
            writer.end(**_ending(error))  # under the lock: the file is nobody else's yet
            return
        writer.end(ended="published", generation=report.generation)


def _ending(error: BaseException) -> dict[str, Any]:
    if isinstance(error, _Stopped):
        line = "the reindex was stopped; what was embedded is kept, and the next one continues from there"
        return {"ended": "stopped", "fault": StoppedError.__name__, "message": line}
    if isinstance(error, DatelineError):
        return {"ended": "failed", "fault": type(error).__name__, "message": str(error)}
    log.error("the reindex failed", exc_info=error)
    if isinstance(error, MemoryError):
        line = "memory ran out; free some, or raise the limit (ulimit -v), and run: dateline index"
        return {"ended": "failed", "fault": IndexDataError.__name__, "message": line}
    line = f"the reindex failed because of a bug in Dateline ({type(error).__name__}: {error}); please report it"
    return {"ended": "failed", "fault": IndexDataError.__name__, "message": " ".join(line.split())}


def _unstoppable_at_the_end(progress: Progress) -> Progress:
    """The same progress, which from the last phase on hears no signal to stop."""

    def follow(phase: Phase, done: int, total: int) -> None:
        if phase == Phase.PUBLISH:
            _ignore_stops()
        progress(phase, done, total)

    return follow


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    _ignore_stops()  # cleaning up is not to be stopped
    raise _Stopped


def _ignore_stops() -> None:
    for number in STOPPING:
        signal.signal(number, _ignore)  # not SIG_IGN: Python complains of a signal that came just before


def _ignore(number: int, frame: FrameType | None) -> None:
    """It is stopping already, or can't be stopped any more."""


def _yield_to_others() -> None:
    os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(OOM_SCORE), "ascii")


if __name__ == "__main__":
    main()
