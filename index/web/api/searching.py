"""`/v1/search` and `/v1/timeline`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

import index
from index.web.api import cursors, examples
from index.web.api.answers import SearchAnswer, TimelineAnswer, search_answer, timeline_answer
from index.web.api.etags import Held, Holding
from index.web.api.parameters import REACHED, SearchParameters, TimelineParameters, query
from index.web.api.problem_schema import responses
from index.web.services import Services, Serving
from index.web.visitors import Visiting

router = APIRouter(tags=["searching"])


@router.get(
    "/search",
    response_model=SearchAnswer,
    responses=examples.answers("search", responses(409)),
    summary="Search the archive",
)
async def search(
    asked: Annotated[SearchParameters, Query()], services: Serving, visitor: Visiting, held: Holding
) -> Response:
    """Verbatim passages with dates, the best first; each document by its best passage.

    The passages found are citations from then on: their ids resolve for good. A list holds a hundred hits at most.
    """
    if held.fresh:
        return held.not_modified()
    return held.answer(await services.searches.run(lambda: _searched(asked, visitor.scope, services, held)))


def _searched(asked: SearchParameters, scope: index.Scope, services: Services, held: Held) -> SearchAnswer:
    key = cursors.digest(asked.q, asked.since, asked.until, asked.sort, sorted(asked.folder), sorted(asked.kind))
    begins = cursors.read(asked.cursor, key, held.generation, held.today) if asked.cursor else None
    today, first = (begins.today, begins.hits) if begins else (held.today, 0)
    wanted = query(asked, scope, sort=asked.sort, limit=REACHED, today=today)
    archive = services.archive
    found, facets = archive.search_with_overview(wanted) if asked.facets else (archive.search(wanted), None)
    last = first + asked.limit
    after = cursors.Cursor(key, found.generation, today, hits=last) if last < len(found.hits) else None
    cursor = cursors.written(after) if after else None
    return search_answer(found, services.base_url, first=first, limit=asked.limit, facets=facets, cursor=cursor)


@router.get(
    "/timeline",
    response_model=TimelineAnswer,
    responses=examples.answers("timeline", responses()),
    summary="Count what matches, by time",
)
async def timeline(
    asked: Annotated[TimelineParameters, Query()], services: Serving, visitor: Visiting, held: Holding
) -> Response:
    """All documents that match the query, in bars side by side."""
    if held.fresh:
        return held.not_modified()
    wanted = query(asked, visitor.scope, today=held.today)
    found = await services.searches.run(lambda: services.archive.timeline(wanted, asked.by))
    return held.answer(timeline_answer(found))
