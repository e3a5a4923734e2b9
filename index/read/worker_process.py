"""One process that reads files: what is sent to it, and what it answers in time."""

from __future__ import annotations

import os
import subprocess
import time
from typing import IO, Final, cast

from index import processes
from index.errors import ArchiveError
from index.models.documents import Document, Unreadable
from index.read.messages import READY, RESULTS, SIZES, TEXTS, WorkerSetup, request
from index.read.page_pipes import PagePipes
from index.read.protocol import SourceFile

START_SECONDS: Final = 120.0
"""How long a worker may take to start, which on an idle machine takes about half a second."""
READ_BYTES: Final = 1024 * 1024
WORKER: Final = "index.read.worker"


class LostError(Exception):
    """The worker is gone. `code` is its exit code, None if it had to be ended."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class WorkerProcess:
    """One reading process."""

    def __init__(self, setup: WorkerSetup, pipes: PagePipes) -> None:
        self._pipes, self._pages = pipes, pipes.opened()
        self._process = subprocess.Popen(  # noqa: S603 - our own module, and no shell
            processes.module_command(WORKER, setup.model_dump_json(), str(self._pages.writing)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(self._pages.writing,),
            # One thread each, since threads reserve address space.
            env=processes.environment(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"),
        )
        self._pages.started()
        processes.stand_back(self._process.pid)  # before it imports what reads files, which takes it longest
        self._input = cast("IO[bytes]", self._process.stdin)
        self._output = cast("IO[bytes]", self._process.stdout).fileno()
        self._read = bytearray()
        self._ready = False
        self._wall = setup.wall
        self._until = 0.0
        """When the file may be called late at the soonest: each page of a scan has the time of a file."""

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def _start(self) -> None:
        """Waits until it can read; called when its first line is needed, so that workers start side by side."""
        try:
            self._ready = self._line(START_SECONDS) == READY
        except LostError:
            self._ready = False
        if not self._ready:
            self.end()
            raise ArchiveError(
                f"the process that reads documents doesn't start (exit code {self._process.returncode}); "
                "reinstall Dateline, or free some memory"
            )

    def send(self, source: SourceFile) -> None:
        try:
            self._input.write(request(source))
            self._input.flush()
        except BrokenPipeError:
            return  # the worker has died; `line` reports it with its exit code

    def results(self, setup: WorkerSetup) -> list[Document | Unreadable]:
        """The results of the file sent longest ago, once all of its pages are told.

        Raises `LostError` if there are none in time, `ArchiveError`, or `ValueError` for what are none.
        """
        if not self._ready:
            self._start()
        line = self._line(setup.wall)
        self._pipes.tell(self._pages)
        if not line.startswith(TEXTS):
            return RESULTS.validate_json(line)
        sizes = SIZES.validate_json(line.removeprefix(TEXTS))
        if sum(sizes) > setup.memory_mib * processes.MEBIBYTE:
            raise ValueError("texts longer than a worker may hold")
        texts = [self._taken(size, setup.wall).decode() for size in sizes]
        results = RESULTS.validate_json(self._line(setup.wall))
        return [_with_text(result, text) for result, text in zip(results, texts, strict=True)]

    def _line(self, seconds: float) -> bytearray:
        """The next line, its end included."""
        deadline = time.monotonic() + seconds
        at = 0
        while (end := self._read.find(b"\n", at)) < 0:
            at = len(self._read)
            self._read_on(deadline)
        return self._taken(end + 1, seconds)

    def _taken(self, size: int, seconds: float) -> bytearray:
        """The next so many bytes."""
        deadline = time.monotonic() + seconds
        while len(self._read) < size:
            self._read_on(deadline)
        if size < len(self._read):
            taken = self._read[:size]
            del self._read[:size]
        else:
            taken, self._read = self._read, bytearray()
        return taken

    def _read_on(self, deadline: float) -> None:
        self._await(deadline)
        more = os.read(self._output, READ_BYTES)
        if not more:
            raise LostError(self._process.wait())
        self._read += more

    def _await(self, deadline: float) -> None:
        readable = False
        while not readable:
            left = max(deadline, self._until) - time.monotonic()
            try:
                readable, paged = self._pipes.wait(self._output, self._pages, left)
            except TimeoutError:
                raise LostError(None) from None
            if paged:
                self._until = time.monotonic() + self._wall

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._pipes.closed(self._pages)
        for stream in (self._process.stdin, self._process.stdout):
            _close(stream)


def _with_text(result: Document | Unreadable, text: str) -> Document | Unreadable:
    return result.model_copy(update={"text": text}) if text and isinstance(result, Document) else result


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream:
            stream.close()
    except BrokenPipeError:
        return  # what was still to be sent is meant to be lost with the worker
