"""The data folder: which generations there are, which one serves, and how that changes by one rename.

current                 the number of the serving generation
generations/000007/     one complete index; comes here whole, by one rename
building/000008/        the index that is being built; `manifest.json` is written last
failed/000006/          the report of a new generation that was not fit to serve, and its index

`index.models.data_files` names everything that may lie in it, and what of that can't be made again.
"""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import ArchiveError, IndexDataError, NoIndexError
from index.files import replace_file, sync_folder, sync_tree, write_durably
from index.generations import lock
from index.generations.manifest import MANIFEST_FILE, Manifest, gone, read_manifest
from index.models.data_files import DataFile, is_ours
from index.models.reports import Report

REPORT_FILE = "report.json"
DAMAGED_FILE = "damaged"
"""In a generation: what is wrong with it. One that has this file is never served."""
KEEP_FAILED = 2
"""How many generations that were not fit to serve are kept."""
LEFT_BEHIND_S = 60.0
"""A half-written file this old belongs to a process that is gone; writing one takes milliseconds."""


class DataFolder:
    """The folder that `--data` names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.exists() and not path.is_dir():
            raise IndexDataError(f"{path} is a file, not a data folder; name another folder with --data")

    def folder(self, generation: int) -> Path:
        """Where the files of `generation` are."""
        return self.path / DataFile.GENERATIONS / f"{generation:06d}"

    def whole(self) -> list[int]:
        """The numbers of the generations that are whole, ascending."""
        numbers = self._numbers(DataFile.GENERATIONS)
        return [number for number in numbers if (self.folder(number) / MANIFEST_FILE).is_file()]

    def current(self) -> int:
        """The number of the serving generation; raises `NoIndexError` if there is none."""
        try:
            text = (self.path / DataFile.CURRENT).read_text("utf-8").strip()
        except FileNotFoundError as error:
            self._refuse_foreign()
            raise NoIndexError(f"there is no index in {self.path} yet; run: dateline index") from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDataError(f"{self.path / 'current'} can't be read ({error}); run: dateline index") from error
        if not (text.isascii() and text.isdigit()):
            raise IndexDataError(f"{self.path / 'current'} names no generation; run: dateline index")
        return int(text)

    def make_current(self, generation: int) -> None:
        """Points `current` at `generation`, for every process at once."""
        replace_file(self.path / DataFile.CURRENT, f"{generation:06d}\n", durable=True)

    def manifest(self, generation: int) -> Manifest:
        """The manifest of `generation`; raises `IndexDataError` where it is missing, damaged or of another format."""
        return read_manifest(self.folder(generation), generation)

    def report(self, generation: int) -> Report | None:
        """The report of the reindex that made `generation` or failed to, where it is still there."""
        for folder in (self.folder(generation), self.path / DataFile.FAILED / f"{generation:06d}"):
            try:
                return Report.model_validate_json((folder / REPORT_FILE).read_text("utf-8"))
            except (OSError, ValueError):
                continue
        return None

    def reported(self) -> list[int]:
        """The numbers of all generations that may have a report, ascending: those whole and those that failed."""
        return sorted({*self.whole(), *self._numbers(DataFile.FAILED)})

    def begin(self) -> tuple[int, Path]:
        """The next generation's number and a new, empty folder for it; what unfinished builds left is cleared."""
        shutil.rmtree(self.path / DataFile.BUILDING, ignore_errors=True)
        for number in set(self._numbers(DataFile.GENERATIONS)) - set(self.whole()):
            shutil.rmtree(self.folder(number))
        self._remove_half_written()
        generation = max((*self._numbers(DataFile.GENERATIONS), *self._numbers(DataFile.FAILED)), default=0) + 1
        folder = self.path / DataFile.BUILDING / f"{generation:06d}"
        folder.mkdir(parents=True)
        return generation, folder

    def publish(self, generation: int) -> None:
        """Takes a finished build among the generations and makes it current."""
        sync_tree(self.path / DataFile.BUILDING / f"{generation:06d}")
        (self.path / DataFile.BUILDING / f"{generation:06d}").rename(self.folder(generation))
        sync_folder(self.path / DataFile.GENERATIONS)
        self.make_current(generation)

    def set_aside(self, generation: int) -> None:
        """Keeps a build that was not fit to serve where it is never served; removes the oldest of its kind."""
        (self.path / DataFile.FAILED).mkdir(exist_ok=True)
        (self.path / DataFile.BUILDING / f"{generation:06d}").rename(self.path / DataFile.FAILED / f"{generation:06d}")
        for number in self._numbers(DataFile.FAILED)[:-KEEP_FAILED]:
            shutil.rmtree(self.path / DataFile.FAILED / f"{number:06d}", ignore_errors=True)

    def discard(self, generation: int) -> None:
        """Removes an unfinished build."""
        shutil.rmtree(self.path / DataFile.BUILDING / f"{generation:06d}", ignore_errors=True)

    def prune(self, keep: int) -> None:
        """Removes all but the newest `keep` generations, except those that are current or being read."""
        for number in self.whole()[:-keep]:
            self._remove_unless_needed(number)

    @contextmanager
    def building(self) -> Iterator[lock.Builder]:
        """Holds the lock of the one process that may build; raises `BusyError` naming the other one."""
        self._make()
        with lock.building(self.path) as me:
            yield me

    @contextmanager
    def reading(self, generation: int) -> Iterator[None]:
        """Keeps `generation` from being removed meanwhile, by any process."""
        manifest = self.folder(generation) / MANIFEST_FILE
        try:
            file = manifest.open("rb")
        except OSError as error:
            raise gone(generation) from error
        with file:
            fcntl.flock(file, fcntl.LOCK_SH)
            if not manifest.exists():  # it was being removed just now
                raise gone(generation)
            yield

    def damage(self, generation: int) -> str | None:
        """What was found wrong with `generation`, if it was."""
        try:
            return (self.folder(generation) / DAMAGED_FILE).read_text("utf-8", "replace").strip() or "it is damaged"
        except OSError:
            return None

    def mark_damaged(self, generation: int, fault: str) -> None:
        """Keeps every process from serving `generation` from now on."""
        write_durably(self.folder(generation) / DAMAGED_FILE, fault + "\n")

    def _remove_unless_needed(self, number: int) -> None:
        folder = self.folder(number)
        with (folder / MANIFEST_FILE).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if number == self.current():  # asked under the lock: somebody may have rolled back to it just now
                return
            (folder / MANIFEST_FILE).unlink()  # first: what is left by a crash from here on is unfinished
            shutil.rmtree(folder)

    def _remove_half_written(self) -> None:
        """Files that a killed process was about to rename; one that is being written meanwhile may be gone at once."""
        for left in (*self.path.glob(f"{DataFile.CURRENT}.*"), *self.path.glob("*.new")):
            with suppress(FileNotFoundError):
                if is_ours(left.name) and time.time() - left.stat().st_mtime > LEFT_BEHIND_S:
                    left.unlink()

    def _numbers(self, kind: str) -> list[int]:
        folder = self.path / kind
        if not folder.is_dir():
            return []
        return sorted(int(entry.name) for entry in folder.iterdir() if entry.name.isdigit())

    def _make(self) -> None:
        self._refuse_foreign()
        try:
            (self.path / DataFile.GENERATIONS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexDataError(
                f"the data folder {self.path} can't be made ({error.strerror}); name another with --data"
            ) from error

    def _refuse_foreign(self) -> None:
        if not self.path.is_dir():
            return
        found = [entry.name for entry in self.path.iterdir()]
        if found and not any(map(is_ours, found)):
            raise IndexDataError(f"{self.path} holds something other than an index; name another folder with --data")


def refuse_inside(archive: Path, data: Path) -> None:
    """Raises `ArchiveError` if the data folder lies in the archive unhidden, where it would be read as documents."""
    inside = data.resolve().is_relative_to(archive.resolve())
    if inside and not any(part.startswith(".") for part in data.resolve().relative_to(archive.resolve()).parts):
        raise ArchiveError(f"the data folder {data} lies inside the archive {archive}; name another with --data")
