"""Documents, their dates and their passages. Offsets are in characters (code points) of `Document.text`."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import ConfigDict, Field, NonNegativeInt, model_validator
from pydantic import dataclasses as values

from index.models.values import Value

Precision = Literal["day", "month", "year"]
Origin = Literal[
    "set by a moderator",
    "head line",
    "front matter",
    "metadata",
    "file name",
    "page text",
    "middle of the file name",
    "received",
    "creation metadata",
]
"""Where a document's date is stated, most trusted first. The day a file was created says least about its text."""
_DATED_BY: dict[Origin, str] = {
    "set by a moderator": "dated by a moderator",
    "page text": "dated by a date in its text",
    "middle of the file name": "dated by the middle of its file name",
    "received": "dated by when it was received",
}
TitleOrigin = Literal["source", "first words"]


class DateSpan(Value):
    """Every day from `earliest` to `latest`, both included.

    `precision` is that of the source, `origin` where in the source the date is stated, and `as_written` how it is
    written there. A month or a year is its whole span, never its first day; of days, months or years from one to
    another, `precision` is that of both ends.
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

    @property
    def dated_by(self) -> str:
        """How the date is known, for people."""
        return _DATED_BY.get(self.origin, f"dated by its {self.origin}")

    @property
    def is_from_to(self) -> bool:
        """Whether it is more than one day, one month or one year."""
        parts = {"day": 3, "month": 2, "year": 1}[self.precision]
        return self.earliest.timetuple()[:parts] != self.latest.timetuple()[:parts]

    def overlaps(self, since: dt.date | None, until: dt.date | None) -> bool:
        """Whether any day of the span is in the window; a missing bound is open."""
        return (since is None or self.latest >= since) and (until is None or self.earliest <= until)


@values.dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Message:
    """A message of a chat in a document's text: it begins at `start`, and ends where the next one does.

    `time` is when it was written, as ISO 8601, with an offset where the source has one; `link` is its address there.
    """

    start: NonNegativeInt
    time: str
    link: str | None = None


class Document(Value):
    """One document of the archive.

    `text` is the decoded file with line ends as `\\n` and no other change: offsets into it are offsets into the file's
    characters. `body` is where the text that passages cover begins: after the head line's date and the title, if the
    source has one. `path` is relative to the archive, with `/`; a document in a file that holds several has the path
    `file#n`.
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
    """ISO 639-1 code of its main language, if known."""
    pages: tuple[int, ...] = ()
    """For paged formats, the offset in `text` of each page."""
    recognised: tuple[int | None, ...] = ()
    """For scans, with what confidence in percent the text of each page was recognised; None for a page with text."""
    messages: tuple[Message, ...] = ()
    """For chats, each message in order."""
    notes: tuple[str, ...] = ()
    """What the report should say about it although it was read, such as that its date could not be."""

    @property
    def least_confidence(self) -> int | None:
        """The lowest of the confidences of its pages; None where none was recognised."""
        return min((sure for sure in self.recognised if sure is not None), default=None)

    def confidence(self, start: int, end: int) -> int | None:
        """The lowest of the confidences of the pages that `text[start:end]` touches; None where none was recognised."""
        if not self.recognised:
            return None
        first, last = bisect_right(self.pages, start) - 1, bisect_left(self.pages, max(end, start + 1))
        return min((sure for sure in self.recognised[max(first, 0) : last] if sure is not None), default=None)


class Unreadable(Value):
    """A file that gave no document: one line of the report."""

    path: str
    reason: str
    chat: str | None = None
    """The reason for a chat, where it is another one."""
    os_fault: str | None = None
    """Why the system did not let it be opened ("permission denied"), whatever it holds; `path` may be a folder then."""


@values.dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Passage:
    """Whole sentences of one document: `document.text[start:end]`.

    `ordinal` counts from 0 within the document, `paragraph` from 1; `page` is set for paged formats and `message`, the
    one in which it begins, for chats. It has slots, since a build holds every passage: so it takes a quarter of the
    memory that another `Value` takes.
    """

    id: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    ordinal: int = Field(ge=0)
    paragraph: int = Field(ge=1)
    page: int | None = None
    message: Message | None = None
    confidence: int | None = None
    """In percent, where any of its words were recognised in a picture of a page: the lowest of its pages'."""

    @property
    def time(self) -> str | None:
        """When the message of a chat in which it begins was written."""
        return self.message.time if self.message else None

    @property
    def link(self) -> str | None:
        """The address of that message, where the source has one."""
        return self.message.link if self.message else None


def as_recognised(confidence: int | None) -> str:
    """What is said of words that were recognised in a picture of a page, wherever they are shown; empty for others."""
    return "" if confidence is None else f"recognised text, confidence {confidence} %"


class DocumentText(Value):
    """A document as it is read: its text, and the passages that it is cut into, in order."""

    path: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    format: str
    language: str | None
    text: str
    passages: tuple[Passage, ...]
    confidence: int | None
    """Of a scan, the lowest of the confidences in percent with which its pages were recognised."""


class DocumentEntry(Value):
    """A document in a list of them, and how many passages it has."""

    path: str
    title: str
    date: DateSpan | None
    format: str
    passages: int


class Holdings(Value):
    """Counts and dates of the documents that somebody may see."""

    documents: int
    undated: int
    passages: int
    earliest: dt.date | None
    latest: dt.date | None
    newest: DateSpan | None = None
    """The date of the newest document, at its own precision."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What shows that a document was changed or re-dated: its file's SHA-256 and its date."""

    sha256: str
    date: DateSpan | None

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day, None for an undated document."""
        return (self.date.earliest, self.date.latest) if self.date else None
