"""The status page: what is served, how new it is and, for moderators, what couldn't be read and what helps."""

from __future__ import annotations

from typing import Final, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

import index
from index.web import audit
from index.web.pages import drawing
from index.web.services import Services, Serving
from index.web.visitors import Visiting

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

MOST: Final = 200
"""Documents of one list that are named."""


class Fault(NamedTuple):
    """A document or a file, what is wrong with it, and what helps."""

    path: str
    reason: str
    cure: str = ""


class Faults(NamedTuple):
    """Faults of one kind: the first of those `found`."""

    title: str
    shown: list[Fault]
    found: int


@router.get("/status")
async def status(request: Request, services: Serving, visitor: Visiting) -> HTMLResponse:
    """What somebody may see of the archive."""
    archive, scope = services.archive, visitor.scope
    held, serving = await services.look_ups.run(lambda: (archive.holdings(scope), archive.status()))
    if visitor.moderates and services.signing_in:
        await services.signing_in.audit.note_look(visitor, audit.LOOK_AT_STATUS)
    number = serving.generation
    faults = await services.look_ups.run(lambda: _faults(services, number, scope)) if visitor.moderates else None
    values = {
        "title": "Status",
        "held": held,
        "serving": serving,
        "model": serving.model.rstrip("/").rpartition("/")[2],  # a setting may name a place on the machine
        "faults": faults,
    }
    return drawing.page(request, visitor, "status.html", values)


def _faults(services: Services, number: int, scope: index.Scope) -> list[Faults] | None:
    """What the reindex to the generation that serves could not read or date, as far as it may be seen."""
    try:
        report = index.report(services.engine_settings, number)
    except index.IndexDataError:
        return None
    failed = [Fault(one.path, one.chat or one.reason) for one in report.failed]
    kept = [Fault(one.path, one.chat or one.reason) for one in report.kept]
    undated = [Fault(one.path, one.reason, one.in_chat) for one in report.without_date]
    weak = [Fault(one.path, one.date.dated_by, one.in_chat) for one in report.weakly_dated]
    lists = (
        ("Not read", failed),
        ("Kept as indexed before, since it couldn’t be looked into", kept),
        ("Undated", undated),
        ("Weakly dated", weak),
    )
    return [_seen(title, faults, scope) for title, faults in lists if any(scope.sees(one.path) for one in faults)]


def _seen(title: str, faults: list[Fault], scope: index.Scope) -> Faults:
    seen = [one for one in faults if scope.sees(one.path)]
    return Faults(title, seen[:MOST], len(seen))
