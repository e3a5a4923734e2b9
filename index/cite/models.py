"""The values of citations. All are frozen; offsets are in characters (code points) of the document's text."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from index.models import DateSpan, Document, Passage, TitleOrigin, Value

State = Literal["unchanged", "moved", "changed", "removed"]
Kind = Literal["kept", "removed", "added"]


class Record(Value):
    """A passage as it was when it was first given out: this never changes, but for `generation_last`.

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

    @model_validator(mode="after")
    def _is_its_slice(self) -> Self:
        if self.end - self.start != len(self.quotation):
            raise ValueError(f"a quotation of {len(self.quotation)} characters can't span {self.start} to {self.end}")
        return self

    @classmethod
    def of(cls, document: Document, passage: Passage, generation: int) -> Record:
        """The record of `passage` as it stands in `document`."""
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
        )


class Now(Value):
    """Where a quotation's words are now, or what has become of them: `text` is the document's text there."""

    path: str
    start: int
    end: int
    text: str
    date: DateSpan | None
    page: int | None
    paragraph: int


class Segment(Value):
    """A stretch of a difference. `kept` stretches are as they were quoted."""

    kind: Kind
    text: str


class Citation(Value):
    """A record and what became of its source since.

    `now` is None when the words are removed. `verbatim` is whether `now.text` equals the quotation to the
    character: an unchanged or moved citation is not verbatim where white space alone has changed. `difference` is
    there only for changed ones: its kept and removed stretches joined are the quotation; its kept and added ones
    are `now.text`, but for white space between kept words. `reason` says the outcome in words, in one line.
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
        if (self.now is None) != (self.state == "removed"):
            raise ValueError("words are somewhere now unless they are removed")
        if self.state == "changed" and self.verbatim:
            raise ValueError("what is verbatim has not changed")
        return self
