"""`/v1/status`: what is served."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from starlette.responses import Response

import index
from index import DateSpan, IndexDataError
from index.web import audit
from index.web.api import etags, examples
from index.web.api.answers import ApiModel
from index.web.api.parameters import Nothing
from index.web.api.problem_schema import responses
from index.web.services import Services, Serving
from index.web.visitors import Visiting, Visitor

router = APIRouter(tags=["status"])


class FailedFile(ApiModel):
    """A file that could not be read, and why."""

    path: str
    reason: str


class StatusAnswer(ApiModel):
    """What is served, of what whoever asks may see."""

    generation: int
    built: dt.datetime
    """When it was indexed."""
    documents: int
    undated: int
    passages: int
    earliest: dt.date | None
    latest: dt.date | None
    newest: DateSpan | None
    """The date of the newest document."""
    failed: tuple[FailedFile, ...] | None
    """What could not be read; None where that isn't known, and for all but moderators."""
    notes: tuple[str, ...]


@router.get(
    "/status",
    response_model=StatusAnswer,
    responses=examples.answers("status", responses()),
    summary="What is served",
)
async def status(nothing: Nothing, request: Request, services: Serving, visitor: Visiting) -> Response:
    """How much is served, and how new it is."""
    if visitor.moderates and services.signing_in:
        await services.signing_in.audit.note_look(visitor, audit.LOOK_AT_STATUS)
    return etags.by_content(request, await services.look_ups.run(lambda: _status(services, visitor)))


def _status(services: Services, visitor: Visitor) -> StatusAnswer:
    served, held = services.archive.status(), services.archive.holdings(visitor.scope)
    return StatusAnswer(
        **held.model_dump(),
        generation=served.generation,
        built=served.built,
        failed=_failed(served.generation, services, visitor) if visitor.moderates else None,
        notes=served.chat_warnings,
    )


def _failed(generation: int, services: Services, visitor: Visitor) -> tuple[FailedFile, ...] | None:
    """What could not be read into a generation, with reasons that hold nothing of the machine."""
    try:
        failed = index.report(services.engine_settings, generation).failed
    except IndexDataError:
        return None
    return tuple(
        FailedFile(path=one.path, reason=one.chat or one.reason) for one in failed if visitor.scope.sees(one.path)
    )
