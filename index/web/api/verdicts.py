"""What is said of quotations that somebody checks: the fields of the command line's JSON."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from index import MAX_QUOTATION, Cited, DateSpan, Difference, InDraft, Part, Place, Unknown, Verdict
from index.web import links
from index.web.api.answers import ApiModel
from index.web.api.citations import Outcome

MAX_DRAFT = 200_000
"""Characters of a draft."""
MAX_SOURCES = 20
MAX_SOURCE = 1000
_Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
_Source = Annotated[str, Field(min_length=1, max_length=MAX_SOURCE)]
Word = Literal[
    "exact", "typographic", "near", "stitched", "elsewhere", "not in this archive", "too short", "not compared"
]


class VerifyBody(BaseModel):
    """What is to be checked: one quotation, or all that a draft quotes and cites."""

    model_config = ConfigDict(
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_extra={
            "oneOf": [{"required": ["text"]}, {"required": ["draft"]}],
            "dependentRequired": {"sources": ["text"], "markdown": ["draft"]},
        },
    )

    text: _Words = Field(default="", max_length=MAX_QUOTATION, examples=["The Eagle has landed."])
    """A quotation, without the marks around it."""
    sources: tuple[_Source, ...] = Field(default=(), max_length=MAX_SOURCES)
    """Passage ids or paths of documents that are named for the quotation; none for the whole archive."""
    draft: _Words = Field(default="", max_length=MAX_DRAFT)
    """A text that quotes: plain or Markdown."""
    markdown: bool = True
    """Whether the draft is Markdown."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.text) == bool(self.draft):
            raise ValueError("give a text or a draft, and not both")
        if wrong := self.model_fields_set & ({"sources"} if self.draft else {"markdown"}):
            raise ValueError(f"{wrong.pop()} doesn't go with it")
        return self


class InText(ApiModel):
    """A place in a draft; lines and paragraphs count from 1."""

    line: int
    paragraph: int
    start: int
    end: int


class Standing(ApiModel):
    """Where words stand in the archive; all is null where they stand nowhere."""

    passage: str | None
    url: str | None
    document: str | None
    title: str | None
    date: DateSpan | None
    start: int | None
    end: int | None
    text: str | None
    """The document's text there."""
    confidence: int | None


class StitchedPart(Standing):
    """A part of a quotation, from `from` to before `to`, and where it stands."""

    from_: int = Field(alias="from")
    to: int


class CheckedQuotation(Standing):
    """A quotation and its verdict."""

    quotation: str
    verdict: Word
    holds: bool
    """Whether nothing is wrong with it, or it is too short to be judged."""
    said: str
    """The verdict as a sentence."""
    differences: tuple[Difference, ...]
    """What the quotation has otherwise than the source; numbers, names and negations first."""
    also_in: tuple[str, ...]
    """Paths of other documents that have the words."""
    reprints: tuple[str, ...]
    """Paths of other documents with the same text."""
    parts: tuple[StitchedPart, ...]
    sources: tuple[str, ...]
    """What was named for it."""
    elsewhere_as: Literal["exact", "typographic", "near"] | None
    """The verdict that the words would have if no source had been named."""
    documents: int | None
    """How many have a quotation that is too short to be judged."""
    at: InText | None
    """Where in the draft; None for a text."""


class CheckedCitation(ApiModel):
    """An id of a passage in a draft, and what became of its words."""

    citation: str
    url: str | None
    """None for an unknown id."""
    outcome: Outcome | Literal["unknown id"]
    holds: bool
    """Whether its source still has the words."""
    said: str
    document: str | None
    at: InText


class VerifyAnswer(ApiModel):
    """What was checked, in the order of the draft."""

    holds: bool
    """Whether all that was checked holds."""
    findings: tuple[CheckedQuotation | CheckedCitation, ...]
    unclosed: tuple[InText, ...]
    """Quotation marks that nothing closes; what they quote isn't checked."""
    notes: tuple[str, ...]


def quotation(found: Verdict, base_url: str, at: InDraft | None = None) -> CheckedQuotation:
    """A verdict as the API has it."""
    return CheckedQuotation(
        **_standing(found.place, base_url),
        quotation=found.quotation.text,
        verdict=found.verdict,
        holds=found.holds,
        said=found.said,
        differences=found.differences,
        also_in=found.also_in,
        reprints=found.reprints,
        parts=tuple(_part(part, base_url) for part in found.parts),
        sources=found.quotation.sources,
        elsewhere_as=found.elsewhere_as,
        documents=found.documents,
        at=in_text(at) if at else None,
    )


def citation(found: Cited | Unknown, base_url: str, at: InDraft) -> CheckedCitation:
    """What became of an id in a draft."""
    if isinstance(found, Unknown):
        return CheckedCitation(
            citation=found.typed,
            url=None,
            outcome="unknown id",
            holds=False,
            said=found.reason,
            document=None,
            at=in_text(at),
        )
    record = found.record
    return CheckedCitation(
        citation=record.id,
        url=links.passage(base_url, record.id),
        outcome=found.citation.state,
        holds=found.citation.state in {"unchanged", "moved"},
        said=found.said_in_chat,
        document=None if record.erased else record.path,
        at=in_text(at),
    )


def in_text(at: InDraft) -> InText:
    """A place in a draft."""
    return InText(line=at.line, paragraph=at.paragraph, start=at.start, end=at.end)


def _part(part: Part, base_url: str) -> StitchedPart:
    fields: dict[str, Any] = {"from": part.start, "to": part.end, **_standing(part.place, base_url)}
    return StitchedPart(**fields)


def _standing(place: Place | None, base_url: str) -> dict[str, Any]:
    if place is None:
        return dict.fromkeys(Standing.model_fields)
    fields = {name: getattr(place, name) for name in Standing.model_fields.keys() - {"passage", "url"}}
    identifier = place.passage.id if place.passage else None
    return {**fields, "passage": identifier, "url": links.passage(base_url, identifier) if identifier else None}
