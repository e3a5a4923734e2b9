"""Backups: what is in one, and what making or restoring it did."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from index.models.members import Member
from index.models.values import Value

KIND: Final = "dateline backup"


class Contents(Value):
    """What a backup holds. `generation` is the one that served; `version` is Dateline's."""

    kind: Literal["dateline backup"] = KIND
    format: int
    made: dt.datetime
    version: str
    generation: int | None
    members: tuple[Member, ...]


class BackedUp(Value):
    """A backup that was made; `bytes` is the size of its file."""

    file: str
    made: dt.datetime
    generation: int | None
    members: int
    bytes: int


class Restored(Value):
    """A backup that was restored.

    `aside` is the folder to which was moved what was there before, None where nothing was. `notes` say what could not
    be taken over from there.
    """

    file: str
    made: dt.datetime
    members: int
    aside: str | None
    notes: tuple[str, ...] = ()


class Copied(Value):
    """A data folder that was copied. `members` is how many files there are of what can't be made again."""

    source: str
    target: str
    generations: tuple[int, ...]
    serving: int
    documents: int
    passages: int
    members: int
