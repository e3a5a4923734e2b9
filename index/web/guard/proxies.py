"""For whom a proxy asks: what it says is believed where it is trusted, and nobody else's word."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from index.web.settings import Network

PEER: Final = "dateline.peer"
"""The key of a request's scope that has the address which the connection comes from."""
FORWARDING: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""Headers that say that somebody asks for somebody else."""


class Proxies:
    """Replaces a trusted proxy's address by the one that it asks for, the last that no trusted proxy has."""

    def __init__(self, app: ASGIApp, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            peer, port = scope.get("client") or ("", 0)
            scope[PEER] = peer
            if self._trusts(peer):
                scope["client"] = (self._client(peer, Headers(scope=scope).getlist("x-forwarded-for")), port)
        await self._app(scope, receive, send)

    def _client(self, peer: str, said: list[str]) -> str:
        for named in reversed([each.strip() for line in said for each in line.split(",")]):
            if not is_address(named):
                return peer
            if not self._trusts(named):
                return named
            peer = named
        return peer

    def _trusts(self, address: str) -> bool:
        return is_address(address) and any(ip_address(address) in network for network in self._trusted)


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_forwarded(scope: Scope) -> bool:
    """Whether a request says that it is somebody else's."""
    headers = Headers(scope=scope)
    return any(name in headers for name in FORWARDING)


def is_from_this_machine(scope: Scope) -> bool:
    """Whether the connection itself comes from this machine."""
    peer = scope.get(PEER, "")
    return is_address(peer) and ip_address(peer).is_loopback
