"""The data folder: which generations there are, which one serves, and how that changes by one rename.

current                 the number of the serving generation
generations/000007/     one complete index; `manifest.json` is written last, a folder without it is unfinished
embeddings.sqlite       vectors by model and text
lock                    held while an index is built; says by whom
"""

from __future__ import annotations

import datetime as dt
import fcntl
import getpass
import hashlib
import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from index.errors import ArchiveError, BusyError, IndexDataError, NoIndexError
from index.models import Report, Value

FORMAT = 1
"""Of everything in a generation; raised when older code could not read newer files or the other way round."""

ARCHIVE_FILE = "archive.sqlite"
VECTORS_FILE = "vectors.faiss"
WORDS_FOLDER = "words"
MANIFEST_FILE = "manifest.json"
REPORT_FILE = "report.json"

_OURS = {"current", "generations", "embeddings.sqlite", "citations.sqlite", "encoders", "lock", "lock.held"}


class Recipe(Value):
    """What a generation was built with; another recipe makes another index of the same archive."""

    model: str
    revision: str
    passage_tokens: int
    reader: int
    analysis: int
    date_order: str | None = None


class Manifest(Value):
    """What a generation is. Written last, so its presence means that the generation is whole."""

    format: int
    generation: int
    built: dt.datetime
    archive: str
    recipe: Recipe
    dimensions: int
    documents: int
    undated: int
    passages: int
    languages: tuple[str, ...]
    files: dict[str, str]
    """SHA-256 of each file, by its path within the generation."""
    sizes: dict[str, int]


class DataFolder:
    """The folder that `--data` names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.exists() and not path.is_dir():
            raise IndexDataError(f"{path} is a file, not a data folder; name another folder with --data")

    def folder(self, generation: int) -> Path:
        """Where the files of `generation` are."""
        return self.path / "generations" / f"{generation:06d}"

    def whole(self) -> list[int]:
        """The numbers of the generations that are whole, ascending."""
        return [number for number in self._numbers() if (self.folder(number) / MANIFEST_FILE).is_file()]

    def current(self) -> int:
        """The number of the serving generation; raises `NoIndexError` if there is none."""
        try:
            text = (self.path / "current").read_text("utf-8").strip()
        except FileNotFoundError as error:
            self._refuse_foreign()
            raise NoIndexError(f"there is no index in {self.path} yet; run: dateline index") from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDataError(f"{self.path / 'current'} can't be read ({error}); run: dateline index") from error
        if not text.isdigit():
            raise IndexDataError(f"{self.path / 'current'} names no generation; run: dateline index")
        return int(text)

    def make_current(self, generation: int) -> None:
        """Points `current` at `generation`, for every process at once."""
        beside = self.path / "current.new"
        write_durably(beside, f"{generation:06d}\n")
        beside.replace(self.path / "current")
        _sync_folder(self.path)

    def manifest(self, generation: int) -> Manifest:
        """The manifest of `generation`; raises `IndexDataError` where it is missing, damaged or of another format."""
        path = self.folder(generation) / MANIFEST_FILE
        try:
            raw = json.loads(path.read_text("utf-8"))
            if raw.get("format") != FORMAT:
                raise IndexDataError(
                    f"generation {generation} was written by another version of Dateline; run: dateline index"
                )
            return Manifest.model_validate(raw)
        except (OSError, ValueError, AttributeError, ValidationError) as error:
            raise IndexDataError(
                f"generation {generation} in {self.path} is damaged (its manifest can't be read); run: dateline index"
            ) from error

    def report(self, generation: int) -> Report | None:
        """The report of the reindex that made `generation`, where it is still there."""
        try:
            return Report.model_validate_json((self.folder(generation) / REPORT_FILE).read_text("utf-8"))
        except (OSError, ValidationError):
            return None

    def begin(self) -> tuple[int, Path]:
        """The next generation's number and its new, empty folder; what unfinished builds left is cleared."""
        numbers = self._numbers()
        for number in numbers:
            if not (self.folder(number) / MANIFEST_FILE).is_file():
                shutil.rmtree(self.folder(number))
        generation = max(numbers, default=0) + 1
        folder = self.folder(generation)
        folder.mkdir(parents=True)
        return generation, folder

    def prune(self, keep: int) -> None:
        """Removes all but the newest `keep` generations, except those that are current or being read."""
        current = self.current()
        for number in self.whole()[:-keep]:
            if number != current:
                self._remove_unless_read(number)

    @contextmanager
    def building(self) -> Iterator[None]:
        """Holds the lock of the one process that may build; raises `BusyError` naming the other one."""
        self._make()
        lock = FileLock(self.path / "lock.held")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BusyError(f"this archive is being indexed already, {self._builder()}; wait for it to end") from error
        except OSError as error:
            raise IndexDataError(f"{self.path} can't be written to ({error.strerror}); give it write access") from error
        try:
            who = {"user": _user(), "host": socket.gethostname(), "pid": os.getpid(), "since": _now().isoformat()}
            (self.path / "lock").write_text(json.dumps(who), "utf-8")
            yield
        finally:
            lock.release()

    @contextmanager
    def reading(self, generation: int) -> Iterator[None]:
        """Keeps `generation` from being removed meanwhile, by any process."""
        with (self.folder(generation) / MANIFEST_FILE).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            yield

    def _remove_unless_read(self, number: int) -> None:
        folder = self.folder(number)
        with (folder / MANIFEST_FILE).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            (folder / MANIFEST_FILE).unlink()  # first: what is left by a crash from here on is unfinished
            shutil.rmtree(folder)

    def _numbers(self) -> list[int]:
        folder = self.path / "generations"
        if not folder.is_dir():
            return []
        return sorted(int(entry.name) for entry in folder.iterdir() if entry.name.isdigit())

    def _make(self) -> None:
        self._refuse_foreign()
        try:
            (self.path / "generations").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexDataError(
                f"the data folder {self.path} can't be made ({error.strerror}); name another with --data"
            ) from error

    def _refuse_foreign(self) -> None:
        if not self.path.is_dir():
            return
        found = {entry.name for entry in self.path.iterdir()}
        if found and not found & _OURS:
            raise IndexDataError(f"{self.path} holds other things than an index; name another folder with --data")

    def _builder(self) -> str:
        try:
            who = json.loads((self.path / "lock").read_text("utf-8"))
            return f"by {who['user']} on {who['host']} (process {who['pid']}) since {who['since'][:19]} UTC"
        except (OSError, ValueError, KeyError, TypeError):
            return "by another process"


def checksums(folder: Path) -> tuple[dict[str, str], dict[str, int]]:
    """SHA-256 and size of every file under `folder`, by relative path."""
    digests: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            with path.open("rb") as file:
                digests[name] = hashlib.file_digest(file, "sha256").hexdigest()
            sizes[name] = path.stat().st_size
    return digests, sizes


def write_durably(path: Path, text: str) -> None:
    """Writes `text` so that it is on the disk, whole, when this returns."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return str(os.getuid())


def refuse_inside(archive: Path, data: Path) -> None:
    """Raises `ArchiveError` if the data folder lies in the archive unhidden, where it would be read as documents."""
    inside = data.resolve().is_relative_to(archive.resolve())
    if inside and not any(part.startswith(".") for part in data.resolve().relative_to(archive.resolve()).parts):
        raise ArchiveError(f"the data folder {data} lies inside the archive {archive}; name another with --data")
