"""The tools that find: `search` and `timeline`."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult
from pydantic import Field

import index
from index import MAX_CHARACTERS, Hit, Query, Sort, TimeUnit
from index.web import links
from index.web.tools import framing, results
from index.web.tools.access import Access
from index.web.tools.results import FoundResult, SearchResults, TimeBar, TimelineCounts

MOST: Final = 50
"""Passages that one search gives, at most."""
Words = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_CHARACTERS,
        description='What is looked for: words, "phrases", -exclusions, since:1969 until:1972, in:folder, title:word. '
        "Times may be said in words, as in “moon landing in 1969”.",
    ),
]
Since = Annotated[str, Field(max_length=40, description="The first day that counts: YYYY-MM-DD, YYYY-MM or YYYY.")]
Until = Annotated[str, Field(max_length=40, description="The last day that counts, likewise.")]


class Searching:
    """Searches on behalf of whoever asks."""

    def __init__(self, access: Access) -> None:
        self._services, self._visitor = access.services, access.visitor

    async def search(
        self,
        context: Context,
        query: Words,
        *,
        since: Since = "",
        until: Until = "",
        sort: Annotated[Sort | Literal[""], Field(description="The order; empty for what the query says.")] = "",
        limit: Annotated[int, Field(ge=1, le=MOST, description="Passages, at most.")] = 10,
    ) -> Annotated[CallToolResult, SearchResults]:
        scope = self._visitor(context).scope
        wanted = Query(text=query, **_window(since, until), sort=sort or None, limit=limit, scope=scope)
        found = await self._services.searches.run(lambda: self._services.archive.search(wanted))
        return results.as_json(SearchResults(results=tuple(map(self._result, found.hits))))

    def _result(self, hit: Hit) -> FoundResult:
        url = links.passage(self._services.base_url, hit.passage)
        heading = framing.citation(
            hit.title,
            hit.date,
            hit.document,
            url,
            place=framing.place(hit.page, hit.paragraph, hit.time),
            passage=hit.passage,
        )
        text = framing.lines(heading, *_warned(hit), framing.framed(hit.text))
        return FoundResult(id=hit.passage, title=framing.named(hit.title, hit.date), url=url, text=text)

    async def timeline(
        self,
        context: Context,
        query: Words,
        *,
        since: Since = "",
        until: Until = "",
        by: Annotated[
            TimeUnit | Literal[""], Field(description="The unit of the bars; empty for what suits the dates.")
        ] = "",
    ) -> Annotated[CallToolResult, TimelineCounts]:
        scope = self._visitor(context).scope
        wanted = Query(text=query, **_window(since, until), scope=scope)
        found = await self._services.searches.run(lambda: self._services.archive.timeline(wanted, by or None))
        chosen = {"q": query, "since": since, "until": until}
        url = f"{self._services.base_url}/?{urlencode({name: value for name, value in chosen.items() if value})}"
        made = TimelineCounts(
            url=url,
            each_bar_is=found.bar_length,
            bars=tuple(TimeBar(first=bar.first, last=bar.last, documents=bar.documents) for bar in found.bars),
            documents=found.documents,
            undated=found.undated,
            notes=found.chat_warnings,
        )
        return results.as_text(_drawn(made), made)


def _window(since: str, until: str) -> dict[str, Any]:
    """The fields of a query; raises `QueryError`."""
    return {
        "since": index.read_days(since).first if since else None,
        "until": index.read_days(until).last if until else None,
    }


def _warned(hit: Hit) -> list[str]:
    """What is to know of a hit before it is quoted."""
    said = {
        "Near in meaning only: it has none of the telling words that were asked for.": hit.near_only,
        "Outside the time that was asked for.": not hit.in_window,
        "These words differ from the source as it was indexed; don't quote them.": not hit.verbatim,
        f"These words are {index.as_recognised(hit.confidence)}.": hit.confidence is not None,
    }
    return [line for line, applies in said.items() if applies]


def _drawn(made: TimelineCounts) -> str:
    """A line a bar."""
    bars = [f"{index.brief_span(bar.first, bar.last)}: {bar.documents:,}" for bar in made.bars]
    counts = f"{made.documents:,} dated and {made.undated:,} undated documents match; each bar is {made.each_bar_is}."
    return framing.lines(f"Cite as: [timeline of this search]({made.url})", counts, *made.notes, *bars)
