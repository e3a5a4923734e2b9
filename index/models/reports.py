"""The progress and the report of a reindex, and the state of what is served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from index import errors
from index.errors import NotPublishedError
from index.models.documents import DateSpan, Holdings, TitleOrigin
from index.models.undated import NO_DATE, Undated, WeaklyDated, beside_dates, notes_on_dates
from index.models.values import UNLESS_SAID, Value


class Failure(Value):
    """One line of a report."""

    path: str
    reason: str
    chat: str | None = Field(default=None, exclude_if=UNLESS_SAID)
    """What a chat says in place of a `reason` that names something of the machine."""


class Kept(Value):
    """A folder or a file whose documents are as they were indexed before, and why: it could not be looked into.

    `chat` is the reason for a chat.
    """

    path: str
    reason: str
    documents: int
    chat: str | None = None


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
    """It may name any document."""
    places: tuple[str | None, str | None] | None = None
    """The documents that had the words before and have them now, None for none; None in an earlier version's report."""


class FolderCounts(Value):
    """What a generation has in one first-level folder."""

    documents: int
    passages: int


class Report(Value):
    """What a reindex did. Paths are relative to the archive."""

    generation: int
    previous: int | None
    """The generation it is compared with: the one serving when the reindex began."""
    published: bool
    fault: str | None = None
    """Why it was not published."""
    chat: str | None = Field(default=None, exclude_if=UNLESS_SAID)
    """What a chat says in place of `fault`."""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    redated: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    undated_documents: tuple[Undated, ...] = ()
    """The same with reasons and cures; none in an earlier version's report, of which `without_date` makes the best."""
    weakly_dated: tuple[WeaklyDated, ...] = ()
    failed: tuple[Failure, ...] = ()
    kept: tuple[Kept, ...] = ()
    """What could not be looked into and so keeps its documents; they are neither removed nor changed."""
    left_out: tuple[str, ...] = ()
    """What systems and editors left in the archive and is not read, such as `desktop.ini`; folders end with a slash."""
    notes: tuple[Failure, ...] = ()
    citations: tuple[Affected, ...] = ()
    """Citations given out earlier whose source was moved, changed, removed or put back."""
    formats: dict[str, int] = Field(default_factory=dict)
    documents: int
    passages: int
    folders: dict[str, FolderCounts] | None = None
    """The same for each first-level folder, "" for the top; None in a report of an earlier version."""
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

    @property
    def in_chat(self) -> str:
        """The fault as a chat says it."""
        return self.chat or NotPublishedError.chat_line

    @property
    def without_date(self) -> tuple[Undated, ...]:
        """Each undated document with the reason."""
        said = {document.path: document for document in self.undated_documents}
        notes = {path: [note.reason for note in self.notes if note.path == path] for path in self.undated if not said}
        return tuple(
            said.get(path) or Undated(path=path, reason="; ".join(notes_on_dates(notes.get(path, ()))) or NO_DATE)
            for path in self.undated
        )

    @property
    def worth_checking(self) -> tuple[Failure, ...]:
        """The notes but those that say why a document has no date."""
        return beside_dates(self.notes, self.undated)


class Listed(Value):
    """A document of a generation without its text. `notes` are those of the report."""

    path: str
    format: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    notes: tuple[str, ...] = ()
    reason: str | None = Field(default=None, exclude_if=UNLESS_SAID)
    """Why it has no date, or where a weak one comes from."""
    cure: str | None = Field(default=None, exclude_if=UNLESS_SAID)
    """What gives it a date, or settles one that is weak."""


class Listing(Value):
    """The documents of a generation and the files that could not be read, by path."""

    generation: int
    documents: tuple[Listed, ...]
    failed: tuple[Failure, ...]
    warnings: tuple[str, ...] = ()


class Phase(StrEnum):
    """The phases of a reindex, in order."""

    START = "start"
    READ = "read"
    RECOGNISE = "recognise"
    """The pages of one scan, within reading."""
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
        Phase.RECOGNISE: "Recognising pages",
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
    else `fault`, the error's class, `message`, its line, and `chat`, its line for a chat.
    """

    pid: int
    host: str
    user: str
    since: AwareDatetime
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
    chat: str | None = Field(default=None, exclude_if=UNLESS_SAID)

    @property
    def in_chat(self) -> str:
        """Why there is no new generation, as a chat says it."""
        return self.chat or errors.named(self.fault).chat_line

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


class RollbackTarget(Value):
    """The generation that a rollback would make current instead of `previous`, and what its reader may see of it."""

    generation: int
    previous: int
    built: dt.datetime
    holdings: Holdings


class Checked(Value):
    """The result of checking a generation, or another part of the data folder; `faults` is empty if it is sound.

    Faults are not always damage: what can't be read can't be compared.
    """

    generation: int | None
    """None for a part that is no generation: then `what` is the name of its file or folder."""
    what: str = ""
    records: int = 0
    """How many records were compared there."""
    built: dt.datetime | None
    current: bool
    files: int
    size_bytes: int
    faults: tuple[str, ...]
    damaged: bool = False


class ServingHost(Value):
    """A process that serves from a store that hosts share."""

    host: str
    process: int
    kind: str
    """`bot` or `serve`."""
    generation: int | None
    """The one that it serves; None before the first."""
    since: dt.datetime
    """When it began, by its own clock."""
    silent_seconds: int
    """Since when it was last heard of."""


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
    """How they are compared."""
    documents: int
    undated: int
    passages: int
    earliest: dt.date | None
    latest: dt.date | None
    newest: DateSpan | None
    size_bytes: int
    """Of the generation's files; of a store that hosts share, of all it has, as far as `dateline status` was asked."""
    kept: tuple[int, ...]
    cited_texts_bytes: int = 0
    """Of the texts of cited documents."""
    hosts: tuple[ServingHost, ...] = ()
    """Who serves from a store that hosts share, as far as `dateline status` was asked."""
    warnings: tuple[str, ...] = ()
    chat_warnings: tuple[str, ...] = Field(default=(), exclude=True)
    """What a chat says in place of `warnings`."""
