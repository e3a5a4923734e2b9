"""The small files of generations, and exported encoders: fetched from a shared store, and put into it."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from index.generations.manifest import MANIFEST_FILE
from index.generations.pointer import name_of
from index.models.data_files import DataFile
from index.shared.address import Address
from index.shared.objects import Objects
from index.shared.opening import open_objects

FENCE_FILE: Final = "fence"
"""In a generation's folder of a mirror: the fence of the builder that wrote it."""
_ENCODER: Final = re.compile(r"[0-9a-f]+/[^/]+")
"""How the file of an exported encoder is called."""
_FETCHING: Final = ".fetching"


class MirroredFiles:
    """The files of the store at `address` in the data folder `path`; of one process of a host at a time."""

    def __init__(self, path: Path, address: Address) -> None:
        self._path = path
        self._address = address

    @property
    def _objects(self) -> Objects:
        return open_objects(self._address)

    def has(self, kind: str, number: int, fence: int) -> bool:
        """Whether the mirror has a generation of this builder's."""
        return _fence_in(self._path / kind / f"{number:06d}") == fence

    def fetch(self, kind: str, number: int, fence: int) -> None:
        """Fetches the files of a generation, which is there whole or not at all."""
        place = self._path / kind / f"{number:06d}"
        new = self._whole(place, kind, number, fence)
        shutil.rmtree(place, ignore_errors=True)  # what a builder left that was killed before it published
        new.rename(place)

    def mend(self, number: int, fence: int) -> bool:
        """Fetches the files of a generation anew, unless those that are there are the same; whether it did."""
        place = self._path / DataFile.GENERATIONS / f"{number:06d}"
        new = self._whole(place, DataFile.GENERATIONS, number, fence)
        if _has_files_of(place, new):
            shutil.rmtree(new)
            return False
        shutil.rmtree(place, ignore_errors=True)
        new.rename(place)
        return True

    def _whole(self, place: Path, kind: str, number: int, fence: int) -> Path:
        """A folder beside `place` with all files of a generation."""
        begin = f"{kind}/{name_of(number, fence)}/"
        new = self._fetched(place, list(self._objects.list(begin)))
        _note_fence(new, fence)
        return new

    def _fetched(self, place: Path, keys: Sequence[str]) -> Path:
        """A folder beside `place` with the objects of these keys as its files."""
        new = place.with_name(f"{place.name}{_FETCHING}")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        for key in keys:
            found = self._objects.get(key)
            if found is not None:
                (new / key.rpartition("/")[2]).write_bytes(found.content)
        return new

    def fetch_encoders(self) -> None:
        """Fetches the exported encoders, which a host would have to load the model itself for."""
        begin, by_name = f"{DataFile.ENCODERS}/", defaultdict[str, list[str]](list)
        for key in self._objects.list(begin):
            by_name[key.removeprefix(begin).partition("/")[0]].append(key)
        for name, keys in by_name.items():
            place = self._path / DataFile.ENCODERS / name
            if not place.exists():
                self._fetched(place, keys).rename(place)

    def send_encoders(self) -> None:
        """Has the store keep the exported encoders that this host has, and no others."""
        begin, folder = f"{DataFile.ENCODERS}/", self._path / DataFile.ENCODERS
        files = {
            file.relative_to(folder).as_posix(): file for file in folder.glob("*/*") if "." not in file.parent.name
        }
        there = self._objects.list(begin) if files else {}
        for name, file in files.items():
            if f"{begin}{name}" not in there:
                self._objects.put(f"{begin}{name}", file.read_bytes())
        for key in there:
            name = key.removeprefix(begin)
            if name not in files and _ENCODER.fullmatch(name):
                self._objects.delete(key)

    def send(self, kind: str, number: int, fence: int) -> None:
        """Puts the files of a generation into the store, its manifest last."""
        folder = self._path / kind / f"{number:06d}"
        _note_fence(folder, fence)
        files = (path for path in folder.iterdir() if path.is_file() and path.name != FENCE_FILE)
        for path in sorted(files, key=lambda path: path.name == MANIFEST_FILE):
            self._objects.put(f"{kind}/{name_of(number, fence)}/{path.name}", path.read_bytes())


def _has_files_of(folder: Path, other: Path) -> bool:
    """Whether a folder has every file that another one has, as it is there."""
    try:
        return all((folder / file.name).read_bytes() == file.read_bytes() for file in other.iterdir())
    except OSError:
        return False


def _note_fence(folder: Path, fence: int) -> None:
    (folder / FENCE_FILE).write_text(f"{fence}\n", "utf-8")


def _fence_in(folder: Path) -> int | None:
    """The fence of the builder that wrote the generation in a folder; None where that is not there, or nobody knows."""
    try:
        return int((folder / FENCE_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
