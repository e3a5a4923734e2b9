"""Which messages tell of which reindexes: a file in the data folder, until each of them has told the end.

Several bots may share a data folder, so the file is locked while it is changed, and each takes up its own places only.
A file that can't be written costs what a later process of the bot would have told, and a line in the log.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, PositiveInt, TypeAdapter

import index

log = logging.getLogger(__name__)

MOST: Final = 100
"""Places that are kept; of more, the oldest are those of a bot that never came back."""


class Place(BaseModel):
    """Which message tells of which reindex.

    Earlier versions noted of a reindex only `pid`. `asked` is the interaction that asked for it; a message comes later
    and so has a higher number. `end` is what the message is to say at last, once that is known; `failed`, whether it
    tells of a failure.
    """

    model_config = ConfigDict(frozen=True)

    channel: PositiveInt
    message: PositiveInt | None = None
    """None before it is posted, and for one that the bot did not live to note."""
    pid: int
    host: str | None = None
    since: AwareDatetime | None = None
    bot: int | None = None
    asker: int | None = None
    asked: PositiveInt | None = None
    end: str | None = None
    failed: bool = False

    def tells_of(self, step: index.Step) -> bool:
        """Whether it is this step's reindex."""
        return (self.pid, self.host, self.since) == (step.pid, step.host, step.since)

    def same(self, other: Place) -> bool:
        """Whether it is the same message, be it posted or not."""
        if self.channel != other.channel:
            return False
        return self.asked == other.asked if self.asked else self.message == other.message


_PLACES: Final[TypeAdapter[list[Place] | Place]] = TypeAdapter(list[Place] | Place)
"""Earlier versions wrote the one place that they knew."""


class Places:
    """The file. Blocking; safe to use from several threads and processes."""

    def __init__(self, data: Path) -> None:
        self._file = data / index.DataFile.BOT_REINDEX
        self._complained = False

    def all(self) -> list[Place]:
        """Every place, the oldest first; those of a damaged or foreign file are lost, and the log says so."""
        try:
            written = self._file.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            log.warning("%s can't be read (%s)", self._file, error)
            return []
        try:
            found = _PLACES.validate_json(written or b"[]")  # it is empty for a moment, when it is made
        except ValueError as error:
            if not self._complained:
                reason = index.one_line(str(error))[:200]
                log.warning("%s is damaged; messages about earlier reindexes stay as they are (%s)", self._file, reason)
            self._complained = True
            return []
        return [found] if isinstance(found, Place) else found

    def put(self, place: Place) -> None:
        """Notes a place, or what is new of it."""
        self._change(lambda places: _with(places, place))

    def drop(self, place: Place) -> None:
        """There is nothing more to tell there."""
        self._change(lambda places: [one for one in places if not one.same(place)])

    def forget(self, person: int) -> None:
        """Notes no longer who asked, where it was this person."""
        self._change(
            lambda places: [one.model_copy(update={"asker": None}) if one.asker == person else one for one in places]
        )

    def _change(self, change: Callable[[list[Place]], list[Place]]) -> None:
        if not self._file.exists() and not change([]):
            return
        try:
            with _alone(self._file):
                before = self.all()
                after = change(before)
                if not after:
                    self._file.unlink()
                elif after != before:
                    index.replace_file(self._file, _PLACES.dump_json(after).decode())
        except OSError as error:
            log.warning("%s can't be written (%s)", self._file, error)


def _with(places: list[Place], place: Place) -> list[Place]:
    """`place` instead of what it was, or as the newest."""
    if any(one.same(place) for one in places):
        return [place if one.same(place) else one for one in places]
    return [*places, place][-MOST:]


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """No other process changes the file meanwhile; whoever changes it replaces it, so it may be another one by then."""
    while True:
        with file.open("a+b") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            if _is_still(opened, file):
                yield
                return


def _is_still(opened: BinaryIO, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(opened.fileno()), file.stat())
    except FileNotFoundError:
        return False
