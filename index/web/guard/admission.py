"""Who asks, and how often they may: where people have to sign in, nobody else reaches anything behind this."""

from __future__ import annotations

from collections.abc import Hashable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from index import DatelineError, Limiter
from index.web import paths, problems
from index.web.guard.proxies import is_address
from index.web.services import Services
from index.web.visitors import LOCAL, NotSignedInError, put_visitor

MINUTE: Final = 60.0
HOME_BITS: Final = 64
"""Of an IPv6 address, what is one household's: within it, addresses are changed at will."""


class Admission:
    """Answers 429 to those who ask too often and 401 to those who aren't known; the others are noted in the request.

    An address is counted before anything is looked up, a person after it is known who they are. Whoever asks on this
    machine without a token is not counted.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services
        self._people = Limiter(services.settings.requests_per_person, MINUTE, services.clock)
        self._addresses = Limiter(services.settings.requests_per_address, MINUTE, services.clock)
        self._expires = services.clock() + MINUTE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or paths.is_static(scope["path"]):
            await self._app(scope, receive, send)
            return
        self._expire()
        refusal = await self._refusal(Request(scope))
        await (refusal or self._app)(scope, receive, send)

    async def _refusal(self, request: Request) -> Response | None:
        """The answer to somebody who may not ask now."""
        if self._services.public and (wait := self._counted(self._addresses, _address(request.scope))):
            return self._too_often(request, wait)
        if paths.is_open(request.url.path):
            return None
        try:
            visitor = await self._services.identify(request)
        except NotSignedInError as error:
            self._services.metrics.refused("unknown")
            return await problems.not_signed_in(request, error)
        except DatelineError as error:
            return await problems.fault(request, error)
        put_visitor(request, visitor)
        wait = 0 if visitor.key == LOCAL else self._counted(self._people, visitor.key)
        return self._too_often(request, wait) if wait else None

    def _too_often(self, request: Request, wait: int) -> Response:
        self._services.metrics.refused("often")
        detail = f"That is very often. Please try again in {wait} s."
        return problems.problem(request, 429, detail, {"Retry-After": str(wait)})

    def _counted(self, limiter: Limiter, key: Hashable) -> int:
        """Counts one and returns 0, or how many seconds there are to wait."""
        wait = limiter.wait(key)
        if not wait:
            limiter.take(key)
        return wait

    def _expire(self) -> None:
        if self._services.clock() >= self._expires:
            self._expires = self._services.clock() + MINUTE
            self._people.expire()
            self._addresses.expire()


def _address(scope: Scope) -> str:
    """Who is counted as one by the address that they ask from."""
    client, _ = scope.get("client") or ("", 0)
    if is_address(client) and isinstance(address := ip_address(client), IPv6Address):
        return str(address.ipv4_mapped or ip_network((int(address), HOME_BITS), strict=False))
    return str(client)
