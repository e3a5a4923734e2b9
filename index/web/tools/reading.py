"""The tools that open what was found: `fetch`, `cite` and `read_document`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult
from pydantic import Field

import index
from index import CitationError, Cited, DocumentText, QueryError, Scope, StyleName, Unknown
from index import Context as Surroundings
from index.web import links
from index.web.tools import framing, results
from index.web.tools.access import Access
from index.web.tools.results import DocumentPart, FetchedPassage, WrittenCitation

PART: Final = 20_000
"""Characters from which a document is read in parts; a part ends with a passage."""
MAX_ID: Final = 200
MAX_PATH: Final = 1000
_PAGE: Final = "/p/"
Identifier = Annotated[
    str, Field(min_length=1, max_length=MAX_ID, description="The id of a passage, as search gives it, or its URL.")
]


class Reading:
    """Opens passages and documents on behalf of whoever asks."""

    def __init__(self, access: Access) -> None:
        self._services, self._visitor = access.services, access.visitor

    async def fetch(self, context: Context, id: Identifier) -> Annotated[CallToolResult, FetchedPassage]:  # noqa: A002
        scope = self._visitor(context).scope
        cited, around = await self._services.cites.run(lambda: self._fetched(id, scope))
        return results.as_json(self._passage(cited, around))

    async def cite(
        self,
        context: Context,
        id: Identifier,  # noqa: A002 (what clients know it by)
        style: Annotated[StyleName, Field(description="text and markdown quote the words, too.")] = "chicago",
    ) -> Annotated[CallToolResult, WrittenCitation]:
        scope = self._visitor(context).scope
        cited = await self._services.cites.run(lambda: self._cited(id, scope))
        record = cited.record
        made = WrittenCitation(
            id=record.id,
            url=links.passage(self._services.base_url, record.id),
            style=style,
            citation=framing.framed(index.format_citations([cited.citation], style).rstrip("\n")),
            state=cited.citation.state,
            said=cited.said_in_chat,
        )
        return results.as_text(framing.lines(self._heading(cited), f"State: {made.said}.", made.citation), made)

    async def read_document(
        self,
        context: Context,
        path: Annotated[
            str, Field(min_length=1, max_length=MAX_PATH, description="The path of the document, as search names it.")
        ],
        part: Annotated[int, Field(ge=1, le=100_000, description="Which part of a long document, from 1.")] = 1,
    ) -> Annotated[CallToolResult, DocumentPart]:
        scope = self._visitor(context).scope
        made = await self._services.cites.run(lambda: self._part(path, part, scope))
        return results.as_text(made.text, made)

    def _cited(self, typed: str, scope: Scope) -> Cited:
        (found,) = self._services.archive.cite([typed.rpartition(_PAGE)[2]], scope)
        match found:
            case Unknown() as unknown:
                raise CitationError(unknown.reason, unknown.nearest, shown=True)
            case cited:
                return cited

    def _fetched(self, typed: str, scope: Scope) -> tuple[Cited, Surroundings | None]:
        """A citation with what stands around its words; None where they are gone."""
        cited = self._cited(typed, scope)
        try:
            return cited, self._services.archive.context(cited.record.id, scope)
        except CitationError:
            return cited, None

    def _heading(self, cited: Cited) -> str:
        return "" if cited.record.erased else framing.of_record(cited.record, self._services.base_url)

    def _passage(self, cited: Cited, around: Surroundings | None) -> FetchedPassage:
        record = cited.record
        heading = self._heading(cited)
        said = f"State: {cited.said_in_chat}."
        metadata = {
            "citation": heading.removeprefix("Cite as: "),
            "document": "" if record.erased else record.path,
            "date": index.day_span(record.date) if record.date else "",
            "state": cited.citation.state,
            "said": cited.said_in_chat,
            "before": (around.before if around else None) or "",
            "after": (around.after if around else None) or "",
        }
        return FetchedPassage(
            id=record.id,
            title=framing.named(record.title, record.date) if not record.erased else "erased",
            text=framing.lines(heading, said, *_notes(cited), *_words(cited, around)),
            url=links.passage(self._services.base_url, record.id),
            metadata={name: value for name, value in metadata.items() if value},
        )

    def _part(self, path: str, part: int, scope: Scope) -> DocumentPart:
        found = self._services.archive.document(path, scope)
        ends = part_ends(found)
        if part > len(ends):
            parts = "1 part" if len(ends) == 1 else f"{len(ends):,} parts"
            raise QueryError(f"this document has {parts}; ask for one of them", shown=True)
        text = found.text[ends[part - 2] if part > 1 else 0 : ends[part - 1]]
        url = links.document(self._services.base_url, found.path)
        heading = framing.citation(found.title, found.date, found.path, url)
        which = f"Part {part:,} of {len(ends):,}." if len(ends) > 1 else ""
        recognised = index.as_recognised(found.confidence)
        shown = framing.lines(heading, which, f"These words are {recognised}." if recognised else "")
        return DocumentPart(
            path=found.path,
            title=framing.named(found.title, found.date),
            url=url,
            part=part,
            parts=len(ends),
            text=framing.lines(shown, framing.framed(text)),
        )


def part_ends(document: DocumentText) -> list[int]:
    """Where each part of a document ends: with the passage that makes it long enough, the last with the text."""
    ends, begins = [], 0
    for passage in document.passages:
        if passage.end - begins >= PART:
            ends.append(passage.end)
            begins = passage.end
    rest = len(document.text)
    if ends and not document.text[begins:].strip():
        ends.pop()
    return [*ends, rest]


def _notes(cited: Cited) -> tuple[str, ...]:
    return cited.chat_warnings


def _words(cited: Cited, around: Surroundings | None) -> Iterator[str]:
    """The words as they were cited, and where they are now: both where they changed."""
    citation, record = cited.citation, cited.record
    if record.erased:
        return
    if citation.now is None or citation.state == "changed":
        yield "As it was cited:"
        yield framing.framed(record.quotation)
    if citation.state == "changed" and citation.now:
        yield f"As it is now, in {framing.standing(citation.now)}:"
        yield framing.framed(citation.now.text)
        yield "The difference, with [-removed-] and {+added+} words:"
        yield framing.framed(index.marked_difference(citation))
    if around is not None and citation.now is not None:
        yield from _surrounded(around, itself=citation.state != "changed")


def _surrounded(around: Surroundings, *, itself: bool) -> Iterator[str]:
    """The passage, unless it was given already, and those before and after it."""
    texts = [one.text for one in around.passages]
    before, after = "\n\n".join(texts[: around.at]), "\n\n".join(texts[around.at + 1 :])
    if itself:
        yield "The passage:"
        yield framing.framed(texts[around.at])
    if before:
        yield "What stands before it:"
        yield framing.framed(before)
    if after:
        yield "What follows it:"
        yield framing.framed(after)
