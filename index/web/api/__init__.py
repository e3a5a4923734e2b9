"""`/v1`: the API for programs. Everything is read; nothing is changed."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from index.web.api import documents, passages, schema, searching, status, verifying
from index.web.services import Services


def install(app: FastAPI, services: Services) -> None:
    """Adds the API."""
    router = APIRouter(prefix="/v1", generate_unique_id_function=lambda route: route.name)
    for part in (searching, passages, documents, verifying, status, schema):
        router.include_router(part.router)
    app.include_router(router)
    schema.describe(app, services)
