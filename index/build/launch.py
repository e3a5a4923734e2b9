"""How the process that builds is started, and what it is told; `index.build.worker` is that process."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from index import processes
from index.errors import IndexDataError
from index.models.values import Value

WORKER: Final = "index.build.worker"
STOPPING: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""What asks a build to stop. They wait for a process that is coming up until it can hear them."""

_FIRST_HANDLE: Final = 3
"""Those before it are standard input, output and error; whoever was started without them would use their numbers."""


class BuildRequest(Value):
    """What the process is to do; its one argument, as JSON."""

    settings: str
    force: bool
    traces: bool = True
    """Whether a bug leaves a traceback on standard error."""
    lock: int | None = None
    """The handle of the lock, which the process has from its start; None from a starter that hands over none."""
    since: dt.datetime | None = None
    """When the build began, as whoever started it tells it."""
    ray: str | None = None
    """The address of the Ray cluster whose nodes read, cut and embed, or "auto"; None for this machine alone."""


def launched(request: BuildRequest, handle: int, *, detached: bool) -> subprocess.Popen[str]:
    """The process, which has been handed the lock's `handle`; raises `IndexDataError` if it can't be started."""
    try:
        with _handed(handle) as own, _signals_waiting():
            request = request.model_copy(update={"lock": own})
            return subprocess.Popen(  # noqa: S603 (our own module, and no shell)
                processes.module_command(WORKER, request.model_dump_json()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                env=processes.environment(),
                start_new_session=detached,
                pass_fds=[own],
                text=True,
                encoding="utf-8",
            )
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexDataError(f"the process that indexes can't be started ({reason}); try again") from error


@contextmanager
def _handed(handle: int) -> Iterator[int]:
    """Another handle of the same open file, which stands in the way of none of the process's standard streams."""
    own = fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, _FIRST_HANDLE)
    try:
        yield own
    finally:
        os.close(own)


@contextmanager
def _signals_waiting() -> Iterator[None]:
    """A process that is started meanwhile hears no signal to stop before it asks for it; then none is lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
