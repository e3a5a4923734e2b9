"""One reading process is kept for the next file, and started again where it has ended."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest

from index.errors import ArchiveError
from index.models.documents import Document, Unreadable
from index.processes import NICENESS
from index.read import ReaderPool, SourceFile
from index.read.kept import KeptReader
from index.settings import Settings
from tests.makers.files import SETTINGS, source

PATIENCE_S = 60.0
FILE = SourceFile("a.txt", "/a.txt", 1, "")


@dataclass
class Opened:
    """Stands for processes: notes which were started and which have ended, and how many files are read at once."""

    started: int = 0
    ended: int = 0
    fails: bool = False
    reading: int = 0
    most: int = 0
    one_ended: threading.Event = field(default_factory=threading.Event)

    def __call__(self, settings: Settings) -> Self:
        self.started += 1
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.ended += 1
        self.one_ended.set()

    def follow(self, told: Callable[[int, int], None]) -> None:
        """Nobody hears of pages."""

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        self.reading += 1
        self.most = max(self.most, self.reading)
        time.sleep(0.001)  # another thread gets its chance to break in
        self.reading -= 1
        if self.fails:
            raise ArchiveError("the process that reads documents doesn't start")
        return [Unreadable(path=source.path, reason="it has no text")]

    def read_many(self, sources: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        return ((source, self.read(source)) for source in sources)


def workers() -> list[int]:
    """The reading processes that this one has started and that live."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue  # it has ended meanwhile
        if b"index.read.worker" in command and int(parent) == os.getpid():
            found.append(int(folder.name))
    return found


def test_one_process_reads_all_files_and_lives_until_it_is_closed(tmp_path: Path) -> None:
    """The second file is read by the process of the first, which stands back behind those who search."""
    with closing(KeptReader(SETTINGS, ReaderPool)) as reader:
        assert workers() == []
        reader.read(source(tmp_path, "a.txt", b"Words."))
        (worker,) = workers()
        (document,) = reader.read(source(tmp_path, "b.txt", b"Other words."))
        assert isinstance(document, Document)
        assert document.text == "Other words."
        assert workers() == [worker]
        assert os.getpriority(os.PRIO_PROCESS, worker) >= NICENESS
    assert workers() == []


def test_a_process_that_was_killed_meanwhile_is_no_files_fault(tmp_path: Path) -> None:
    """The next file is read by another process."""
    with closing(KeptReader(SETTINGS, ReaderPool)) as reader:
        reader.read(source(tmp_path, "a.txt", b"Words."))
        (worker,) = workers()
        os.kill(worker, signal.SIGKILL)
        os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
        (document,) = reader.read(source(tmp_path, "a.txt", b"Words."))
        assert isinstance(document, Document)


def test_it_ends_when_no_file_comes_and_is_started_again() -> None:
    """What it holds of memory is free again, and the next file is read all the same."""
    opened = Opened()
    with closing(KeptReader(SETTINGS, opened, idle_s=0.0)) as reader:
        reader.read(FILE)
        assert opened.one_ended.wait(PATIENCE_S)
        reader.read(FILE)
        assert opened.started == 2


def test_one_that_can_not_be_started_is_tried_again() -> None:
    """The fault is raised, nothing is left of it, and the next file finds it mended."""
    opened = Opened(fails=True)
    with closing(KeptReader(SETTINGS, opened)) as reader:
        with pytest.raises(ArchiveError, match="doesn't start"):
            reader.read(FILE)
        assert opened.ended == 1
        opened.fails = False
        assert len(reader.read(FILE)) == 1
    assert (opened.started, opened.ended) == (2, 2)


def test_threads_take_turns() -> None:
    """Never are two files read at once, whoever asks."""
    opened = Opened()
    with closing(KeptReader(SETTINGS, opened)) as reader:
        threads = [threading.Thread(target=lambda: [reader.read(FILE) for _ in range(5)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (opened.started, opened.most) == (1, 1)
