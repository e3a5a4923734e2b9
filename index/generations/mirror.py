"""The generations of a shared store, mirrored in a data folder of this host.

One object, the pointer, says which generations there are and which one serves; it is replaced only if unchanged, so
that of two processes that change it one is told to look again. A generation's small files are objects, too, which a
host fetches once; its tables stay in the store. What a host has fetched is laid out as in any data folder.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from index.errors import BusyError, IndexDataError, StoreUnreachableError
from index.files import replace_file
from index.generations.manifest import MANIFEST_FILE
from index.generations.mirrored_files import MirroredFiles
from index.generations.pointer import NAME, POINTER, Pointer, name_of, read_pointer
from index.models.data_files import DataFile
from index.shared.address import Address, store_of
from index.shared.conditional import check_conditional
from index.shared.lease import LEASE, Lease, hold
from index.shared.objects import Found, Objects
from index.shared.opening import open_objects

log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 0.2
"""A change of the pointer is known to every host within a second."""
AWAY_S: Final = 5.0
"""For so long a store that can't be reached isn't asked again what serves, since each question may wait as long."""
TRIES: Final = 20
"""How often a pointer is read again that somebody else has replaced meanwhile."""
OURS: Final = frozenset(
    {
        *(DataFile.GENERATIONS, DataFile.FAILED, DataFile.ENCODERS, DataFile.BEFORE_RESTORE, DataFile.HISTORY),
        *(POINTER, LEASE, "tables", "userdata", "citations", "audit", "locks", "hosts", "clock"),
    }
)
"""What lies at the address of a store, by name."""


class Mirror:
    """The generations of the store at `address` in the data folder `path`. Safe to use from many threads."""

    def __init__(self, path: Path, address: Address) -> None:
        self.path = path
        self.address = address
        self._files = MirroredFiles(path, address)
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
        self._files.send(DataFile.GENERATIONS, number, self.fence)
        self._files.send_encoders()
        self._replace(lambda pointer: pointer.with_generation(number, self.fence), fenced=True)

    def set_aside(self, number: int, keep: int) -> None:
        """Notes a build that was not fit to serve, and forgets all but the last few of its kind."""
        self._files.send(DataFile.FAILED, number, self.fence)
        self._replace(lambda pointer: pointer.with_failed(number, self.fence, keep), fenced=True)

    def mend(self, number: int) -> bool:
        """Fetches a generation anew whose files here are not what the store has; whether it was."""
        with self._lock, self._alone():
            fence = read_pointer(self.objects.get(POINTER)).generations.get(number)
            mended = fence is not None and self._files.mend(number, fence)
        if mended:
            log.warning("the copy of generation %d here was not what the store has; it was fetched anew", number)
        return mended

    def mend_current(self) -> None:
        """Lets serve here what does on the store."""
        with self._lock:
            self._seen = None
            self.refresh(now=True)

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
        pointer = read_pointer(self.objects.get(POINTER))
        names = pointer.names()
        for kind in (DataFile.GENERATIONS, DataFile.FAILED):
            for key in self.objects.list(f"{kind}/"):
                name = key.rpartition("/")[0]
                if name not in names and NAME.fullmatch(name.partition("/")[2]):  # else it is not Dateline's
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
        if self.objects.get(POINTER) is not None:
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
        self._replace(lambda pointer: pointer.refusing(fence))

    def _refresh(self) -> None:
        found = self.objects.get_if_changed(POINTER, self._seen) if self._seen else self.objects.get(POINTER)
        if not isinstance(found, Found):
            return
        with self._alone():
            self._lay_out(read_pointer(found))
        self._seen = found.etag

    def _lay_out(self, pointer: Pointer) -> None:
        """Fetches what is new, removes what is gone, and lets serve what is to."""
        everything = ((DataFile.GENERATIONS, pointer.generations), (DataFile.FAILED, pointer.failed))
        generations = [(kind, *each) for kind, known in everything for each in known.items()]
        new = [each for each in generations if not self._files.has(*each)]
        for each in new:
            self._files.fetch(*each)
        if new or self._seen is None:  # only whoever publishes brings others
            self._files.fetch_encoders()
        if pointer.current is not None:
            replace_file(self.path / DataFile.CURRENT, f"{pointer.current:06d}\n")
        for folder in (self.path / DataFile.GENERATIONS).glob("[0-9]*"):
            if int(folder.name) not in pointer.generations:
                _remove_unless_read(folder)

    def _replace(self, change: Callable[[Pointer], Pointer], *, fenced: bool = False) -> Pointer:
        """Changes the pointer, however many others do so meanwhile; raises `LeaseLostError` for an outrun builder."""
        for _ in range(TRIES):
            found = self.objects.get(POINTER)
            before = read_pointer(found)
            after = change(before)
            if after == before:
                return after
            if fenced and self._lease:
                self._lease.check()
                after = after.refusing(self._lease.fence)
            if self.objects.replace(POINTER, after.model_dump_json().encode(), found.etag if found else None):
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
