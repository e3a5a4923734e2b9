"""The data folder: which generations there are, which one serves, and how that changes by one rename.

current                 the number of the serving generation
generations/000007/     one complete index; comes here whole, by one rename
building/000008/        the index that is being built; `manifest.json` is written last
failed/000006/          the report of a new generation that was not fit to serve, and its index

`index.models.data_files` names everything that may lie in it, and what of that can't be made again. The folder may be
this host's mirror of a store that many share (see `index.generations.mirror`): then what changes here changes there.
"""

from __future__ import annotations

import fcntl
import logging
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import ArchiveError, BusyError, IndexDataError, NoIndexError, UnreadableDataError
from index.files import os_cure, os_reason, replace_file, sync_folder, sync_tree, write_durably
from index.generations import lock
from index.generations.manifest import MANIFEST_FILE, Manifest, gone, read_manifest
from index.generations.mirror import mirror_at
from index.generations.pointer import name_of
from index.models.data_files import DataFile, is_foreign, is_ours
from index.models.reports import Report
from index.shared.address import store_of
from index.userdata.watches import Watches

log = logging.getLogger(__name__)

REPORT_FILE = "report.json"
DAMAGED_FILE = "damaged"
"""In a generation: what is wrong with it. One that has this file is never served."""
MAX_PINNED = 3
"""Generations kept for watches alone, beside the newest: each may take the disk of a whole index."""
KEEP_FAILED = 2
"""How many generations that were not fit to serve are kept."""
LEFT_BEHIND_S = 60.0
"""A half-written file this old belongs to a process that is gone; writing one takes milliseconds."""
_WRITER = re.compile(r"\.(\d+)(?:\.new)?$")
"""In the name of a half-written file: the process that writes it."""


class DataFolder:
    """The folder that `--data` names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mirror = mirror_at(path)
        self._damaged: dict[int, str] = {}
        """What this process found wrong, by generation."""
        if path.exists() and not path.is_dir():
            raise IndexDataError(f"{path} is a file, not a data folder; name another folder with --data")

    def name(self, generation: int) -> str:
        """What a generation that this process builds is called in the store that hosts share."""
        return name_of(generation, self._mirror.fence if self._mirror else 0)

    def sweep(self) -> set[str]:
        """Removes what the store has of no generation; returns what those that are kept are called. Needs the lease."""
        return self._mirror.sweep() if self._mirror else set()

    @property
    def place(self) -> str:
        """Where it is, for people: the folder, or the address of the store that it mirrors."""
        return str(self._mirror.address if self._mirror else self.path.resolve())

    @property
    def name_given(self) -> str:
        """Likewise as whoever named it wrote it: a folder need not be in full."""
        return str(self._mirror.address if self._mirror else self.path)

    @property
    def is_mirror(self) -> bool:
        """Whether it mirrors a store that hosts share, in whose tables the generations are."""
        return self._mirror is not None

    def folder(self, generation: int) -> Path:
        """Where the files of `generation` are."""
        return self.path / DataFile.GENERATIONS / f"{generation:06d}"

    def numbers(self) -> list[int]:
        """The numbers of all generations, ascending, be they whole or not."""
        return self._numbers(DataFile.GENERATIONS)

    def refresh(self) -> None:
        """Learns at once, not in a moment, what other hosts of its store have changed."""
        self._refresh(now=True)

    def whole(self) -> list[int]:
        """The numbers of the generations that are whole, ascending."""
        return [number for number in self.numbers() if _is_there(self.folder(number) / MANIFEST_FILE)]

    def check_kept(self, generation: int) -> None:
        """Raises `IndexDataError`, naming those that are kept, where `generation` isn't."""
        if generation not in self.whole():
            kept = ", ".join(map(str, self.whole())) or "none"
            raise IndexDataError(f"there is no generation {generation} (any more); there are {kept}", shown=True)

    def current(self) -> int:
        """The number of the serving generation; raises `NoIndexError` if there is none.

        That is what `current` names, or the newest whole one where `current` is damaged or names what is gone.
        """
        named, whole = self.named(), self.whole()
        if self._mirror and whole and named not in whole:
            with suppress(UnreadableDataError):
                self._mirror.mend_current()
            named, whole = self.named(), self.whole()
        if named is None and not whole:
            self._refuse_foreign()
            raise NoIndexError(f"there is no index in {self.name_given} yet; run: dateline index")
        if named is not None and (named in whole or not whole):
            return named
        return whole[-1]

    def named(self) -> int | None:
        """The number in `current`; None where there is no such file, or no number in it."""
        self._refresh()
        try:
            text = (self.path / DataFile.CURRENT).read_text("utf-8").strip()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        except OSError as error:
            raise UnreadableDataError(
                f"{self.path / DataFile.CURRENT} can't be read ({os_reason(error)}); give read access"
            ) from error
        return int(text) if text.isascii() and text.isdigit() else None

    def mend_current(self, generation: int) -> bool:
        """Points `current` at `generation` where it names nothing that is there; whether that was done.

        A build has the last word: while there is one, or where nothing can be written, all stays as it is. In a mirror
        the store says which one serves.
        """
        if self._mirror:
            return False
        try:
            with self.building():
                if self.named() not in self.whole():
                    self.make_current(generation)
                return True
        except (OSError, IndexDataError, BusyError):
            return False

    def make_current(self, generation: int) -> None:
        """Points `current` at `generation`, for every process at once."""
        if self._mirror:
            self._mirror.make_current(generation)
            return
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

    def begin(self, number: int | None = None) -> tuple[int, Path]:
        """The next generation's number and a new, empty folder for it; what unfinished builds left is cleared.

        A generation that is copied from another data folder keeps its `number`.
        """
        self._refresh(now=True)
        shutil.rmtree(self.path / DataFile.BUILDING, ignore_errors=True)
        for unfinished in set(self._numbers(DataFile.GENERATIONS)) - set(self.whole()):
            shutil.rmtree(self.folder(unfinished))
        self._remove_half_written()
        latest = max((*self._numbers(DataFile.GENERATIONS), *self._numbers(DataFile.FAILED)), default=0)
        generation = number or latest + 1
        folder = self.path / DataFile.BUILDING / f"{generation:06d}"
        folder.mkdir(parents=True)
        return generation, folder

    def publish(self, generation: int) -> None:
        """Takes a finished build among the generations and makes it current."""
        sync_tree(self.path / DataFile.BUILDING / f"{generation:06d}")
        (self.path / DataFile.BUILDING / f"{generation:06d}").rename(self.folder(generation))
        sync_folder(self.path / DataFile.GENERATIONS)
        if not self._mirror:
            self.make_current(generation)
            return
        try:
            self._mirror.publish(generation)
        except IndexDataError:  # it is not the store's
            shutil.rmtree(self.folder(generation), ignore_errors=True)
            raise

    def set_aside(self, generation: int) -> None:
        """Keeps a build that was not fit to serve where it is never served; removes the oldest of its kind."""
        (self.path / DataFile.FAILED).mkdir(exist_ok=True)
        (self.path / DataFile.BUILDING / f"{generation:06d}").rename(self.path / DataFile.FAILED / f"{generation:06d}")
        for number in self._numbers(DataFile.FAILED)[:-KEEP_FAILED]:
            shutil.rmtree(self.path / DataFile.FAILED / f"{number:06d}", ignore_errors=True)
        if self._mirror:
            self._mirror.set_aside(generation, KEEP_FAILED)

    def discard(self, generation: int) -> None:
        """Removes an unfinished build."""
        shutil.rmtree(self.path / DataFile.BUILDING / f"{generation:06d}", ignore_errors=True)

    def not_needed(self, keep: int) -> list[int]:
        """All generations but the newest `keep` and those that watches need, ascending; some may be being read.

        A watch that runs needs the one up to which it was checked. Of several such the oldest are kept: who was checked
        up to a later one can be compared with these, too. Where nobody can read what watches need, they need all.
        """
        older = self.whole()[:-keep]
        try:
            pinned = Watches(self.path).pinned() if older else set()
        except IndexDataError as error:
            log.warning("no generation is removed, since watches may need it: %s", error)
            return []
        needed = [number for number in older if number in pinned][:MAX_PINNED]
        return [number for number in older if number not in needed]

    def prune(self, keep: int) -> None:
        """Removes the generations that are not needed, except those that are current or being read."""
        for number in self.not_needed(keep):
            self._remove_unless_needed(number)

    def forget(self, generation: int) -> None:
        """Takes a generation out of the store that this folder mirrors, unless it is current."""
        if self._mirror:
            self._mirror.remove(generation)

    @contextmanager
    def building(self) -> Iterator[lock.Builder]:
        """Holds the lock of the one process that may build; raises `BusyError` naming the other one."""
        self.make()
        with lock.building(self.path) as me, self.leased():
            yield me

    @contextmanager
    def leased(self) -> Iterator[None]:
        """Holds, of a shared store, the lease of the one host that may build; raises `BusyError` naming the other."""
        if self._mirror is None:
            yield
            return
        with self._mirror.leased(str(lock.myself())):
            yield

    @contextmanager
    def reading(self, generation: int) -> Iterator[None]:
        """Keeps `generation` from being removed meanwhile, by any process."""
        manifest = self.folder(generation) / MANIFEST_FILE
        try:
            file = manifest.open("rb")
        except PermissionError as error:
            raise UnreadableDataError(f"{manifest} can't be read ({os_reason(error)}); give read access") from error
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
            return self._damaged.get(generation)

    def mark_damaged(self, generation: int, fault: str) -> None:
        """Keeps `generation` from serving until it is found sound: in this process only, where it can't be written."""
        self._damaged[generation] = fault
        with suppress(OSError):
            write_durably(self.folder(generation) / DAMAGED_FILE, fault + "\n")

    def mark_damaged_record(self, generation: int, what: str) -> None:
        """Likewise, because of a record that is not what was written."""
        log.warning("generation %d: %s is damaged", generation, what)
        self.mark_damaged(generation, f"{what} is damaged")

    def mended(self, generation: int) -> bool:
        """Whether the files of `generation` were but a mirror's copy, and damaged: they are the store's again then."""
        try:
            mended = self._mirror is not None and self._mirror.mend(generation)
        except UnreadableDataError as error:
            log.warning("whether generation %d is what the store has can't be seen: %s", generation, error)
            return False
        if mended:
            self._damaged.pop(generation, None)
        return mended

    def lift_mark(self, generation: int) -> None:
        """Lets `generation` serve again, which was found sound."""
        self._damaged.pop(generation, None)
        with suppress(OSError):
            (self.folder(generation) / DAMAGED_FILE).unlink()

    def _refresh(self, *, now: bool = False) -> None:
        if self._mirror:
            self._mirror.refresh(now=now)

    def _remove_unless_needed(self, number: int) -> None:
        if self._mirror:
            self._mirror.remove(number)
            return
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
                if is_ours(left.name) and _is_left_behind(left):
                    left.unlink()

    def _numbers(self, kind: str) -> list[int]:
        self._refresh()
        folder = self.path / kind
        try:
            return sorted(int(entry.name) for entry in folder.iterdir() if entry.name.isdecimal())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise UnreadableDataError(f"{folder} can't be read ({os_reason(error)}); give read access") from error

    def make(self) -> None:
        """Makes the folder, if there is none; raises `IndexDataError` for another program's."""
        self._refuse_foreign()
        try:
            if not self.path.exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.mkdir(mode=0o700, exist_ok=True)
            (self.path / DataFile.GENERATIONS).mkdir(exist_ok=True)
        except OSError as error:
            raise IndexDataError(
                f"the data folder {self.path} can't be made ({os_reason(error)}); {os_cure(error)} or name another "
                "with --data"
            ) from error

    def _refuse_foreign(self) -> None:
        if not self.path.is_dir():
            return
        try:
            found = [entry.name for entry in self.path.iterdir()]
        except OSError as error:
            raise UnreadableDataError(f"{self.path} can't be read ({os_reason(error)}); give read access") from error
        if is_foreign(found):
            raise IndexDataError(f"{self.path} holds something other than an index; name another folder with --data")


def _is_there(path: Path) -> bool:
    """Whether there is such a file, even if its folder may not be looked into."""
    try:
        return path.is_file()
    except PermissionError:
        return True


def _is_left_behind(half_written: Path) -> bool:
    """Whether the process that was writing a file is gone; raises `FileNotFoundError` if the file is.

    The clock may have been set meanwhile, back or forth: a time that is still to come is as far from now as one that is
    past, and what a process of this machine may be writing at this moment is left to it, whatever the clock says.
    """
    if abs(time.time() - half_written.stat().st_mtime) <= LEFT_BEHIND_S:
        return False
    writer = _WRITER.search(half_written.name)
    return writer is None or not lock.alive(int(writer[1]))


def refuse_inside(archive: Path, data: Path) -> None:
    """Raises `ArchiveError` if the data folder, or that of its store, lies in the archive and would be read with it."""
    store = store_of(data)
    place = Path(store.path) if store and store.scheme == "file" else data
    inside = place.resolve().is_relative_to(archive.resolve())
    if inside and not any(part.startswith(".") for part in place.resolve().relative_to(archive.resolve()).parts):
        raise ArchiveError(f"the data folder {place} lies inside the archive {archive}; name another with --data")
