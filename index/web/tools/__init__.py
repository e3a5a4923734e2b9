"""Tools for language models, by the Model Context Protocol: over stdio (`dateline mcp`) and HTTP (`/mcp`)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from index.web.services import Services
from index.web.tools import http


def lifespan(services: Services) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What has to run while the server does."""

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        async with app.state.tools.running():
            yield

    return running


def install(app: FastAPI, services: Services) -> None:
    """Adds the tools at `/mcp`."""
    app.state.tools = http.Endpoint(services)
    http.install(app, app.state.tools)
