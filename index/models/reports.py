"""The progress and the report of a reindex, and the state of what is served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from index.models.documents import DateSpan, TitleOrigin
from index.models.values import Value


class Failure(Value):
    """One line of a report."""

    path: str
    reason: str


class Moved(Value):
    """A document whose file is the same, byte for byte, at another path."""

    before: str
    after: str


class Affected(Value):
    """A citation given out earlier whose source was moved, changed, removed, or put back as it had been."""

    passage: str
    document: str
    """The path with which it was given out."""
    state: Literal["unchanged", "moved", "changed", "removed", "erased"]
    reason: str


class Report(Value):
    """What a reindex did. Paths are relative to the archive."""

    generation: int
    previous: int | None
    """The generation it is compared with: the one serving when the reindex began."""
    published: bool
    fault: str | None = None
    """Why it was not published."""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    redated: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    notes: tuple[Failure, ...] = ()
    citations: tuple[Affected, ...] = ()
    """Citations given out earlier whose source was moved, changed, removed or put back."""
    formats: dict[str, int] = Field(default_factory=dict)
    documents: int
    passages: int
    embedded: int
    """Passages whose vectors were computed."""
    reused: int = 0
    """Passages whose vectors were in the cache."""
    recall: float | None = None
    """Recall@10 of the judged queries, if the settings name any."""
    recall_before: float | None = None
    """The same in the previous generation."""
    earliest: dt.date | None
    latest: dt.date | None
    seconds: float


class Listed(Value):
    """A document of a generation without its text. `notes` are those of the report."""

    path: str
    format: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    notes: tuple[str, ...] = ()


class Listing(Value):
    """The documents of a generation and the files that could not be read, by path."""

    generation: int
    documents: tuple[Listed, ...]
    failed: tuple[Failure, ...]


class Phase(StrEnum):
    """The phases of a reindex, in order."""

    START = "start"
    READ = "read"
    LOAD_MODEL = "load model"
    EMBED = "embed"
    WRITE = "write"
    CHECK = "check"
    CITATIONS = "citations"
    JUDGE = "judge"
    PUBLISH = "publish"
    """From here on a reindex can't be cancelled: it takes milliseconds."""


PHASES: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.START: "Starting",
        Phase.READ: "Reading documents",
        Phase.LOAD_MODEL: "Loading the model",
        Phase.EMBED: "Embedding passages",
        Phase.WRITE: "Writing the index",
        Phase.CHECK: "Checking it",
        Phase.CITATIONS: "Checking citations",
        Phase.JUDGE: "Asking judged queries",
        Phase.PUBLISH: "Making it current",
    }
)
"""The phases as people see them."""


class Step(Value):
    """The progress of a reindex: one JSON line. Rate and time left are those of the current phase.

    In the last step `ended` is `published`, `failed` or `stopped`; then `generation` is set if there is a new one, or
    else `fault`, the error's class, and `message`, its line.
    """

    pid: int
    host: str
    user: str
    since: dt.datetime
    phase: Annotated[Phase | str, Field(union_mode="left_to_right")]
    """A plain string if another version of Dateline, with phases of its own, is reindexing."""
    done: int = 0
    total: int = 0
    rate: float | None = None
    """Items per second."""
    left_s: float | None = None
    """Seconds until the phase is done, at that rate; None while unknown."""
    ended: Literal["published", "failed", "stopped"] | None = None
    generation: int | None = None
    fault: str | None = None
    message: str | None = None

    @property
    def activity(self) -> str:
        """What it is doing, as people see it."""
        return PHASES[self.phase] if isinstance(self.phase, Phase) else "Working"


class Trashed(Value):
    """A file that was removed from the archive, or replaced, and can be brought back by its `token`."""

    token: str
    path: str
    at: dt.datetime


class Swap(Value):
    """The generation that serves after a rollback, and the generation that served before."""

    generation: int
    previous: int | None


class Checked(Value):
    """The result of checking a generation's files; `faults` is empty if it is sound."""

    generation: int
    built: dt.datetime | None
    current: bool
    files: int
    size_bytes: int
    faults: tuple[str, ...]


class Status(Value):
    """What is being served."""

    archive: str
    data: str
    generation: int
    built: dt.datetime
    model: str
    revision: str
    dimensions: int
    engine: str
    """What computes query vectors."""
    vectors: str
    """The kind of FAISS index."""
    documents: int
    undated: int
    passages: int
    earliest: dt.date | None
    latest: dt.date | None
    newest: DateSpan | None
    size_bytes: int
    kept: tuple[int, ...]
    warnings: tuple[str, ...] = ()
