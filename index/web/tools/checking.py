"""The tool that checks: `verify_quotation`."""

from __future__ import annotations

from typing import Annotated, Final

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult
from pydantic import Field

import index
from index import MAX_QUOTATION, Place, Quotation, Verdict
from index.web import links
from index.web.problems import sentence
from index.web.tools import framing, results
from index.web.tools.access import Access
from index.web.tools.results import Differing, VerifiedQuotation

MAX_SOURCE: Final = 1000
MAX_DIFFERENCE: Final = 200
"""Characters of each side of a difference."""
MAX_NAMED: Final = 20
"""Other documents that are named, at most."""


class Checking:
    """Checks quotations on behalf of whoever asks."""

    def __init__(self, access: Access) -> None:
        self._services, self._visitor = access.services, access.visitor

    async def verify_quotation(
        self,
        context: Context,
        text: Annotated[
            str, Field(min_length=1, max_length=MAX_QUOTATION, description="The words, without marks around them.")
        ],
        source: Annotated[
            str,
            Field(max_length=MAX_SOURCE, description="The passage id or document path that is named for the words."),
        ] = "",
    ) -> Annotated[CallToolResult, VerifiedQuotation]:
        scope = self._visitor(context).scope
        quotation = Quotation(text=text, sources=(source,) if source.strip() else ())
        found = await self._services.checks.run(lambda: self._services.archive.verify(quotation, scope))
        made = self._verified(found)
        return results.as_text(_told(made, found), made)

    def _verified(self, found: Verdict) -> VerifiedQuotation:
        words = "\n[…]\n".join(place.text for place in found.places)
        return VerifiedQuotation(
            verdict=found.verdict,
            holds=found.holds,
            said=found.said,
            citations=tuple(dict.fromkeys(map(self._citation, found.places))),
            differences=tuple(_differing(one) for one in found.differences if not one.typographic),
            source=framing.framed(words) if words else None,
            also_in=tuple(index.one_line(path) for path in (*found.also_in, *found.reprints)[:MAX_NAMED]),
        )

    def _citation(self, place: Place) -> str:
        passage = place.passage
        base = self._services.base_url
        return framing.citation(
            place.title,
            place.date,
            place.document,
            links.passage(base, passage.id) if passage else links.document(base, place.document),
            place=framing.place(passage.page, passage.paragraph, passage.time) if passage else "",
            passage=passage.id if passage else "",
        )


def _differing(one: index.Difference) -> Differing:
    said, is_ = (index.one_line(words)[:MAX_DIFFERENCE] for words in (one.said, one.is_))
    return Differing(kind=one.kind, quoted=said, in_source=is_)


def _told(made: VerifiedQuotation, found: Verdict) -> str:
    differences = [
        f"{one.kind}: quoted {_quoted(one.quoted)}, in the source {_quoted(one.in_source)}" for one in made.differences
    ]
    also = f"Also in: {', '.join(made.also_in)}" if made.also_in else ""
    verdict = sentence(f"Verdict: {made.verdict}: {made.said}")
    return framing.lines(*made.citations, verdict, *found.chat_warnings, *differences, made.source or "", also)


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "nothing"
