"""The values Dateline speaks in. All are frozen; offsets are in characters (code points) of `Document.text`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Precision = Literal["day", "month", "year"]
Origin = Literal["head line", "front matter", "metadata", "creation metadata", "file name"]
TitleOrigin = Literal["source", "first words"]
Sort = Literal["relevance", "newest", "oldest"]

MAX_LIMIT = 1000
"""Most documents one query may ask for; evaluation to depth 1,000 is the field's custom (TREC)."""


class Value(BaseModel):
    """Base of all values: immutable, and strict about names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DateSpan(Value):
    """Every day from `earliest` to `latest`, both included.

    `precision` says how exactly the source dates itself, `origin` where in the source the date stands and
    `as_written` how it stands there. A month or a year is its whole span, never its first day.
    """

    earliest: dt.date
    latest: dt.date
    precision: Precision
    origin: Origin
    as_written: str

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.latest < self.earliest:
            raise ValueError(f"a date span can't end ({self.latest}) before it begins ({self.earliest})")
        return self

    def overlaps(self, since: dt.date | None, until: dt.date | None) -> bool:
        """Whether any day of the span lies in the window; a missing bound is open."""
        return (since is None or self.latest >= since) and (until is None or self.earliest <= until)


class Document(Value):
    """One document of the archive.

    `text` is the file decoded, with line ends as `\\n`, and otherwise as it is: offsets into it are offsets into
    the file's characters. `body` is where the part begins that passages cover: after the head line's date and,
    where the source has one, the title. `path` is relative to the archive, with `/`; a document inside a file
    that holds several has `path` `file#n`.
    """

    path: str
    format: str
    title: str
    title_origin: TitleOrigin
    text: str
    body: int = Field(ge=0)
    sha256: str
    size: int = Field(ge=0)
    date: DateSpan | None
    language: str | None = None
    """ISO 639-1 code of the language it is mostly written in, where that is known."""
    pages: tuple[int, ...] = ()
    """For paged formats, where in `text` each page begins."""
    notes: tuple[str, ...] = ()
    """What the report should say of it though it was read, such as a date that could not be."""


class Unreadable(Value):
    """A file that gave no document: one line of the report."""

    path: str
    reason: str


class Passage(Value):
    """Whole sentences of one document: `document.text[start:end]`.

    `ordinal` counts from 0 within the document, `paragraph` from 1; `page` is set for paged formats.
    """

    id: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    ordinal: int = Field(ge=0)
    paragraph: int = Field(ge=1)
    page: int | None = None


class Query(Value):
    """What a person asked.

    `text` is as typed, operators included. `since` and `until` are days that are included; they narrow whatever
    window the text states. `limit` counts documents. `hidden` names first-level folders of the archive that this
    asker may not know of: they are neither ranked nor counted.
    """

    text: str
    since: dt.date | None = None
    until: dt.date | None = None
    sort: Sort | None = None
    limit: int = Field(default=10, ge=1, le=MAX_LIMIT)
    hidden: frozenset[str] = frozenset()
    today: dt.date | None = None
    """The day that "last week" in the text is seen from; None is this machine's."""
    id: str | None = None


class Reading(Value):
    """How a query was understood: what is shown back to the person who asked.

    `window_from` and `sort_from` are the words, as typed, that the window and the order were read from; they are
    no part of `words`. None where options or operators set them, or nothing did. `passed_over` are words that say a
    time before that of any document: they are searched like the others.
    """

    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    window_from: str | None = None
    passed_over: str | None = None
    sort: Sort = "relevance"
    sort_from: str | None = None

    @property
    def windowed(self) -> bool:
        """Whether a date window is set, so that undated documents are left out."""
        return self.since is not None or self.until is not None

    @property
    def meaning(self) -> str:
        """The text whose meaning is searched: the words and the phrases."""
        return " ".join((self.words, *self.phrases)).strip()


class Quotation(Value):
    """A passage's words as stored, and whether they equal what was indexed."""

    text: str
    verbatim: bool


class Hit(Value):
    """A passage found for a query. `score` is higher for better; it compares hits of one answer only.

    `best` is the sentence that answers best, as offsets into `text`. `others` counts the document's further
    passages among those found. `meaning_rank` and `words_rank` (from 1) say why it was found.
    """

    rank: int
    passage: str
    document: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    start: int
    end: int
    text: str
    verbatim: bool
    score: float
    best: tuple[int, int] | None
    paragraph: int
    page: int | None
    others: int
    meaning_rank: int | None
    words_rank: int | None
    duplicates: tuple[str, ...] = ()
    """Other documents found that tell the same, by path, earliest first; this is the earliest of all."""
    overlap: float | None = None
    """About which share of its runs of words the least alike of them has in common with the best: 0 to 1."""


class Answer(Value):
    """What a search found, and in what.

    `passages_found` and `documents_found` count the candidates that were ranked, before `limit`.
    """

    query: Query
    reading: Reading
    generation: int
    hits: tuple[Hit, ...]
    passages_found: int
    documents_found: int
    undated_not_shown: int
    newest: DateSpan | None
    """The date of the newest document in the archive."""
    warnings: tuple[str, ...] = ()
    elapsed_ms: float


class Failure(Value):
    """One line of a report."""

    path: str
    reason: str


class Moved(Value):
    """A document whose file is the same, byte for byte, at another path."""

    before: str
    after: str


class Affected(Value):
    """A citation given out earlier whose source a reindex found moved, changed, removed or as it was before that."""

    passage: str
    document: str
    """The path it was given out with."""
    state: Literal["unchanged", "moved", "changed", "removed"]
    reason: str


class Report(Value):
    """What a reindex did. Paths are relative to the archive."""

    generation: int
    previous: int | None
    """The generation it is compared with: the one that served when the reindex began."""
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
    """Citations given out earlier whose source is not where or what it was."""
    formats: dict[str, int] = Field(default_factory=dict)
    documents: int
    passages: int
    embedded: int
    """Passages whose vectors were computed."""
    reused: int = 0
    """Passages whose vectors were there already."""
    recall: float | None = None
    """Recall@10 of the judged queries, where the settings name some."""
    recall_before: float | None = None
    """The same in the generation before."""
    earliest: dt.date | None
    latest: dt.date | None
    seconds: float


class Listed(Value):
    """A document of a generation without its text. `notes` say what the report said of it."""

    path: str
    format: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    notes: tuple[str, ...] = ()


class Listing(Value):
    """What was read into a generation and what could not be, by path."""

    generation: int
    documents: tuple[Listed, ...]
    failed: tuple[Failure, ...]


class Holdings(Value):
    """What somebody may see of what is served."""

    documents: int
    undated: int
    passages: int
    earliest: dt.date | None
    latest: dt.date | None


PHASES: Mapping[str, str] = MappingProxyType(
    {
        "start": "Starting",
        "read": "Reading documents",
        "load model": "Loading the model",
        "embed": "Embedding passages",
        "write": "Writing the index",
        "check": "Checking it",
        "citations": "Checking citations",
        "judge": "Asking judged queries",
        "publish": "Making it current",
    }
)
"""The phases of a reindex in their order, in words for people."""


class Step(Value):
    """How far a reindex is: one JSON line of its progress. Rate and time left are of the phase it is in.

    The last one has `ended` set: `published`, `failed` or `stopped`, and then `generation` if there is a new one or
    `fault`, the error's class, and `message`, its line.
    """

    pid: int
    host: str
    user: str
    since: dt.datetime
    phase: str
    done: int = 0
    total: int = 0
    rate: float | None = None
    """How many a second."""
    left_s: float | None = None
    """Seconds until the phase is done, at that rate; None while nobody can tell."""
    ended: Literal["published", "failed", "stopped"] | None = None
    generation: int | None = None
    fault: str | None = None
    message: str | None = None


class Trashed(Value):
    """A file that was taken out of the archive, or replaced there, and can be brought back by its `token`."""

    token: str
    path: str
    at: dt.datetime


class Swap(Value):
    """Which generation serves since another one was pointed back to, and which one served before."""

    generation: int
    previous: int | None


class Checked(Value):
    """What checking a generation's files found; `faults` is empty where it is sound."""

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
