"""A program that forks a process for each reindex it is told of, so that one can be killed at any moment it has.

Starting Python and importing all that builds takes a second; a fork takes milliseconds. One line in, a `Task`; one
line out, an `Outcome`. A moment is a phase's progress, or a file of the data folder being opened to write, renamed,
removed, made or brought to the disk: the process is killed just before it.
"""

from __future__ import annotations

import itertools
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from index.models.values import Value
from tests import ROOT

WRITING = os.O_WRONLY | os.O_RDWR
CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir"})


class Task(Value):
    """One reindex. `kill_at` counts moments from 1; `file_bytes` is the most that a file may take."""

    archive: Path
    data: Path
    kill_at: int | None = None
    small_rows: int | None = None
    """Up to so many passages an archive is written whole."""
    file_bytes: int | None = None


class Outcome(Value):
    """How it ended: `code` is negative for a signal. `moments` are those it had, with the phase each was in."""

    code: int
    moments: tuple[str, ...] = ()
    error: str | None = None


class Builder:
    """The program, from outside; use `started`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, task: Task) -> Outcome:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(task.model_dump_json() + "\n")
        self._process.stdin.flush()
        return Outcome.model_validate_json(self._process.stdout.readline())


@contextmanager
def started() -> Iterator[Builder]:
    """The program, running until the block ends."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.index.build.forked_builds"]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Builder(process)
        finally:
            process.kill()


def main() -> None:
    from index.build import build  # noqa: PLC0415 (the tests import this module for its values only)
    from index.read.language import prepare  # noqa: PLC0415

    prepare()  # once, before all forks
    for name in ("index.settings", "tests.stand_ins.hashing_encoder", "tests.stand_ins.in_process"):
        import_module(name)  # likewise: importing takes three times as long as a build
    for line in sys.stdin:
        task = Task.model_validate_json(line)
        print(_forked(task, build.reindex).model_dump_json(), flush=True)


def _forked(task: Task, reindex: Callable[..., Any]) -> Outcome:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os._exit(_build(task, reindex, os.fdopen(writer, "w")))
    os.close(writer)
    with os.fdopen(reader) as told:
        said = told.read().splitlines()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    errors = [line.removeprefix("error ") for line in said if line.startswith("error ")]
    return Outcome(code=code, moments=tuple(said[: len(said) - len(errors)]), error=errors[0] if errors else None)


def _build(task: Task, reindex: Callable[..., Any], told: Any) -> int:
    from index import DatelineError, Settings  # noqa: PLC0415
    from index.build import merging  # noqa: PLC0415
    from tests.stand_ins.hashing_encoder import HashingEncoder  # noqa: PLC0415
    from tests.stand_ins.in_process import InProcessReaders  # noqa: PLC0415

    moments = _Moments(task, told)
    sys.addaudithook(moments.watch)
    vars(os)["fsync"] = moments.before("fsync", os.fsync)
    if task.file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (task.file_bytes, task.file_bytes))
    if task.small_rows is not None:
        vars(merging).update(SMALL_ROWS=task.small_rows, SLIGHT_ROWS=min(task.small_rows, merging.SLIGHT_ROWS))
    settings = Settings(_env_file=None, archive=task.archive, data=task.data)
    try:
        reindex(settings, moments.progress, encoder=HashingEncoder(), readers=InProcessReaders)
    except DatelineError as error:
        print(f"error {error}", file=told, flush=True)
        return 1
    except BaseException:
        traceback.print_exc()
        return 2
    finally:
        told.flush()
    return 0


class _Moments:
    """Counts the moments of a build, and kills it at the one it is told."""

    def __init__(self, task: Task, told: Any) -> None:
        self._data = str(task.data)
        self._kill_at = task.kill_at
        self._told = told
        self._count = itertools.count(1)
        self._phase = "begin"

    def progress(self, phase: str, done: int, total: int) -> None:
        self._phase = phase
        self.come("progress")

    def before(self, what: str, call: Callable[[int], None]) -> Callable[[int], None]:
        """`call` as a moment."""

        def moment(handle: int) -> None:
            self.come(what)
            call(handle)

        return moment

    def watch(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(args[2], int) and args[2] & WRITING and self._ours(args[0]):
            self.come("open")
        elif event in CHANGES and self._ours(args[0]):
            self.come(event)

    def come(self, what: str) -> None:
        if next(self._count) == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._kill_at is None:
            self._told.write(f"{self._phase}: {what}\n")

    def _ours(self, path: object) -> bool:
        return isinstance(path, (str, os.PathLike)) and os.fspath(cast("str", path)).startswith(self._data)


if __name__ == "__main__":
    main()
