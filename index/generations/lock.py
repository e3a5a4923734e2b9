"""Who builds: the lock of the one process that may, and what that process says of itself.

The kernel holds the lock and drops it when the process ends, however it ends. What is written beside it is only for
people, so it is never asked whether the lock is held.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import getpass
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import BusyError, IndexDataError
from index.files import replace_file
from index.models.data_files import DataFile
from index.models.values import Value

PATIENCE_S = 0.5
"""How long a builder tries: whoever only asks whether the lock is held has it for a blink."""
STEP_S = 0.02


class Builder(Value):
    """The process that holds the lock. `pid` counts on `host` only."""

    user: str
    host: str
    pid: int
    since: dt.datetime

    def __str__(self) -> str:
        return f"by {self.user} on {self.host} (process {self.pid}) since {self.since:%Y-%m-%d %H:%M:%S} UTC"

    @property
    def here(self) -> bool:
        """Whether it runs on this machine, so that it can be asked to stop."""
        return self.host == socket.gethostname()


def myself() -> Builder:
    """This process, beginning now."""
    return Builder(user=_user(), host=socket.gethostname(), pid=os.getpid(), since=dt.datetime.now(dt.UTC))


@contextmanager
def building(data: Path) -> Iterator[Builder]:
    """Holds the lock of `data`, an existing folder; raises `BusyError` naming the process that holds it."""
    try:
        file = (data / DataFile.LOCK).open("a+b")
    except OSError as error:
        raise IndexDataError(f"{data} can't be written to ({error.strerror}); give it write access") from error
    with file:
        if not _taken(file.fileno()):
            raise BusyError(f"this archive is already being indexed, {_words(data)}; wait until it is done")
        me = myself()
        _write(data / DataFile.LOCK_HOLDER, me)
        try:
            yield me
        finally:
            (data / DataFile.LOCK_HOLDER).unlink(missing_ok=True)


def held(data: Path) -> bool:
    """Whether any process, on any machine, holds the lock now."""
    try:
        with (data / DataFile.LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # nobody ever built here
        return False
    return False


def builder(data: Path) -> Builder | None:
    """Who holds the lock, or None: nobody does, or nobody has said so yet."""
    if not held(data):
        return None
    try:
        who = Builder.model_validate_json((data / DataFile.LOCK_HOLDER).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return None if who.here and not _alive(who.pid) else who  # left by a process that was killed


def _taken(handle: int) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(STEP_S)
        else:
            return True


def _words(data: Path) -> str:
    who = builder(data)
    return str(who) if who else "by another process"


def _write(path: Path, who: Builder) -> None:
    try:
        replace_file(path, who.model_dump_json())
    except OSError as error:
        raise IndexDataError(f"{path} can't be written ({error.strerror}); make room or give write access") from error


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return str(os.getuid())
