"""The tools over streamable HTTP, at `/mcp`: each request is answered by itself, for whoever sends it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, cast
from urllib.parse import urlsplit

from fastapi import FastAPI
from mcp.server.mcpserver import Context
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from index.web.hosts import LOOPBACK, PORTS
from index.web.services import Services
from index.web.tools import server
from index.web.tools.access import Access
from index.web.visitors import Visitor, put_visitor, visitor_of

PATH: Final = "/mcp"
MAX_BODY: Final = 256 * 1024
"""Bytes of a request: the longest quotation, several times over."""


class Endpoint:
    """Finds out who asks, and hands the request on to the protocol."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answers requests until the block ends."""
        access = Access(self._services, _visitor)
        low = server.made(access)
        low.streamable_http_app(
            json_response=True,
            stateless_http=True,
            max_request_body_size=MAX_BODY,
            transport_security=allowed(self._services.base_url),
        )
        self._manager = low.session_manager
        async with self._manager.run():
            yield
        self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._manager is None:
            raise RuntimeError("the tools are not running: the application's lifespan was not entered")
        request = Request(scope)
        put_visitor(request, await visitor_of(request))
        await self._manager.handle_request(scope, receive, send)


def allowed(base_url: str) -> TransportSecuritySettings:
    """The names by which the tools may be reached, with and without a port: the server's, and this machine's.

    The guard lets fewer through; this is the SDK's own wall behind it.
    """
    parts = urlsplit(base_url)
    own = [parts.netloc, parts.netloc.removesuffix(f":{PORTS[parts.scheme]}")]
    hosts = [form for host in (*own, *LOOPBACK) for form in (host, f"{host}:*")]
    return TransportSecuritySettings(
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{host}" for scheme in PORTS for host in hosts],
    )


def install(app: FastAPI, endpoint: Endpoint) -> None:
    """Adds `/mcp`, to which calls are posted; nothing is streamed, so that there is nothing to get."""
    app.router.routes.append(Route(PATH, endpoint, methods=["POST"], include_in_schema=False))


def _visitor(context: Context[Any, Any]) -> Visitor:
    request = cast("Request", context.request_context.request)
    return cast("Visitor", request.state.visitor)
