"""What tools give, in the shapes that their descriptions publish. Words of documents in it are framed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, ConfigDict


class ToolModel(BaseModel):
    """A value that a tool gives."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class FoundResult(ToolModel):
    """A passage that was found."""

    id: str
    """For fetch and cite."""
    title: str
    url: str
    text: str
    """The citation to keep, and below it the words that answer, as a quotation."""


class SearchResults(ToolModel):
    """Passages, the best first; of each document its best."""

    results: tuple[FoundResult, ...]


class FetchedPassage(ToolModel):
    """A passage with what stands around it, and what became of it since it was cited."""

    id: str
    title: str
    text: str
    """The citation to keep, the state of its words, and the words as a quotation."""
    url: str
    metadata: dict[str, str]
    """citation, document, date, state, said, and the ids of the passages before and after, as far as there are any."""


class Differing(ToolModel):
    """What a quotation has otherwise than the source."""

    kind: str
    quoted: str
    in_source: str


class VerifiedQuotation(ToolModel):
    """Whether a quotation stands in the archive."""

    verdict: str
    """exact, typographic, near, stitched, elsewhere, not in this archive, too short or not compared."""
    holds: bool
    """Whether it may be quoted as it is."""
    said: str
    citations: tuple[str, ...]
    """The citations to keep, of each place where the words stand."""
    differences: tuple[Differing, ...]
    """Numbers, names and negations first."""
    source: str | None
    """The words of the source, as a quotation."""
    also_in: tuple[str, ...]
    """Paths of other documents that have the words."""


class WrittenCitation(ToolModel):
    """A citation in a style."""

    id: str
    url: str
    style: str
    citation: str
    """In the style, as a quotation."""
    state: str
    """unchanged, moved, changed, removed or erased."""
    said: str


class TimeBar(ToolModel):
    """Every day from `first` to `last`, both included, and how many documents that match are dated to any of them."""

    first: dt.date
    last: dt.date
    documents: int


class TimelineCounts(ToolModel):
    """The documents that match a query, by time."""

    url: str
    """The page with the same search."""
    each_bar_is: str
    bars: tuple[TimeBar, ...]
    documents: int
    """Those that match and are dated."""
    undated: int
    notes: tuple[str, ...]


class DocumentPart(ToolModel):
    """A document, or a part of a long one."""

    path: str
    title: str
    url: str
    part: int
    parts: int
    text: str
    """The citation to keep, and the words as a quotation."""


def as_json(made: ToolModel) -> CallToolResult:
    """A result as JSON text, and structured: for clients that know no more than the shapes of search and fetch."""
    return _result(made.model_dump_json(), made)


def as_text(text: str, made: ToolModel) -> CallToolResult:
    """A result as text to be read, and structured."""
    return _result(text, made)


def fault(line: str) -> CallToolResult:
    """That a call was not fulfilled, in one line."""
    return CallToolResult(content=[TextContent(type="text", text=line)], is_error=True)


def _result(text: str, made: ToolModel) -> CallToolResult:
    structured: dict[str, Any] = made.model_dump(mode="json")
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structured)
