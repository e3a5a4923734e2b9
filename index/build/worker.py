"""The process that builds: it yields to all others, reports its progress in JSON lines, and stops when asked to.

A line goes to standard output, for whoever started it, and to a file in the data folder, for whoever comes later. It
has the lock from its start, handed over by whoever started it, and says so before it loads what builds: whatever kills
it from then on, it is known that it was.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from index.build.launch import STOPPING, BuildRequest
from index.build.progress import Progress, ProgressWriter, beating
from index.errors import DatelineError, IndexDataError, StoppedError
from index.generations import lock
from index.generations.data_folder import DataFolder, refuse_inside
from index.generations.lock import Builder
from index.models.data_files import DataFile
from index.models.reports import Phase, Report
from index.processes import BUILDING, check_address_space, keep_no_large_blocks, stand_back, take_output
from index.settings import Settings

if TYPE_CHECKING:
    from index.build.work import Work

log = logging.getLogger(__name__)

BUG: Final = "the reindex failed because of a bug in Dateline; ask whoever runs me to report it, with what my log says"
"""What a chat is told of what nobody foresaw."""
NO_MEMORY: Final = "the reindex failed because memory ran out; ask whoever runs me to free some, and try again"


class _Stopped(BaseException):
    """Somebody wants the build to stop."""


def main() -> None:
    """Builds; how it ended is in the last line."""
    request = BuildRequest.model_validate_json(sys.argv[1])
    settings = Settings.model_validate_json(request.settings)
    lines = os.fdopen(take_output(), "w", encoding="utf-8")
    stand_back(os.getpid())
    keep_no_large_blocks()
    log.disabled = not request.traces  # whose line says all that people need
    me = lock.myself()
    if request.since is not None:
        me = me.model_copy(update={"since": request.since})
    writer = ProgressWriter(lines, settings.data / DataFile.PROGRESS, me)
    try:
        check_address_space(BUILDING)
        _build(settings, writer, request, me)
    except BaseException as error:  # before it had the lock
        writer.end(**ending(error))


def _build(settings: Settings, writer: ProgressWriter, request: BuildRequest, me: Builder) -> None:
    with _locked(settings, request.lock), lock.signed(settings.data, me):
        try:
            writer.begin()
            _listen()
            with beating(writer), DataFolder(settings.data).leased():
                report = _built(settings, writer, request)
        except BaseException as error:  # however it ends, its last line says so to those who follow it
            writer.end(**ending(error))  # under the lock: the file is nobody else's yet
            return
        writer.end(ended="published", generation=report.generation)


@contextmanager
def _locked(settings: Settings, handle: int | None) -> Iterator[None]:
    """The lock is this process's own: handed over, or taken now for a starter of an earlier version."""
    if handle is not None and lock.is_of(settings.data, handle):
        os.set_inheritable(handle, False)  # no process that is started from here is to hold it
        try:
            yield
        finally:
            os.close(handle)
        return
    refuse_inside(settings.archive, settings.data)
    DataFolder(settings.data).make()
    with lock.taken(settings.data):
        yield


def _built(settings: Settings, writer: ProgressWriter, request: BuildRequest) -> Report:
    from index.build.build import build  # noqa: PLC0415 (it is said first that this process has the lock)

    with _work(request.ray) as work:
        progress = _unstoppable_at_the_end(writer.progress)
        return build(settings, DataFolder(settings.data), progress, force=request.force, work=work)


def _work(ray: str | None) -> AbstractContextManager[Work | None]:
    """What does the work elsewhere, by the address of a cluster."""
    if ray is None:
        return nullcontext()
    from index.build.cluster_work import on_ray  # noqa: PLC0415 (its libraries are an extra)

    return on_ray(ray)


def ending(error: BaseException) -> dict[str, Any]:
    """The fields of the last step that say how a build ended that failed or was stopped."""
    if isinstance(error, _Stopped):
        line = "the reindex was stopped; what was embedded is kept, and the next one continues from there"
        return {"ended": "stopped", "fault": StoppedError.__name__, "message": line}
    if isinstance(error, DatelineError):
        return {"ended": "failed", "fault": type(error).__name__, "message": str(error), "chat": error.in_chat}
    log.error("the reindex failed", exc_info=error)
    if isinstance(error, MemoryError):
        line = "memory ran out; free some, or raise the limit (ulimit -v), and run: dateline index"
        return {"ended": "failed", "fault": IndexDataError.__name__, "message": line, "chat": NO_MEMORY}
    line = f"the reindex failed because of a bug in Dateline ({type(error).__name__}: {error}); please report it"
    return {"ended": "failed", "fault": IndexDataError.__name__, "message": " ".join(line.split()), "chat": BUG}


def _unstoppable_at_the_end(progress: Progress) -> Progress:
    """The same progress, which from the last phase on hears no signal to stop."""

    def follow(phase: Phase, done: int, total: int) -> None:
        if phase == Phase.PUBLISH:
            _ignore_stops()
        progress(phase, done, total)

    return follow


def _listen() -> None:
    """Hears signals to stop from now on, also those that came before."""
    for number in STOPPING:
        signal.signal(number, _stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    _ignore_stops()  # cleaning up is not to be stopped
    raise _Stopped


def _ignore_stops() -> None:
    for number in STOPPING:
        signal.signal(number, _ignore)  # not SIG_IGN: Python complains of a signal that came just before


def _ignore(number: int, frame: FrameType | None) -> None:
    """It is stopping already, or can't be stopped any more."""


if __name__ == "__main__":
    main()
