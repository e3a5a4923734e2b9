"""Reading in separate processes, each file within limits of time and memory.

A worker is sent files ahead of the one it is reading, so that neither side waits for the other. A worker that hangs or
dies costs the file it was reading; the files sent ahead go to its successor.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import IO, Self, cast

from index import processes
from index.errors import ArchiveError
from index.models.documents import Document, Unreadable
from index.read import language
from index.read.messages import READY, RESULTS, SIZES, TEXTS, WorkerSetup, request
from index.read.page_cache import PageCache
from index.read.page_pipes import PagePipes
from index.read.protocol import SourceFile
from index.read.recognise import PageTold
from index.read.recognised_words import Recognised
from index.settings import Settings

FILE_SECONDS = 60.0
"""Of processor time that one file may take."""
WALL_FACTOR = 10.0
"""How many times as long it may take by the clock, since a reindex gives way to searches and to whatever else runs."""
START_SECONDS = 120.0
"""How long a worker may take to start, which on an idle machine takes about half a second."""
BASE_MIB = 1024
MIB_PER_MIB = 16
"""A worker's address space: a base, and this much per MiB a file may have. Text takes up to four bytes a character in
Python, and a parsed page many times its length."""

MAX_PENDING_BYTES = 32 * 1024
"""Of requests to one worker: less than a pipe holds (64 KiB), so that sending never waits."""
FILES_PER_TURN = 16
"""Consecutive files that go to one worker before the next has its turn, so that a small archive starts only one."""
MAX_WORKERS = 4
READ_BYTES = 1024 * 1024
LARGE_BYTES = 1_000_000
"""From so many on, what a file took is worth giving back to the system."""
WORKER = "index.read.worker"


class ReaderPool:
    """Reads files in worker processes; use it as a context manager, which ends them.

    `seconds` of processor time, `wall` seconds by the clock and `memory_mib` limit each file; None is `WALL_FACTOR`
    times the processor time, and as much memory as the settings call for. Dates after `today` are noted as future
    dates; None is the current day.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        seconds: float = FILE_SECONDS,
        wall: float | None = None,
        memory_mib: int | None = None,
        workers: int | None = None,
        today: dt.date | None = None,
    ) -> None:
        setup = WorkerSetup(
            settings=settings.model_dump_json(),
            seconds=seconds,
            wall=WALL_FACTOR * seconds if wall is None else wall,
            memory_mib=memory_mib or BASE_MIB + MIB_PER_MIB * settings.max_file_mib,
            today=today,
        )
        count = workers or min(MAX_WORKERS, processes.available_cores())
        self._cache: PageCache | None = None
        self._follower: Callable[[int, int], None] = _nobody
        pipes = PagePipes(self._tell)
        self._lanes = [_Lane(setup, pipes) for _ in range(count)]

    @classmethod
    def keeping(cls, settings: Settings) -> Self:
        """Where the data folder may be written: there are kept pages, and what makes workers start sooner."""
        language.keep(settings.data)
        processes.give_back()
        pool = cls(settings)
        pool._cache = PageCache(settings.data)
        return pool

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for lane in self._lanes:
            lane.end()

    def follow(self, told: Callable[[int, int], None]) -> None:
        """From now on each page that is recognised is told: its number, and how many its file has."""
        self._follower = told

    def _tell(self, page: PageTold) -> None:
        if page.key and self._cache:
            found = None if page.text is None else Recognised(page.text, page.confidence)
            self._cache.put(page.sha256, page.key, found)
        self._follower(page.number, page.of)

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        """The documents in one file, or why there is none."""
        return next(iter(self.read_many([source])))[1]

    def read_many(self, sources: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        """Each file with its documents, in the order given. Raises `ArchiveError` if no worker can be started."""
        pending: deque[tuple[_Lane, SourceFile]] = deque()
        waiting = self._assigned(sources)
        upcoming = next(waiting, None)
        while upcoming or pending:
            while upcoming and upcoming[0].has_room(upcoming[1]):
                upcoming[0].send(upcoming[1])
                pending.append(upcoming)
                upcoming = next(waiting, None)
            lane, source = pending.popleft()
            yield source, lane.receive()

    def _assigned(self, sources: Iterable[SourceFile]) -> Iterator[tuple[_Lane, SourceFile]]:
        for number, source in enumerate(sources):
            yield self._lanes[number // FILES_PER_TURN % len(self._lanes)], source


class _Lane:
    """A worker and its successors, and the files sent that have not come back."""

    def __init__(self, setup: WorkerSetup, pipes: PagePipes) -> None:
        self._setup = setup
        self._pipes = pipes
        self._sent: deque[SourceFile] = deque()
        self._pending_bytes = 0
        self._worker: _Worker | None = None

    def has_room(self, source: SourceFile) -> bool:
        return not self._sent or self._pending_bytes + len(request(source)) <= MAX_PENDING_BYTES

    def send(self, source: SourceFile) -> None:
        if self._worker and self._worker.ended and not self._sent:
            self.end()  # it was killed while it had nothing to read, which is no file's fault
        self._worker = self._worker or _Worker(self._setup, self._pipes)
        self._sent.append(source)
        self._pending_bytes += len(request(source))
        self._worker.send(source)

    def receive(self) -> list[Document | Unreadable]:
        """The result for the file sent longest ago."""
        worker, source = self._running(), self._sent[0]
        try:
            return worker.results(self._setup)
        except _LostError as lost:
            self.end()
            return [Unreadable(path=source.path, reason=self._reason(lost))]
        except ValueError:  # whatever wrote this can't be trusted with another file
            self.end()
            return [Unreadable(path=source.path, reason="it crashed the reader; save it again")]
        finally:
            if source.size > LARGE_BYTES:
                processes.give_back()
            self._sent.popleft()
            self._pending_bytes -= len(request(source))

    def end(self) -> None:
        if self._worker:
            self._worker.end()
        self._worker = None

    def _running(self) -> _Worker:
        if self._worker is None:
            self._worker = _Worker(self._setup, self._pipes)
            for source in self._sent:
                self._worker.send(source)
        return self._worker

    def _reason(self, lost: _LostError) -> str:
        if lost.code in (-signal.SIGPROF, -signal.SIGXCPU):
            return f"reading it took longer than {self._setup.seconds:g} s of processor time; simplify or split it"
        if lost.code is None:
            return (
                f"reading it took longer than {self._setup.wall:g} s, most of them waiting; look at the disk and at "
                "what else runs, then index again, or split it"
            )
        return (
            f"reading it needed more than {self._setup.memory_mib} MiB or crashed the reader ({_ending(lost.code)}); "
            "save it again or split it"
        )


class _LostError(Exception):
    """The worker is gone. `code` is its exit code, None if it had to be ended."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class _Worker:
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
        except _LostError:
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

        Raises `_LostError` if there are none in time, `ArchiveError`, or `ValueError` for what are none.
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
            raise _LostError(self._process.wait())
        self._read += more

    def _await(self, deadline: float) -> None:
        readable = False
        while not readable:
            left = max(deadline, self._until) - time.monotonic()
            try:
                readable, paged = self._pipes.wait(self._output, self._pages, left)
            except TimeoutError:
                raise _LostError(None) from None
            if paged:
                self._until = time.monotonic() + self._wall

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._pipes.closed(self._pages)
        for stream in (self._process.stdin, self._process.stdout):
            _close(stream)


def _nobody(number: int, of: int) -> None:
    """Pages that nobody follows."""


def _with_text(result: Document | Unreadable, text: str) -> Document | Unreadable:
    return result.model_copy(update={"text": text}) if text and isinstance(result, Document) else result


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream:
            stream.close()
    except BrokenPipeError:
        return  # what was still to be sent is meant to be lost with the worker


def _ending(code: int | None) -> str:
    try:
        return signal.Signals(-(code or 0)).name
    except ValueError:
        return f"exit code {code}"
