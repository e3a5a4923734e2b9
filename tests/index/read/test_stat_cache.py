"""Files that look as they did when they were hashed are not opened again; a changed byte is seen all the same."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from index.models.data_files import DataFile
from index.models.documents import Unreadable
from index.read import SourceFile, scan, stat_file
from index.read.stat_cache import StatCache
from index.settings import Settings
from index.userdata.erasures import Erasures
from tests.makers.barred import barred

COUNT = 300


def later() -> int:
    """A minute from now, when what was just written has settled."""
    return time.time_ns() + 60_000_000_000


Found = tuple[list[SourceFile], list[Unreadable]]


class Archive:
    """A folder of files and what is known of them; a look is a minute after the last change, as far as it can tell."""

    def __init__(self, folder: Path, files: dict[str, str] | None = None, **options: Any) -> None:
        self.root = folder / "archive"
        self.data = folder / "data"
        self.settings = Settings(_env_file=None, archive=self.root, data=self.data, **options)
        for place in (self.root, self.data):
            place.mkdir(parents=True)
        for path, text in (files or {}).items():
            self.file(path).parent.mkdir(parents=True, exist_ok=True)
            self.file(path).write_text(text, "utf-8")

    def file(self, path: str) -> Path:
        return self.root / path

    @property
    def known(self) -> Path:
        """The file in which it is kept what is known."""
        return self.data / DataFile.FILES

    def look(self, clock: Callable[[], int] = later, *, saving: bool = True, **options: Any) -> Found:
        found, _ = self.looked(clock, saving=saving, **options)
        return found

    def looked(
        self, clock: Callable[[], int] = later, *, saving: bool = True, **options: Any
    ) -> tuple[Found, list[str]]:
        """What is found, and which files changed without a sign."""
        settings = self.settings.model_copy(update=options)
        with closing(StatCache(settings, saving=saving, clock=clock)) as cache:
            found = scan(self.root, settings, cache=cache)
            cache.finish()
        return found, cache.unsigned

    def opened(self, clock: Callable[[], int] = later, **options: Any) -> list[str]:
        """The paths of the files that a look opens, of which nothing is noted."""
        with barred(*(path for path in self.root.rglob("*") if path.is_file())):
            refused = self.look(clock, saving=False, **options)[1]
        return [file.path for file in refused]

    def agrees(self) -> bool:
        """Whether a look finds what a scan finds that reads all."""
        return self.look() == scan(self.root, self.settings)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Three files in two folders, looked at."""
    archive = Archive(tmp_path, {"a.txt": "one", "deep/b.txt": "two", "deep/er/c.txt": "six"})
    archive.look()
    return archive


def tick(folder: Path) -> None:
    """Waits until the file system's clock has gone on, so that what is written next has another time."""
    probe = folder / "probe"
    probe.touch()
    began = probe.stat().st_mtime_ns
    while probe.stat().st_mtime_ns == began:
        probe.touch()


def test_a_file_that_looks_as_before_is_not_opened(archive: Archive) -> None:
    """Though none of them may be opened, every file is found with its digest."""
    everything = scan(archive.root, archive.settings)
    assert archive.opened() == []
    with barred(*(archive.file(path) for path in ("a.txt", "deep/b.txt", "deep/er/c.txt"))):
        assert archive.look() == everything


class Counting:
    """An entry of a folder that counts how often its file is looked at."""

    def __init__(self, entry: os.DirEntry[str], counted: list[str]) -> None:
        self._entry = entry
        self._counted = counted
        self.name = entry.name

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        self._counted.append(self.name)
        return self._entry.stat(follow_symlinks=follow_symlinks)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return self._entry.is_dir(follow_symlinks=follow_symlinks)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The names of the files that are looked at inside the block, each as often as it is."""
    found: list[str] = []
    listed, looked, lately = os.scandir, os.stat, os.lstat

    @contextmanager
    def listing(folder: Any) -> Iterator[list[Counting]]:
        with listed(folder) as entries:
            yield [Counting(entry, found) for entry in entries]

    def counting(call: Callable[..., os.stat_result]) -> Callable[..., os.stat_result]:
        def guarded(path: Any, *rest: Any, **named: Any) -> os.stat_result:
            found.append(Path(os.fspath(path)).name)
            return call(path, *rest, **named)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "scandir", listing)
        patch.setattr(os, "stat", counting(looked))
        patch.setattr(os, "lstat", counting(lately))
        yield found


def test_each_file_costs_one_look(tmp_path: Path) -> None:
    """Of all the calls that ask for a file's facts, one asks for each file; the rest are the folders'."""
    names = [f"{number:03d}.txt" for number in range(COUNT)]
    archive = Archive(tmp_path, {f"f{number % 3}/{name}": name for number, name in enumerate(names)})
    archive.look()
    with counted() as looked:
        found, _ = archive.look()
    assert len(found) == COUNT
    assert sorted(name for name in looked if name.endswith(".txt")) == names


def test_what_changed_is_all_that_is_written(tmp_path: Path) -> None:
    """Nothing changed leaves the file as it is, to the byte and the time; one change touches a few of its pages."""
    archive = Archive(tmp_path, {f"{number:04d}.txt": "words" for number in range(10 * COUNT)})
    archive.look()
    before, facts = archive.known.read_bytes(), archive.known.stat()
    archive.look()
    assert (archive.known.read_bytes(), archive.known.stat().st_mtime_ns) == (before, facts.st_mtime_ns)
    archive.file("0007.txt").write_text("other words")
    archive.look()
    after = archive.known.read_bytes()
    pages = [at for at in range(0, len(before), 4096) if before[at : at + 4096] != after[at : at + 4096]]
    assert len(before) == len(after)
    assert 0 < len(pages) <= 3 < len(before) // 4096 // 10


def _replace(archive: Archive, text: str) -> None:
    beside = archive.file("deep/.beside")
    beside.write_text(text)
    beside.replace(archive.file("deep/b.txt"))


def _emptied(archive: Archive) -> Path:
    """The place of a file, with nothing there any more."""
    archive.file("deep/b.txt").unlink()
    return archive.file("deep/b.txt")


CHANGES: dict[str, Callable[[Archive], object]] = {
    "written in place": lambda archive: archive.file("deep/b.txt").write_text("ten"),
    "longer": lambda archive: archive.file("deep/b.txt").write_text("twelve"),
    "emptied": lambda archive: archive.file("deep/b.txt").write_text(""),
    "replaced": lambda archive: _replace(archive, "ten"),
    "removed": lambda archive: archive.file("deep/b.txt").unlink(),
    "moved": lambda archive: archive.file("deep/b.txt").rename(archive.file("deep/d.txt")),
    "exchanged": lambda archive: (
        archive.file("a.txt").rename(archive.file("x")),
        archive.file("deep/b.txt").rename(archive.file("a.txt")),
        archive.file("x").rename(archive.file("deep/b.txt")),
    ),
    "a link to another": lambda archive: _emptied(archive).symlink_to("../a.txt"),
    "a folder": lambda archive: _emptied(archive).mkdir(),
}


@pytest.mark.parametrize("dated_back", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(archive: Archive, change: str, dated_back: bool) -> None:
    """Whatever is done to a file, and where its time of modification is set back to what it was, too."""
    facts = archive.file("deep/b.txt").stat()
    tick(archive.data)
    CHANGES[change](archive)
    for path in ("a.txt", "deep/b.txt"):
        if dated_back and archive.file(path).is_file():
            os.utime(archive.file(path), ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert archive.agrees()


def test_what_a_link_leads_to_is_known_by_its_own_looks(archive: Archive) -> None:
    """A link is not opened again either, and a change behind it is seen."""
    archive.file("link.txt").symlink_to("deep/b.txt")
    archive.look()
    assert archive.opened() == []
    tick(archive.data)
    archive.file("deep/b.txt").write_text("ten")
    assert archive.opened() == ["deep/b.txt", "link.txt"]
    assert archive.agrees()


def test_a_file_touched_just_before_is_read_again(tmp_path: Path) -> None:
    """It could be written to once more within one step of the file system's clock, and look the same."""
    archive = Archive(tmp_path, {"a.txt": "one"})
    archive.look(time.time_ns)
    assert archive.opened() == ["a.txt"]
    archive.look()
    assert archive.opened() == []


@pytest.mark.parametrize("clock", [lambda: 0, lambda: time.time_ns() - 3_600_000_000_000])
def test_under_a_clock_that_was_set_back_files_are_read_again(tmp_path: Path, clock: Callable[[], int]) -> None:
    """What was written later than now may be written to once more at that time."""
    archive = Archive(tmp_path, {"a.txt": "one"})
    archive.look(clock)
    assert archive.opened(clock) == ["a.txt"]


@pytest.mark.parametrize("seconds", [-(2**40), -1, 2**33 + 7, 2**34 - 1])
def test_files_of_any_time_can_be_looked_at(archive: Archive, seconds: int) -> None:
    """Before 1970 and after the nanoseconds of 64 bits have run out; one dated ahead is read at every look."""
    try:
        os.utime(archive.file("a.txt"), (seconds, seconds))
    except OverflowError:
        pytest.skip("there are no such times here")
    assert archive.agrees()
    ahead = archive.file("a.txt").stat().st_mtime_ns > later()
    assert archive.opened() == ["a.txt"] * ahead
    assert archive.agrees()


def test_without_trust_in_times_every_file_is_read(archive: Archive) -> None:
    """And what was learnt before is trusted again as soon as it may be."""
    everything = ["a.txt", "deep/b.txt", "deep/er/c.txt"]
    assert archive.opened(trust_file_times=False) == everything
    assert archive.look(trust_file_times=False) == scan(archive.root, archive.settings)
    assert archive.opened() == []


def test_a_file_that_changed_without_a_sign_is_named_and_known_anew(archive: Archive) -> None:
    """A file system that lies is found out by reading all; from then on the digest is that of what was read."""
    with closing(sqlite3.connect(archive.known)) as database, database:
        ((record,),) = database.execute("SELECT record FROM files WHERE name = 'b.txt'").fetchall()
        forged = stat_file.sealed(record[:32] + bytes(32))
        database.execute("UPDATE files SET record = ? WHERE name = 'b.txt'", (forged,))
    assert not archive.agrees()
    found, unsigned = archive.looked(trust_file_times=False)
    assert (found, unsigned) == (scan(archive.root, archive.settings), ["deep/b.txt"])
    assert archive.agrees()
    assert archive.looked(trust_file_times=False)[1] == []


def test_another_archive_is_not_trusted(archive: Archive) -> None:
    """The same files, with all that tells them, in a folder of another name are read."""
    other = Archive(archive.root.parent / "other")
    other.root.rmdir()
    archive.root.rename(other.root)
    shutil.copy(archive.known, other.known)
    assert other.opened() == ["a.txt", "deep/b.txt", "deep/er/c.txt"]
    assert other.agrees()
    assert other.opened() == []


def test_what_is_gone_is_forgotten(archive: Archive) -> None:
    """A file, and a folder with all in it: no name of theirs stays."""
    archive.file("a.txt").unlink()
    shutil.rmtree(archive.file("deep/er"))
    archive.look()
    assert stat_file.check(archive.known) == (1, ())


@pytest.mark.parametrize("bad", ["chmod", "barred"])
def test_a_file_that_could_not_be_opened_is_tried_again(tmp_path: Path, bad: str) -> None:
    """As long as it can't be it is refused with the reason, and then it is read."""
    archive = Archive(tmp_path, {"a.txt": "one"})
    if bad == "barred":
        for _ in range(2):
            with barred(archive.file("a.txt")):
                assert [file.os_fault for file in archive.look()[1]] == ["permission denied"]
    else:
        archive.look()
        archive.file("a.txt").chmod(0)
        assert archive.opened() == ["a.txt"]
        archive.file("a.txt").chmod(0o600)
    assert archive.agrees()


def test_bytes_that_were_erased_are_refused_though_the_file_is_known(archive: Archive) -> None:
    """Without being opened."""
    digest = next(file.sha256 for file in archive.look()[0] if file.path == "a.txt")
    Erasures(archive.data).begin("a.txt", "the sender asked for it", part=False, files=[], digests=[digest])
    assert archive.opened() == ["a.txt"]
    assert "erased for good" in archive.look()[1][0].reason


def test_a_lower_limit_refuses_a_file_that_is_known(archive: Archive) -> None:
    """As it does one that is new, and a higher one brings it back."""
    with archive.file("a.txt").open("wb") as file:
        file.truncate(2 * 1024 * 1024)
    assert archive.agrees()
    assert [file.path for file in archive.look(max_file_mib=1)[1]] == ["a.txt"]
    assert archive.agrees()


def _cut(known: Path) -> None:
    os.truncate(known, known.stat().st_size // 2)


def _torn(known: Path) -> None:
    data = known.read_bytes()
    known.write_bytes(data[:4096] + os.urandom(4096) + data[8192:])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no database": lambda known: known.write_bytes(b"This is no database.\n" * 500),
    "empty": lambda known: known.write_bytes(b""),
    "cut off": _cut,
    "torn": _torn,
    "gone": lambda known: known.unlink(),
    "another version's": lambda known: _execute(known, "PRAGMA user_version = 99"),
    "another table": lambda known: _execute(known, "ALTER TABLE files RENAME COLUMN record TO note"),
}


def _execute(known: Path, statement: str) -> None:
    with closing(sqlite3.connect(known)) as database, database:
        database.execute(statement)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    """No look fails, each finds what is there, and after two nothing is opened any more."""
    archive = Archive(tmp_path, {f"f{number % 7}/{number:04d}.txt": f"{number}" for number in range(COUNT)})
    archive.look()
    DAMAGE[damage](archive.known)
    assert archive.look(saving=False) == scan(archive.root, archive.settings)
    assert archive.agrees()
    assert archive.agrees()
    assert archive.opened() == []
    assert stat_file.check(archive.known) == (COUNT, ())


def test_no_flipped_bit_gives_a_wrong_digest(tmp_path: Path) -> None:
    """Wherever it is: the look is right, by reading more files."""
    archive = Archive(tmp_path, {f"{number:04d}.txt": f"{number}" for number in range(40)})
    archive.look()
    sound, everything = archive.known.read_bytes(), scan(archive.root, archive.settings)
    drawn = random.Random(7)
    for _ in range(150):
        flipped = bytearray(sound)
        flipped[drawn.randrange(len(flipped))] ^= 1 << drawn.randrange(8)
        archive.known.write_bytes(flipped)
        assert archive.look() == everything


def test_a_file_that_cannot_be_written_costs_the_saving_alone(archive: Archive) -> None:
    """A folder stands in its place, or there is no data folder: a look finds all the same."""
    archive.known.unlink()
    archive.known.mkdir()
    assert archive.agrees()
    shutil.rmtree(archive.data)
    assert archive.agrees()


def test_a_look_that_saves_nothing_leaves_no_file(archive: Archive) -> None:
    """Neither where there is none, nor beside the one that is there, whose bytes stay."""
    before = archive.known.read_bytes()
    archive.file("a.txt").write_text("other")
    archive.look(saving=False)
    assert ([entry.name for entry in archive.data.iterdir()], archive.known.read_bytes()) == ([DataFile.FILES], before)
    archive.known.unlink()
    archive.look(saving=False)
    assert list(archive.data.iterdir()) == []


@pytest.mark.parametrize("rows", [0, 1, 100, 299])
def test_a_look_that_is_killed_while_it_notes_loses_only_that(tmp_path: Path, rows: int) -> None:
    """Killed between any two rows: the next look is right, and what was noted before is still known."""
    archive = Archive(tmp_path, {"a.txt": "one"})
    archive.look()
    for number in range(COUNT):
        archive.file(f"{number:03d}.txt").write_text("words")
    child = os.fork()
    if child == 0:
        try:
            _killed_after(archive, rows)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert "a.txt" not in archive.opened()
    assert archive.agrees()
    assert archive.opened() == []


def _killed_after(archive: Archive, rows: int) -> None:
    """Notes rows, and ends this process in the middle of the transaction."""
    file = stat_file.StatFile(archive.known, os.fsencode(archive.root.resolve()), read_only=False)

    def learnt() -> Iterator[stat_file.Row]:
        for number in range(rows):
            yield "", f"{number:03d}.txt", stat_file.sealed(bytes(64))
        os.kill(os.getpid(), signal.SIGKILL)

    file.write(learnt(), [])


ACTS = st.tuples(
    st.sampled_from(["write", "append", "replace", "back", "remove", "move", "link", "shut"]),
    st.sampled_from(["a.txt", "b.txt", "f/a.txt", "f/g/b.txt"]),
    st.sampled_from(["a.txt", "b.txt", "f/a.txt", "f/g/c.txt"]),
    st.sampled_from(["one", "two", "six", "eleven"]),
)


def _act(archive: Archive, kind: str, path: str, other: str, text: str) -> None:
    file = archive.file(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    archive.file(other).parent.mkdir(parents=True, exist_ok=True)
    if kind == "link" and path != other:
        file.unlink(missing_ok=True)
        file.symlink_to(archive.file(other))
    elif kind == "replace":
        (archive.data / "beside").write_text(text)
        (archive.data / "beside").replace(file)
    elif not file.is_file():
        file.unlink(missing_ok=True)
        file.write_text(text)
    elif kind == "remove":
        file.unlink()
    elif kind == "move":
        file.rename(archive.file(other))
    elif kind == "append":
        file.write_text(file.read_text() + text)
    elif kind == "shut":
        file.chmod(0o600)
    else:
        facts = file.stat()
        file.write_text(text)
        if kind == "back":
            os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))


@profile(deadline=None, max_examples=60)
@given(histories=st.lists(st.lists(ACTS, max_size=3), max_size=6))
def test_after_any_history_a_look_finds_what_reading_all_finds(
    tmp_path_factory: pytest.TempPathFactory, histories: list[list[tuple[str, str, str, str]]]
) -> None:
    """Files written, replaced, dated back, moved and removed between looks, in any order."""
    archive = Archive(tmp_path_factory.mktemp("history"))
    for acts in histories:
        for act in acts:
            tick(archive.data)
            _act(archive, *act)
        assert archive.agrees()
