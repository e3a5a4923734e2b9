"""Pages for people: HTML that works without JavaScript."""

from __future__ import annotations

from fastapi import FastAPI

from index.web.pages import citation, document, holdings, search, verify
from index.web.services import Services


def install(app: FastAPI, services: Services) -> None:
    """Adds the pages."""
    for page in (search, citation, document, holdings):
        app.include_router(page.router)
    app.include_router(verify.router())
