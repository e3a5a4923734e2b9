"""Pages that say what went wrong, and the one that asks people to sign in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from index.web import cookies, paths, rendering


def page(request: Request, status: int, title: str, detail: str, headers: dict[str, str] | None = None) -> Response:
    """What went wrong, in a sentence."""
    return rendering.page("error.html", {"title": title, "detail": detail}, status=status, headers=headers)


def sign_in(request: Request, headers: dict[str, str] | None = None) -> Response:
    """Asks to sign in, the same whatever was asked for; whose session has ended is led on without a press."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "GET" and cookies.session(request):
        return RedirectResponse(paths.sign_in(wanted), 303)
    return rendering.page("sign_in.html", {"next": wanted}, status=401, headers=headers)
