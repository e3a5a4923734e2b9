"""What whoever runs the server looks at: health and metrics. Nothing of the machine, and no text of the archive."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from index import EVERYTHING, Reindexing
from index.web import metrics, paths
from index.web.guard.names import is_local_name
from index.web.guard.proxies import is_forwarded, is_from_this_machine
from index.web.services import Services, Serving
from index.web.visitors import NotSignedInError

ANSWER_SECONDS: Final = 5.0
"""What the archive gets to answer before the server is called unwell."""

router = APIRouter(include_in_schema=False)


def install(app: FastAPI, services: Services) -> None:
    """Adds `/healthz` and `/metrics`."""
    app.include_router(router)


@router.get(paths.HEALTH)
async def health(services: Serving) -> JSONResponse:
    """Well, if the archive answers."""
    try:
        look = asyncio.to_thread(services.archive.folders, EVERYTHING)
        await asyncio.wait_for(look, ANSWER_SECONDS)
    except Exception:  # whatever it is, it can't answer; searches log why
        return JSONResponse({"status": "unwell"}, 503)
    return JSONResponse({"status": "ok"})


@router.get(paths.METRICS)
async def figures(request: Request, services: Serving) -> Response:
    """The figures for Prometheus: for this machine, when nobody else asks by it, and for those with a token."""
    if "authorization" in request.headers:
        await services.identify(request)
    elif is_forwarded(request.scope) or not (is_from_this_machine(request.scope) and is_local_name(request.scope)):
        raise NotSignedInError
    return Response(await asyncio.to_thread(_text, services), media_type=metrics.FORMAT)


def _text(services: Services) -> bytes:
    sessions = len(services.signing_in.sessions) if services.signing_in else 0
    reindexing = Reindexing.find(services.engine_settings) is not None
    return services.metrics.text(services.queues.items(), services.archive.generation(), reindexing, sessions)
