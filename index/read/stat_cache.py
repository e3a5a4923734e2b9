"""What files hold, known by a look at them: a file that looks as it did when it was hashed is not opened again.

A file is known by its path, size, inode and the times, to the nanosecond, of its last modification and of the last
change of anything about it. No program can set the latter, so that a file which was edited in place and dated back is
noticed. Not by the device's number: a disk may have another one whenever it is mounted. A file that was touched within
two seconds before it was hashed, or by a clock that was ahead, is hashed again (see `index.read.digests`).
"""

from __future__ import annotations

import os
import stat
import struct
import time
from collections.abc import Set
from typing import Final

from index.models.data_files import DataFile
from index.read.digests import Clock, hashed, state_of
from index.read.stat_file import Row, StatFile, is_sound, sealed
from index.settings import Settings

BATCH_FILES: Final = 10_000
"""Files noted at a time: about what a first look that is killed has to hash again."""

_STATE: Final = struct.Struct("<4Q")
_STATE_AND_DIGEST: Final = _STATE.size + 32
_BITS: Final = 2**64 - 1
"""What is noted of a time, which may lie before 1970 or after 2262."""


class StatCache:
    """The files of the archive, folder by folder as a walk comes to them; close it when done.

    Where the settings don't trust the times of files all are hashed; those that changed without a sign of it are in
    `unsigned`. With `saving` off nothing is written.
    """

    def __init__(self, settings: Settings, *, saving: bool = True, clock: Clock = time.time_ns) -> None:
        self.unsigned: list[str] = []
        self._settings = settings
        self._trusting = settings.trust_file_times
        self._saving = saving
        self._clock = clock
        self._file: StatFile | None = None
        self._folder, self._inside = "", 0
        self._known: dict[str, bytes] = {}
        """The records of the folder's files, by name, that the walk has not come to."""
        self._visited: set[str] = set()
        self._learnt: list[Row] = []
        self._gone: list[tuple[str, str]] = []

    def close(self) -> None:
        """What is not noted by then is lost."""
        if self._file:
            self._file.close()

    def enter(self, folder: str) -> None:
        """The walk comes to the files of `folder`, all of which it looks at before it enters another."""
        if self._file is None:  # only now it is certain that there is an archive
            archive = os.fsencode(os.path.realpath(self._settings.archive))
            self._file = StatFile(self._settings.data / DataFile.FILES, archive, read_only=not self._saving)
        self._leave()
        self._folder, self._inside = folder, len(folder) + bool(folder)
        self._visited.add(folder)
        self._known = self._file.rows(folder)

    def digest(self, path: str, place: str, facts: os.stat_result) -> str:
        """SHA-256 of the file at `path` in the archive, and at `place` on this machine, in hex; raises `OSError`."""
        name = path[self._inside :]
        record = self._known.pop(name, None)
        known = _digest_in(record, facts) if record else None
        if known and self._trusting:
            return known.hex()
        digest, settled = hashed(place, self._clock)
        if settled:
            self._learn(name, record, sealed(_packed(settled) + digest))
            if known and known != digest and state_of(settled) == state_of(facts):
                self.unsigned.append(path)
        return digest.hex()

    def known(self, name: str, facts: os.stat_result) -> str | None:
        """Likewise of the file of this name in the folder, if it is no link and looks as it did when it was hashed."""
        record = self._known.get(name)
        if record is None or not self._trusting or not stat.S_ISREG(facts.st_mode):
            return None
        digest = _digest_in(record, facts)
        if digest is None:
            return None
        del self._known[name]
        return digest.hex()

    def finish(self) -> None:
        """Notes what was learnt, and forgets the files that the walk did not come to."""
        self._leave()
        if self._file:
            self._save(self._file.folders() - self._visited)

    def _leave(self) -> None:
        self._gone += [(self._folder, name) for name in self._known]
        self._known = {}

    def _learn(self, name: str, before: bytes | None, record: bytes) -> None:
        if record != before:
            self._learnt.append((self._folder, name, record))
        if len(self._learnt) >= BATCH_FILES:
            self._save()

    def _save(self, gone_folders: Set[str] = frozenset()) -> None:
        learnt, gone, self._learnt, self._gone = self._learnt, self._gone, [], []
        if self._file and (learnt or gone or gone_folders):
            self._file.write(learnt, gone, gone_folders)


def _packed(facts: os.stat_result) -> bytes:
    return _STATE.pack(facts.st_size, facts.st_mtime_ns & _BITS, facts.st_ctime_ns & _BITS, facts.st_ino)


def _digest_in(record: bytes, facts: os.stat_result) -> bytes | None:
    """The digest in a record, if it is of a file that looks like this."""
    if not record.startswith(_packed(facts)) or not is_sound(record):
        return None
    return record[_STATE.size : _STATE_AND_DIGEST]
