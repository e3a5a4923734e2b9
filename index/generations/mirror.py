"""The generations of a shared store, mirrored in a data folder of this host.

One object, the pointer, says which generations there are and which one serves; it is replaced only if unchanged, so
that of two processes that change it one is told to look again. A generation's small files are objects, too, which a
host fetches once; its tables stay in the store. What a host has fetched is laid out as in any data folder.
"""

from __future__ import annotations

import fcntl
import logging
import re
import shutil
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from index.errors import BusyError, IndexDataError, StoreUnreachableError
from index.files import replace_file
from index.generations.manifest import MANIFEST_FILE
from index.models.data_files import DataFile
from index.models.values import Value
from index.shared.address import Address, store_of
from index.shared.conditional import check_conditional
from index.shared.lease import LEASE, Lease, hold, lost
from index.shared.objects import Found, Objects
from index.shared.opening import open_objects

log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 0.2
"""A change of the pointer is known to every host within a second."""
AWAY_S: Final = 5.0
"""For so long a store that can't be reached isn't asked again what serves, since each question may wait as long."""
TRIES: Final = 20
"""How often a pointer is read again that somebody else has replaced meanwhile."""
_POINTER: Final = "current"
_NAME: Final = re.compile(r"\d{6,}-\d+")
"""What `name_of` makes."""
_ENCODER: Final = re.compile(r"[0-9a-f]+/[^/]+")
"""How the file of an exported encoder is called."""
OURS: Final = frozenset(
    {
        *(DataFile.GENERATIONS, DataFile.FAILED, DataFile.ENCODERS, DataFile.BEFORE_RESTORE, DataFile.HISTORY),
        *(_POINTER, LEASE, "tables", "userdata", "citations", "audit", "locks", "hosts", "clock"),
    }
)
"""What lies at the address of a store, by name."""
FENCE_FILE: Final = "fence"
"""In a generation's folder of a mirror: the fence of the builder that wrote it."""
_FETCHING: Final = ".fetching"


class Pointer(Value):
    """Which generations a store has."""

    current: int | None = None
    """The one that serves."""
    generations: Mapping[int, int] = {}
    """All that are kept, each with the fence of the builder that wrote it."""
    failed: Mapping[int, int] = {}
    """Likewise those that were not fit to serve, whose reports are kept."""
    fence: int = 0
    """Of the latest builder. One with a lower number has lost its lease since."""

    def with_generation(self, number: int, fence: int) -> Pointer:
        """The same with a new generation, which serves."""
        return self.model_copy(update={"current": number, "generations": {**self.generations, number: fence}})

    def without(self, number: int) -> Pointer:
        """The same without a generation."""
        left = {each: fence for each, fence in self.generations.items() if each != number}
        return self.model_copy(update={"generations": left})

    def with_failed(self, number: int, fence: int, keep: int) -> Pointer:
        """The same with a build that was not fit to serve, of which the last few are kept."""
        last = sorted({**self.failed, number: fence}.items())[-keep:]
        return self.model_copy(update={"failed": dict(last)})

    def names(self) -> set[str]:
        """How the objects of all generations begin."""
        kinds = ((DataFile.GENERATIONS, self.generations), (DataFile.FAILED, self.failed))
        return {f"{kind}/{name_of(*each)}" for kind, known in kinds for each in known.items()}


def name_of(number: int, fence: int) -> str:
    """What a generation is called in a store: no two builders write one of the same name."""
    return f"{number:06d}-{fence}"


class Mirror:
    """The generations of the store at `address` in the data folder `path`. Safe to use from many threads."""

    def __init__(self, path: Path, address: Address) -> None:
        self.path = path
        self.address = address
        self._lock = threading.RLock()
        self._looked = float("-inf")
        self._seen: str | None = None
        """The pointer's tag when the mirror was last brought up to date."""
        self._lease: Lease | None = None

    @property
    def objects(self) -> Objects:
        return open_objects(self.address)

    def refresh(self, *, now: bool = False) -> None:
        """Brings the mirror up to date, unless that was done a moment ago.

        While the store can't be reached, what was fetched before goes on being there; with `now`, or where nothing was,
        that is raised.
        """
        with self._lock:
            if not now and time.monotonic() - self._looked < LOOK_EVERY_S:
                return
            try:
                self._refresh()
            except StoreUnreachableError as error:
                if now or not (self.path / DataFile.CURRENT).exists():  # whether there is an index nobody here knows
                    raise
                log.warning("%s", error)
                self._looked = time.monotonic() + AWAY_S - LOOK_EVERY_S
                return
            self._looked = time.monotonic()

    def publish(self, number: int) -> None:
        """Makes a generation, whose files are in the mirror, one of the store's, and current; raises `BusyError`."""
        self._send(DataFile.GENERATIONS, number)
        self._send_encoders()
        self._replace(lambda pointer: pointer.with_generation(number, self.fence), fenced=True)

    def set_aside(self, number: int, keep: int) -> None:
        """Notes a build that was not fit to serve, and forgets all but the last few of its kind."""
        self._send(DataFile.FAILED, number)
        self._replace(lambda pointer: pointer.with_failed(number, self.fence, keep), fenced=True)

    def make_current(self, number: int) -> None:
        """Lets a generation of the store serve on every host."""
        self._replace(lambda pointer: pointer.model_copy(update={"current": number}))

    def remove(self, number: int) -> None:
        """Takes a generation out of those of the store, unless it serves."""
        self._replace(lambda pointer: pointer if pointer.current == number else pointer.without(number))

    def sweep(self) -> set[str]:
        """Removes the objects of generations that the store has no more, or never had; returns the names of the kept.

        Only whoever has the lease may do so: else another's are there that is about to publish.
        """
        found = self.objects.get(_POINTER)
        pointer = Pointer() if found is None else _pointer(found)
        names = pointer.names()
        for kind in (DataFile.GENERATIONS, DataFile.FAILED):
            for key in self.objects.list(f"{kind}/"):
                name = key.rpartition("/")[0]
                if name not in names and _NAME.fullmatch(name.partition("/")[2]):  # else it is not Dateline's
                    self.objects.delete(key)
        return {name_of(*each) for each in pointer.generations.items()}

    @property
    def fence(self) -> int:
        """This builder's; 0 for a process that doesn't build."""
        return self._lease.fence if self._lease else 0

    @contextmanager
    def leased(self, who: str) -> Iterator[None]:
        """Holds the lease of the one host that may build; raises `BusyError` naming the other one."""
        self._check_place()
        with hold(self.objects, who, self._claim) as lease:
            self._lease = lease
            try:
                yield
            finally:
                self._lease = None

    def _check_place(self) -> None:
        """Raises `IndexDataError` where the store that this host knows isn't there, or somebody else's objects are.

        Likewise where one can't be begun.
        """
        if self.objects.get(_POINTER) is not None:
            return
        if (self.path / DataFile.CURRENT).exists():
            raise IndexDataError(
                f"{self.address} holds no index any more; see that its disk is mounted or its server the right one or, "
                f"if the index was deleted on purpose, move {self.path} away and run: dateline index"
            )
        foreign = self.objects.names() - OURS
        if foreign:
            raise IndexDataError(
                f"{self.address} holds something other than a store ({min(foreign)[:80]}); give another address, such "
                f"as {self.address}/dateline"
            )
        check_conditional(self.objects)

    def _claim(self, fence: int) -> None:
        """Has the pointer refuse builders with a lower fence from now on."""
        self._replace(lambda pointer: _refusing(pointer, fence))

    def _refresh(self) -> None:
        found = self.objects.get_if_changed(_POINTER, self._seen) if self._seen else self.objects.get(_POINTER)
        if not isinstance(found, Found):
            return
        with self._alone():
            self._lay_out(_pointer(found))
        self._seen = found.etag

    def _lay_out(self, pointer: Pointer) -> None:
        """Fetches what is new, removes what is gone, and lets serve what is to."""
        for kind, known in ((DataFile.GENERATIONS, pointer.generations), (DataFile.FAILED, pointer.failed)):
            for number, fence in known.items():
                if _fence_in(self.path / kind / f"{number:06d}") != fence:
                    self._fetch(kind, number, fence)
        self._fetch_encoders()
        if pointer.current is not None:
            replace_file(self.path / DataFile.CURRENT, f"{pointer.current:06d}\n")
        for folder in (self.path / DataFile.GENERATIONS).glob("[0-9]*"):
            if int(folder.name) not in pointer.generations:
                _remove_unless_read(folder)

    def _fetch(self, kind: str, number: int, fence: int) -> None:
        """Fetches the files of a generation, which is there whole or not at all."""
        place = self.path / kind / f"{number:06d}"
        begin = f"{kind}/{name_of(number, fence)}/"
        new = self._fetched(place, list(self.objects.list(begin)))
        _write_fence(new, fence)
        shutil.rmtree(place, ignore_errors=True)  # what a builder left that was killed before it published
        new.rename(place)

    def _fetched(self, place: Path, keys: Sequence[str]) -> Path:
        """A folder beside `place` with the objects of these keys as its files."""
        new = place.with_name(f"{place.name}{_FETCHING}")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        for key in keys:
            found = self.objects.get(key)
            if found is not None:
                (new / key.rpartition("/")[2]).write_bytes(found.content)
        return new

    def _fetch_encoders(self) -> None:
        """Fetches the exported encoders, which a host would have to load the model itself for."""
        begin, by_name = f"{DataFile.ENCODERS}/", defaultdict[str, list[str]](list)
        for key in self.objects.list(begin):
            by_name[key.removeprefix(begin).partition("/")[0]].append(key)
        for name, keys in by_name.items():
            place = self.path / DataFile.ENCODERS / name
            if not place.exists():
                self._fetched(place, keys).rename(place)

    def _send_encoders(self) -> None:
        """Has the store keep the exported encoders that this host has, and no others."""
        begin, folder = f"{DataFile.ENCODERS}/", self.path / DataFile.ENCODERS
        files = {
            file.relative_to(folder).as_posix(): file for file in folder.glob("*/*") if "." not in file.parent.name
        }
        there = self.objects.list(begin) if files else {}
        for name, file in files.items():
            if f"{begin}{name}" not in there:
                self.objects.put(f"{begin}{name}", file.read_bytes())
        for key in there:
            name = key.removeprefix(begin)
            if name not in files and _ENCODER.fullmatch(name):
                self.objects.delete(key)

    def _send(self, kind: str, number: int) -> None:
        """Puts the files of a generation into the store, its manifest last."""
        folder = self.path / kind / f"{number:06d}"
        _write_fence(folder, self.fence)
        files = (path for path in folder.iterdir() if path.is_file() and path.name != FENCE_FILE)
        for path in sorted(files, key=lambda path: path.name == MANIFEST_FILE):
            self.objects.put(f"{kind}/{name_of(number, self.fence)}/{path.name}", path.read_bytes())

    def _replace(self, change: Callable[[Pointer], Pointer], *, fenced: bool = False) -> Pointer:
        """Changes the pointer, however many others do so meanwhile; raises `LeaseLostError` for an outrun builder."""
        for _ in range(TRIES):
            found = self.objects.get(_POINTER)
            before = Pointer() if found is None else _pointer(found)
            after = change(before)
            if after == before:
                return after
            if fenced and self._lease:
                self._lease.check()
                after = _refusing(after, self._lease.fence)
            if self.objects.replace(_POINTER, after.model_dump_json().encode(), found.etag if found else None):
                self.refresh(now=True)
                return after
        raise BusyError(f"the pointer of {self.address} is being changed by others all the time; try again")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """As the only process of this host that changes the mirror."""
        with (self.path / DataFile.STORE_LOCK).open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@cache
def mirror_at(path: Path) -> Mirror | None:
    """The mirror that a data folder is; None for one that is no mirror."""
    address = store_of(path)
    return Mirror(path, address) if address else None


def _refusing(pointer: Pointer, fence: int) -> Pointer:
    """The pointer, which refuses lower fences; raises `LeaseLostError` where it refuses this one."""
    if fence < pointer.fence:
        raise lost()
    return pointer.model_copy(update={"fence": fence})


def _pointer(found: Found) -> Pointer:
    try:
        return Pointer.model_validate_json(found.content)
    except ValidationError as error:
        raise IndexDataError(
            f"the object {_POINTER!r} of the store is damaged or was written by a newer version of Dateline; update "
            "Dateline or put back an earlier version of it; without any, delete it and index the archive anew"
        ) from error


def _write_fence(folder: Path, fence: int) -> None:
    (folder / FENCE_FILE).write_text(f"{fence}\n", "utf-8")


def _fence_in(folder: Path) -> int | None:
    """The fence of the builder that wrote the generation in a folder; None where that is not there, or nobody knows."""
    try:
        return int((folder / FENCE_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _remove_unless_read(folder: Path) -> None:
    """Removes a generation from the mirror that no process of this host reads; else a later refresh does."""
    try:
        with (folder / MANIFEST_FILE).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
    except BlockingIOError:
        return
    except FileNotFoundError:
        shutil.rmtree(folder, ignore_errors=True)
