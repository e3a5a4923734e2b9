"""The server as an ASGI application: what its parts install, in their order."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from index.web import api, operations, pages, problems, rendering, sign_in, tools
from index.web.guard import guarded
from index.web.services import Services


class Server(FastAPI):
    """An application whose guard stands before everything, the answers to what nobody foresaw included."""

    def build_middleware_stack(self) -> ASGIApp:
        return guarded(super().build_middleware_stack(), self.state.services)


def create(services: Services) -> FastAPI:
    """The application; it closes nothing that it was given."""
    app = Server(
        title="Dateline",
        openapi_url=None,  # the API has its own
        docs_url=None,
        redoc_url=None,
        lifespan=tools.lifespan(services),
        separate_input_output_schemas=False,
    )
    app.state.services = services
    problems.install(app)
    app.mount("/static", StaticFiles(directory=rendering.STATIC), name="static")
    for part in (api, tools, operations, sign_in, pages):
        part.install(app, services)
    return app
