"""By which name the server is asked, and from which site: another name is a page that rebinds its own to this address.

A browser says from which site a request comes. Another site may lead people here by a link, and nothing else.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from index.web import paths, problems
from index.web.hosts import LOOPBACK, PORTS
from index.web.services import Services

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OURS: Final = frozenset({None, "same-origin", "none"})
"""What a browser's `Sec-Fetch-Site` is for what our pages ask for, and for what people type; programs send none."""
_ANOTHER_NAME: Final = "This server isn't reached by that name."
_ANOTHER_SITE: Final = "This request comes from another site."


class Names:
    """Refuses requests by another name with 421 and those from another site with 403."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._metrics = services.metrics
        local = {_host(name, "http", services.settings.port) for name in LOOPBACK}
        parts = urlsplit(services.base_url)
        own = _host(parts.netloc.removesuffix(f":{parts.port}"), parts.scheme, parts.port)
        self._hosts = {own} if services.public else {own, *local}
        self._local = self._hosts | local
        self._origins = {f"{parts.scheme}://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refused(scope) if scope["type"] == "http" else None
        await (refused or self._app)(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self._named(scope["path"], headers.getlist("host")):
            self._metrics.refused("host")
            return problems.problem(Request(scope), 421, _ANOTHER_NAME)
        origins = headers.getlist("origin")
        if any(origin not in self._origins for origin in origins) or not _may_come(scope["method"], headers):
            self._metrics.refused("origin")
            return problems.problem(Request(scope), 403, _ANOTHER_SITE)
        return None

    def _named(self, path: str, hosts: list[str]) -> bool:
        known = self._local if path in {paths.HEALTH, paths.METRICS} else self._hosts
        return len(hosts) == 1 and hosts[0].lower() in known


def is_local_name(scope: Scope) -> bool:
    """Whether a request names this machine as itself."""
    host = Headers(scope=scope).get("host", "").lower()
    return host in LOOPBACK or host.rpartition(":")[0] in LOOPBACK


def _may_come(method: str, headers: Headers) -> bool:
    """Whether a browser that sends this was on a page of ours, or follows a link."""
    if headers.get("sec-fetch-site") in OURS:
        return True
    follows = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return follows and method in SAFE


def _host(name: str, scheme: str, port: int | None) -> str:
    """A name as browsers write it in `Host`, which leaves out the scheme's own port."""
    return name.lower() if port in (None, PORTS[scheme]) else f"{name}:{port}".lower()
