"""Until when the bot has reindexed by the clock, and what of that is still to be told: a file in the data folder.

A file that can't be written costs, after a restart, what was still to be told, and a line in the log.
"""

from __future__ import annotations

import logging
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict

import index

log = logging.getLogger(__name__)


class Note(BaseModel):
    """`done` is the last moment of the schedule, written `at`, that was seen to.

    `pid`, `host` and `since` name a reindex that runs or whose end is still to be told. `generation` is what it made,
    once that is known, or `fault` is what is to be said in its place; `failed`, whether that tells of a failure.
    """

    model_config = ConfigDict(frozen=True)

    at: str
    done: AwareDatetime
    pid: int | None = None
    host: str | None = None
    since: AwareDatetime | None = None
    generation: int | None = None
    fault: str | None = None
    failed: bool = False

    @property
    def told(self) -> bool:
        """Whether nothing runs and nothing is to be told."""
        return self.pid is None and not self.ended

    @property
    def ended(self) -> bool:
        """Whether it is known what is to be told."""
        return self.generation is not None or self.fault is not None

    def seen_to(self) -> Note:
        """The same without what was told."""
        return Note(at=self.at, done=self.done)


class ClockNote:
    """The file. Blocking."""

    def __init__(self, data: Path) -> None:
        self._file = data / index.DataFile.BOT_CLOCK

    def read(self) -> Note | None:
        """What was noted last; None where there is nothing, or nothing that can be read."""
        try:
            return Note.model_validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            reason = index.one_line(str(error))[:200]
            log.warning("%s can't be read; I reindex by the clock from now on (%s)", self._file, reason)
            return None

    def write(self, note: Note) -> None:
        try:
            index.replace_file(self._file, note.model_dump_json())
        except OSError as error:
            log.warning("%s can't be written (%s)", self._file, error)
