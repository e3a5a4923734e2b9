"""The server's cookies: no script reads them, no other site's form sends them; over HTTPS no other host sets them."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION: Final = "dateline-session"
SIGN_IN: Final = "dateline-sign-in"
_PREFIX: Final = "__Host-"
"""With it, browsers take a cookie only over HTTPS, for all of one host."""


def session(connection: HTTPConnection) -> str | None:
    """The session that a request says it is of; anybody can make that up."""
    return get(connection, SESSION)


def get(connection: HTTPConnection, name: str) -> str | None:
    return connection.cookies.get(_named(connection, name))


def put(response: Response, connection: HTTPConnection, name: str, value: str, seconds: int) -> None:
    """Has the browser keep a cookie for so long."""
    response.set_cookie(_named(connection, name), value, max_age=seconds, **_attributes(connection))


def drop(response: Response, connection: HTTPConnection, name: str) -> None:
    """Has the browser forget a cookie."""
    response.delete_cookie(_named(connection, name), **_attributes(connection))


def _named(connection: HTTPConnection, name: str) -> str:
    return f"{_PREFIX}{name}" if _secure(connection) else name


def _attributes(connection: HTTPConnection) -> dict[str, Any]:
    return {"path": "/", "secure": _secure(connection), "httponly": True, "samesite": "lax"}


def _secure(connection: HTTPConnection) -> bool:
    """Whether pages are reached over HTTPS, whatever is spoken with a proxy."""
    url: str = connection.app.state.services.base_url
    return url.startswith("https:")
