"""Signing in by Discord, and the sessions of those who did."""

from __future__ import annotations

from fastapi import FastAPI

from index.web.services import Services
from index.web.sign_in.routes import router


def install(app: FastAPI, services: Services) -> None:
    """Adds the way in and out, where people sign in."""
    if services.public:
        app.include_router(router)
