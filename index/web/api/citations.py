"""What became of a citation, and citations in a style: the fields of the command line's JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

import index
from index import Cited, DateSpan, Now, Segment, StyleName, TitleOrigin
from index.web import links
from index.web.api.answers import ApiModel

Outcome = Literal["unchanged", "moved", "changed", "removed", "erased"]


class PlaceNow(ApiModel):
    """Where the words, or the edited ones in their place, are now."""

    document: str
    start: int
    end: int
    text: str
    """The document's text there."""
    date: DateSpan | None
    page: int | None
    paragraph: int
    confidence: int | None
    """In percent, where the words were recognised in a picture of a page."""


class OutcomeNow(ApiModel):
    """What became of a citation's words."""

    outcome: Outcome
    verbatim: bool
    """Whether the words now are those of the quotation, to the character."""
    reason: str
    """The outcome in words."""
    now: PlaceNow | None
    """None where the words are gone."""
    difference: tuple[Segment, ...]
    """Empty unless the words changed."""
    difference_marked: str | None
    """The same in one text, with `[-removed-]` and `{+added+}`; None unless the words changed."""


class Erasure(ApiModel):
    """When a document was erased for good, in UTC, and why."""

    at: dt.datetime
    why: str


class PassageAnswer(OutcomeNow):
    """A citation: the quotation as it was given out, and what became of its source since.

    Of an erased one nothing is left but its id and when it was erased: all other fields are null.
    """

    id: str
    url: str
    said: str
    """The outcome in one line, as the archive's files say it, or why they can't be compared now."""
    quotation: str | None
    document: str | None
    """The path that the document had."""
    document_url: str | None
    title: str | None
    title_origin: TitleOrigin | None
    date: DateSpan | None
    start: int | None
    end: int | None
    page: int | None
    paragraph: int | None
    time: str | None
    link: str | None
    """Of a message of a chat, its address there."""
    language: str | None
    confidence: int | None
    document_sha256: str | None
    erased: Erasure | None
    stored: OutcomeNow
    """The same, as the index has it."""
    generation: int
    not_compared: str | None
    """Why the archive's files can't be compared now; None where they were."""
    notes: tuple[str, ...]


class CiteAnswer(ApiModel):
    """A citation in a style, ready to be put below a quotation."""

    id: str
    url: str
    style: StyleName
    citation: str
    """In the style; it ends with a line end."""
    outcome: Outcome
    verbatim: bool
    said: str
    """What became of the words, which references in a style leave unsaid."""
    notes: tuple[str, ...]


def passage_answer(cited: Cited, base_url: str) -> PassageAnswer:
    """A citation as the API has it."""
    record, erased = cited.record, cited.record.erased
    names = PassageAnswer.model_fields.keys() & record.__class__.model_fields.keys() - {"id", "erased"}
    fields: dict[str, Any] = {name: None if erased else getattr(record, name) for name in names}
    return PassageAnswer(
        **fields,
        **_outcome(cited.citation),
        id=record.id,
        url=links.passage(base_url, record.id),
        said=cited.said_in_chat,
        document=None if erased else record.path,
        document_url=None if erased else links.document(base_url, record.path),
        erased=Erasure(at=erased.at, why=erased.why) if erased else None,
        stored=OutcomeNow(**_outcome(cited.stored)),
        generation=cited.generation,
        not_compared=(cited.chat_not_compared or index.NOT_COMPARED) if cited.not_compared else None,
        notes=cited.chat_warnings,
    )


def cite_answer(cited: Cited, style: StyleName, base_url: str) -> CiteAnswer:
    """A citation in a style."""
    return CiteAnswer(
        id=cited.record.id,
        url=links.passage(base_url, cited.record.id),
        style=style,
        citation=index.format_citations([cited.citation], style),
        outcome=cited.citation.state,
        verbatim=cited.citation.verbatim,
        said=cited.said_in_chat,
        notes=cited.chat_warnings,
    )


def _outcome(citation: index.Citation) -> Mapping[str, Any]:
    return {
        "outcome": citation.state,
        "verbatim": citation.verbatim,
        "reason": citation.reason,
        "now": _place(citation.now) if citation.now else None,
        "difference": citation.difference,
        "difference_marked": index.marked_difference(citation) if citation.difference else None,
    }


def _place(now: Now) -> PlaceNow:
    fields = {name: getattr(now, name) for name in PlaceNow.model_fields.keys() - {"document"}}
    return PlaceNow(**fields, document=now.path)
