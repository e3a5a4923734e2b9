"""Pages that say what went wrong, and the one that asks people to sign in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from index.web import rendering


def page(request: Request, status: int, title: str, detail: str, headers: dict[str, str] | None = None) -> Response:
    """What went wrong, in a sentence."""
    return rendering.page("error.html", {"title": title, "detail": detail}, status=status, headers=headers)


def sign_in(request: Request, headers: dict[str, str] | None = None) -> Response:
    """Asks to sign in; the same whatever was asked for."""
    return rendering.page("sign_in.html", {"next": str(request.url.path)}, status=401, headers=headers)
