"""Pages for people: HTML that works without JavaScript."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse

from index.web import rendering
from index.web.services import Services
from index.web.visitors import Visiting

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def install(app: FastAPI, services: Services) -> None:
    """Adds the pages."""
    app.include_router(router)


@router.get("/")
async def home(visitor: Visiting) -> HTMLResponse:
    """The search page."""
    return rendering.page("search.html", {"title": "Search", "visitor": visitor})
