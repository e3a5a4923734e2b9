"""What files hold is found out once, and anew as soon as they may hold something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.cite.known_files import RETRY_AFTER, KnownFiles
from index.models.documents import Document, Unreadable
from index.read import SourceFile
from index.settings import Settings
from tests.bot.fakes import Clock
from tests.makers.files import SETTINGS, source
from tests.stand_ins.in_process import InProcessReaders


class Counting(InProcessReaders):
    """Notes which files are read; `before` is called first."""

    def __init__(self, settings: Settings, before: Callable[[], None] = lambda: None) -> None:
        super().__init__(settings)
        self.paths: list[str] = []
        self.before = before

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        self.paths.append(source.path)
        self.before()
        return super().read(source)


@pytest.fixture
def readers() -> Counting:
    return Counting(SETTINGS)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(readers: Counting, clock: Clock) -> Iterator[KnownFiles]:
    with closing(KnownFiles(SETTINGS, lambda _: readers, most_bytes=100_000, clock=clock)) as known:
        yield known


def texts(known: KnownFiles, file: SourceFile) -> list[str]:
    return [one.text if isinstance(one, Document) else one.reason for one in known.read(file)]


def test_the_same_file_is_read_once(known: KnownFiles, readers: Counting, tmp_path: Path) -> None:
    """And again once its bytes are others, or its name, by which documents are dated."""
    file = source(tmp_path, "1901-03-04.txt", b"Words.")
    assert texts(known, file) == texts(known, file) == ["Words."]
    assert texts(known, source(tmp_path, "1901-03-04.txt", b"Others.")) == ["Others."]
    (renamed,) = known.read(source(tmp_path, "1902-03-04.txt", b"Words."))
    assert isinstance(renamed, Document)
    assert renamed.date is not None
    assert renamed.date.as_written == "1902-03-04"
    assert readers.paths == ["1901-03-04.txt", "1901-03-04.txt", "1902-03-04.txt"]


def test_what_was_written_while_it_was_read_is_not_remembered(
    known: KnownFiles, readers: Counting, tmp_path: Path
) -> None:
    """The words of the new bytes never stand for the old ones, which may come back."""
    file = source(tmp_path, "a.txt", b"Old words.")

    def write(data: bytes) -> None:
        file.absolute.write_bytes(data)

    readers.before = lambda: write(b"New words.")
    assert texts(known, file) == ["New words."]
    readers.before = lambda: write(b"Old words.")
    assert texts(known, file) == ["Old words."]


def test_what_can_not_be_read_takes_up_a_part_of_the_time_only(
    known: KnownFiles, readers: Counting, clock: Clock, tmp_path: Path
) -> None:
    """A file that hung for a minute is left alone for ten, and then tried again."""
    file = source(tmp_path, "a.txt", b"  ")

    def hang() -> None:
        clock.now += 60

    readers.before = hang
    assert "no text" in texts(known, file)[0]
    clock.now += 60 * RETRY_AFTER - 1
    assert "no text" in texts(known, file)[0]
    assert len(readers.paths) == 1
    clock.now += 1
    known.read(file)
    assert len(readers.paths) == 2


def test_its_memory_is_bounded(known: KnownFiles, readers: Counting, tmp_path: Path) -> None:
    """The least recently used goes first, and what is too large for all of it pushes nothing out."""
    files = [source(tmp_path, f"{name}.txt", name.encode() * 40_000) for name in "abc"]
    huge = source(tmp_path, "huge.txt", b"h" * 200_000)
    for file in (files[0], files[1], files[0], files[2], huge, files[0], files[2]):
        known.read(file)
    assert readers.paths == ["a.txt", "b.txt", "c.txt", "huge.txt"]
    known.read(files[1])
    assert readers.paths[-1] == "b.txt"
