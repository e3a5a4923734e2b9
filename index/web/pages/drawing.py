"""A page as it is sent: what it shows, and who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from index.web import csrf, rendering
from index.web.visitors import Visitor


def page(
    request: Request,
    visitor: Visitor,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The page of a template for somebody; its forms carry a token."""
    given = {"visitor": visitor, "csrf": csrf.token(request), **values}
    return rendering.page(template, given, status=status, headers=headers)
