"""The values of citations. All are frozen; offsets are in characters (code points) of the document's text."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from index.models.documents import DateSpan, Document, Passage, TitleOrigin
from index.models.erasures import Erased
from index.models.values import Value

State = Literal["unchanged", "moved", "changed", "removed", "erased"]
NOT_COMPARED = "can't be compared now"
"""Said in place of a state where the archive's files don't show what has become of the words."""
Kind = Literal["kept", "removed", "added"]


class Record(Value):
    """A passage as it was when it was first given out; only `generation_last` ever changes, unless it is erased.

    Of an erased one only id, path, generations and `erased` are left: no word, no title, no date.

    `quotation` is the document's text from `start` to `end` at that time, to the character. `generation_first` is
    the generation it was first given out in, `generation_last` the latest in which its words were seen.
    """

    id: str
    quotation: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    path: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    document_sha256: str
    """Of the document's file; several documents of one file share it."""
    generation_first: int = Field(ge=0)
    generation_last: int = Field(ge=0)
    page: int | None
    paragraph: int | None
    language: str | None = None
    time: str | None = None
    """Of a chat, when the message in which it begins was written: ISO 8601."""
    link: str | None = None
    """The address of that message, where the source has one."""
    confidence: int | None = None
    """In percent, where its words were recognised in a picture of a page."""
    erased: Erased | None = None

    @model_validator(mode="after")
    def _is_its_slice(self) -> Self:
        if self.end - self.start != len(self.quotation):
            raise ValueError(f"a quotation of {len(self.quotation)} characters can't span {self.start} to {self.end}")
        return self

    @classmethod
    def of(cls, document: Document, passage: Passage, generation: int) -> Record:
        """The record of `passage` as it is in `document`."""
        return cls(
            id=passage.id,
            quotation=document.text[passage.start : passage.end],
            start=passage.start,
            end=passage.end,
            path=document.path,
            title=document.title,
            title_origin=document.title_origin,
            date=document.date,
            document_sha256=document.sha256,
            generation_first=generation,
            generation_last=generation,
            page=passage.page,
            paragraph=passage.paragraph,
            language=document.language,
            time=passage.time,
            link=passage.link,
            confidence=passage.confidence,
        )

    @classmethod
    def blank(cls, identifier: str, path: str, erased: Erased) -> Record:
        """What is left of a record that is erased."""
        return cls(
            id=identifier,
            quotation="",
            start=0,
            end=0,
            path=path,
            title="",
            title_origin="source",
            date=None,
            document_sha256="",
            generation_first=0,
            generation_last=0,
            page=None,
            paragraph=None,
            erased=erased,
        )


class Now(Value):
    """Where a quotation's words, or the edited ones in their place, are now; `text` is the document's text there."""

    path: str
    start: int
    end: int
    text: str
    date: DateSpan | None
    page: int | None
    paragraph: int
    confidence: int | None = None
    """In percent, where they were recognised in a picture of a page."""


class Segment(Value):
    """A part of a difference: words as they were quoted (`kept`), removed or added."""

    kind: Kind
    text: str


class Citation(Value):
    """A record and what became of its source since.

    `now` is None where the words are removed or erased. `verbatim` is whether `now.text` equals the quotation to the
    character: an unchanged or moved citation is not verbatim where only white space or the Unicode form has changed.
    `difference` is empty unless the words changed: its kept and removed segments joined are the quotation; its kept
    and added segments are `now.text`, except for the Unicode form of kept words and white space between them.
    `reason` is the outcome in words, in one line.
    """

    record: Record
    state: State
    verbatim: bool
    now: Now | None
    difference: tuple[Segment, ...] = ()
    reason: str

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.verbatim != (self.now is not None and self.now.text == self.record.quotation):
            raise ValueError("verbatim means that the words now are the quotation, to the character")
        if (self.now is None) != (self.state in {"removed", "erased"}):
            raise ValueError("words are somewhere now unless they are removed or erased")
        if self.state == "changed" and self.verbatim:
            raise ValueError("what is verbatim has not changed")
        if (self.state == "erased") != (self.record.erased is not None):
            raise ValueError("what is erased says so in its record")
        return self


class Cited(Value):
    """A citation that was asked for: what became of it in the archive's files, and in the index.

    `citation` is compared with the files as they are now or, where they don't show what has become of its words
    (`not_compared` says why), with the stored documents. `stored` is compared with those of `generation`.
    """

    citation: Citation
    stored: Citation
    generation: int
    not_compared: str | None = None
    warnings: tuple[str, ...] = ()
    chat_not_compared: str | None = Field(default=None, exclude=True)
    """What a chat says in place of `not_compared`."""
    chat_warnings: tuple[str, ...] = Field(default=(), exclude=True)
    """What a chat says in place of `warnings`."""

    @property
    def record(self) -> Record:
        return self.citation.record

    @property
    def said(self) -> str:
        """The outcome in words, in one line, and what the index has where it differs from the files."""
        return self._said(self.not_compared)

    @property
    def said_in_chat(self) -> str:
        """The same for a chat."""
        return self._said((self.chat_not_compared or NOT_COMPARED) if self.not_compared else None)

    def _said(self, not_compared: str | None) -> str:
        if not_compared:
            indexed = f"{self.stored.state}: {self.stored.reason}"
            return f"{not_compared} (as indexed in generation {self.generation}: {indexed})"
        line = f"{self.citation.state}: {self.citation.reason}"
        if _outcome(self.citation) != _outcome(self.stored):
            return f"{line} (in generation {self.generation}, which is searched, they are {self.stored.state})"
        return line


class Unknown(Value):
    """What was asked for as a citation and is none; `reason` is one line about it, `nearest` holds similar ids.

    `damaged` is whether there is a record of it, which is not what was entered and could not be mended.
    """

    typed: str
    nearest: tuple[str, ...]
    reason: str
    damaged: bool = False


class ContextPassage(Value):
    """A passage with its text, for reading on; `verbatim` is whether the text equals what was indexed."""

    passage: Passage
    text: str
    verbatim: bool


class Context(Value):
    """Passages of one document that follow each other. `at` is the place in `passages` of the passage asked for.

    `before` and `after` are the ids of the passages next to those shown, None at the document's ends.
    """

    generation: int
    document: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    passages: tuple[ContextPassage, ...]
    at: int
    of: int
    """How many passages the document has."""
    before: str | None
    after: str | None
    warnings: tuple[str, ...] = ()
    chat_warnings: tuple[str, ...] = Field(default=(), exclude=True)
    """What a chat says in place of `warnings`."""


class Facts(Value):
    """What is known of a document. `size` is its file's, in bytes; times are in UTC.

    `first_indexed` is when its path first came into the index, `same_since` when its file was first indexed with the
    bytes it has; None where the index was built from one that did not keep these times yet.
    """

    path: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    format: str
    size: int
    sha256: str
    language: str | None
    passages: int
    first_indexed: dt.datetime | None
    same_since: dt.datetime | None
    last_indexed: dt.datetime
    generation: int
    confidence: int | None = None
    """Of a scan, the lowest of the confidences in percent with which its pages were recognised."""


class Named(Value):
    """A document by its path and title, to choose from."""

    path: str
    title: str


def _outcome(citation: Citation) -> tuple[State, Now | None]:
    return citation.state, citation.now
