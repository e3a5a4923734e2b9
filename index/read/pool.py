"""Reading in separate processes, each file within limits of time and memory.

A worker is sent files ahead of the one it is reading, so that neither side waits for the other. A worker that hangs or
dies costs the file it was reading; the files sent ahead go to its successor.
"""

from __future__ import annotations

import datetime as dt
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self

from index import processes
from index.models.documents import Document, Unreadable
from index.read import language
from index.read.messages import WorkerSetup, request
from index.read.page_cache import PageCache
from index.read.page_pipes import PagePipes
from index.read.protocol import SourceFile
from index.read.recognise import PageTold
from index.read.recognised_words import Recognised
from index.read.worker_process import LostError, WorkerProcess
from index.settings import Settings

FILE_SECONDS = 60.0
"""Of processor time that one file may take."""
WALL_FACTOR = 10.0
"""How many times as long it may take by the clock, since a reindex gives way to searches and to whatever else runs."""
BASE_MIB = 1024
MIB_PER_MIB = 16
"""A worker's address space: a base, and this much per MiB a file may have. Text takes up to four bytes a character in
Python, and a parsed page many times its length."""

MAX_PENDING_BYTES = 32 * 1024
"""Of requests to one worker: less than a pipe holds (64 KiB), so that sending never waits."""
FILES_PER_TURN = 16
"""Consecutive files that go to one worker before the next has its turn, so that a small archive starts only one."""
MAX_WORKERS = 4
LARGE_BYTES = 1_000_000
"""From so many on, what a file took is worth giving back to the system."""


class PageKeeper(Protocol):
    def put(self, sha256: str, key: str, page: Recognised | None) -> None:
        """Keeps a page of a file; None for one that is known."""


class ReaderPool:
    """Reads files in worker processes; use it as a context manager, which ends them.

    `seconds` of processor time, `wall` seconds by the clock and `memory_mib` limit each file; None is `WALL_FACTOR`
    times the processor time, and as much memory as the settings call for. Dates after `today` are noted as future
    dates; None is the current day. `pages` keeps what is recognised.
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
        pages: PageKeeper | None = None,
    ) -> None:
        setup = WorkerSetup(
            settings=settings.model_dump_json(),
            seconds=seconds,
            wall=WALL_FACTOR * seconds if wall is None else wall,
            memory_mib=memory_mib or BASE_MIB + MIB_PER_MIB * settings.max_file_mib,
            today=today,
        )
        count = workers or min(MAX_WORKERS, processes.available_cores())
        self._cache = pages
        self._follower: Callable[[int, int], None] = _nobody
        pipes = PagePipes(self._tell)
        self._lanes = [_Lane(setup, pipes) for _ in range(count)]

    @classmethod
    def keeping(cls, settings: Settings) -> Self:
        """Where the data folder may be written: there are kept pages, and what makes workers start sooner."""
        language.keep(settings.data)
        processes.give_back()
        return cls(settings, pages=PageCache(settings.data))

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
        self._worker: WorkerProcess | None = None

    def has_room(self, source: SourceFile) -> bool:
        return not self._sent or self._pending_bytes + len(request(source)) <= MAX_PENDING_BYTES

    def send(self, source: SourceFile) -> None:
        if self._worker and self._worker.ended and not self._sent:
            self.end()  # it was killed while it had nothing to read, which is no file's fault
        self._worker = self._worker or WorkerProcess(self._setup, self._pipes)
        self._sent.append(source)
        self._pending_bytes += len(request(source))
        self._worker.send(source)

    def receive(self) -> list[Document | Unreadable]:
        """The result for the file sent longest ago."""
        worker, source = self._running(), self._sent[0]
        try:
            return worker.results(self._setup)
        except LostError as lost:
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

    def _running(self) -> WorkerProcess:
        if self._worker is None:
            self._worker = WorkerProcess(self._setup, self._pipes)
            for source in self._sent:
                self._worker.send(source)
        return self._worker

    def _reason(self, lost: LostError) -> str:
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


def _nobody(number: int, of: int) -> None:
    """Pages that nobody follows."""


def _ending(code: int | None) -> str:
    try:
        return signal.Signals(-(code or 0)).name
    except ValueError:
        return f"exit code {code}"
