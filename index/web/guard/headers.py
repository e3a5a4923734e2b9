"""What every answer carries, faults included: what a browser may do with it, and who may keep it."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.web import paths

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What pages may load and run: ours alone, and nothing that stands in the page itself."""
ALWAYS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers would name no origin when they send our forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HTTPS_ONLY: Final = "max-age=31536000"
"""How long browsers ask by HTTPS alone: a year."""
_KEEP: Final = "public, max-age=31536000, immutable"


class Headers:
    """Puts headers on answers; `base_url` says whether pages are reached over HTTPS."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self._app = app
        secure = {"Strict-Transport-Security": HTTPS_ONLY} if base_url.startswith("https:") else {}
        self._always = {**ALWAYS, **secure}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._always)
                headers.setdefault("Cache-Control", _kept(scope, message["status"]))
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def _kept(scope: Scope, status: int) -> str:
    """Who may keep an answer that doesn't say so itself: nobody, but for files whose address names their version."""
    versioned = paths.is_static(scope["path"]) and scope["query_string"].startswith(b"v=")
    return _KEEP if versioned and status in {200, 304} else "no-store"
