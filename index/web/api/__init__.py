"""`/v1`: the API for programs. Everything is read; nothing is changed."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from index.web.services import Services

router = APIRouter(prefix="/v1")


def install(app: FastAPI, services: Services) -> None:
    """Adds the API."""
    app.include_router(router)
