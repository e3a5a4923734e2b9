"""Who builds: the lock of the one process that may, and what that process says of itself.

The kernel holds the lock and drops it when the process ends, however it ends. What is written beside it is only for
people, so it is never asked whether the lock is held. The lock belongs to the open file: a process that is handed
the file when it starts has the lock from its first moment on, and keeps it when whoever took it is gone.

A build is the same as another one if host, process id and the moment of its start are the same: ids of processes come
again after a restart of the machine, and in a container after every start.
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
from typing import BinaryIO

from pydantic import AwareDatetime

from index.errors import BusyError, IndexDataError
from index.files import replace_file
from index.models.data_files import DataFile
from index.models.values import Value

PATIENCE_S = 0.5
"""How long a builder tries: whoever only asks whether the lock is held has it for a blink."""
STEP_S = 0.02
SILENT_S = 600.0
"""A build writes down how far it is many times in this time; one that has not is hung, or its machine is gone."""
SAME_S = 1.0
"""An earlier Dateline noted the start of one build twice, so that the two notes can be this far apart."""


class Builder(Value):
    """The process that holds the lock. `pid` counts on `host` only."""

    user: str
    host: str
    pid: int
    since: AwareDatetime

    def __str__(self) -> str:
        return f"by {self.user} on {self.host} (process {self.pid}) since {self.since:%Y-%m-%d %H:%M:%S} UTC"

    @property
    def here(self) -> bool:
        """Whether it runs on this machine, so that it can be asked to stop."""
        return self.host == socket.gethostname()

    def builds(self, host: str, pid: int, since: dt.datetime) -> bool:
        """Whether this is the build that began then, as this process of that host."""
        return (self.host, self.pid) == (host, pid) and abs((self.since - since).total_seconds()) <= SAME_S


def myself() -> Builder:
    """This process, beginning now."""
    return Builder(user=_user(), host=socket.gethostname(), pid=os.getpid(), since=dt.datetime.now(dt.UTC))


@contextmanager
def building(data: Path) -> Iterator[Builder]:
    """Holds the lock of `data`, an existing folder; raises `BusyError` naming the process that holds it."""
    with taken(data), signed(data, myself()) as me:
        yield me


@contextmanager
def taken(data: Path) -> Iterator[int]:
    """Takes the lock of `data`, an existing folder, or raises `BusyError` naming the process that holds it.

    It is held as long as anybody has the handle: this process, within the block, and every process it is handed to.
    """
    with _opened(data) as file:
        if not _taken(file.fileno()):
            raise BusyError(f"this archive is already being indexed, {_words(data)}")
        yield file.fileno()


@contextmanager
def signed(data: Path, who: Builder) -> Iterator[Builder]:
    """Says beside the lock, which is held, that `who` builds, as long as the block runs."""
    sign(data, who)
    try:
        yield who
    finally:
        (data / DataFile.LOCK_HOLDER).unlink(missing_ok=True)


def sign(data: Path, who: Builder) -> None:
    """Says beside the lock, which is held, that `who` builds; raises `IndexDataError` where that can't be written."""
    path = data / DataFile.LOCK_HOLDER
    try:
        replace_file(path, who.model_dump_json())
    except OSError as error:
        raise IndexDataError(f"{path} can't be written ({error.strerror}); make room or give write access") from error


def is_of(data: Path, handle: int) -> bool:
    """Whether a handle that this process was given is that of the lock."""
    try:
        return os.path.samestat(os.fstat(handle), (data / DataFile.LOCK).stat())
    except OSError:
        return False


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
    who = signature(data) if held(data) else None
    return None if who and who.here and not alive(who.pid) else who  # left by a process that was killed


def signature(data: Path) -> Builder | None:
    """Who holds the lock, or was killed when it held it last; None where nobody was."""
    try:
        return Builder.model_validate_json((data / DataFile.LOCK_HOLDER).read_text("utf-8"))
    except (OSError, ValueError):  # or what is there is no text, or says something else
        return None


def _opened(data: Path) -> BinaryIO:
    try:
        return (data / DataFile.LOCK).open("a+b")
    except OSError as error:
        raise IndexDataError(f"{data} can't be written to ({error.strerror}); give it write access") from error


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
    if who is None:
        return "by another process; wait until it is done"
    silence = 0.0 if who.here else _silence(data)  # here the kernel knows better
    if silence < SILENT_S:
        return f"{who}; wait until it is done"
    return (
        f"{who}, which has written nothing for {silence / 60:.0f} minutes; wait until it is done or, if {who.host} is "
        f"down for good, remove {data / DataFile.LOCK} and try again"
    )


def _silence(data: Path) -> float:
    """Seconds since the builder last wrote how far it is, both times being those of the disk it writes to.

    No host's clock is asked, nor compared with another's.
    """
    probe = data / f"{DataFile.LOCK}.{os.getpid()}.new"
    try:
        written = (data / DataFile.PROGRESS).stat().st_mtime
        probe.touch()
        return probe.stat().st_mtime - written
    except OSError:
        return 0.0
    finally:
        probe.unlink(missing_ok=True)


def alive(pid: int) -> bool:
    """Whether there is such a process on this host."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):  # the latter for a number that no process can have
        return False
    except PermissionError:  # another user's
        return True
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return str(os.getuid())
