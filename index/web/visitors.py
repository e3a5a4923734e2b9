"""Who asks: what a request comes with, and what may be seen for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

import index


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who asks. `key` names them for limits and the audit log: `local`, `user:ID` or `token:NAME`.

    `name` is how a page greets them, empty for nobody in particular; `moderates` is whether they are told what only
    moderators are.
    """

    key: str
    scope: index.Scope
    moderates: bool = False
    name: str = ""


class NotSignedInError(Exception):
    """A request comes from nobody that is known, where that is needed. The same for whatever was asked for."""


Identify = Callable[[HTTPConnection], Awaitable[Visitor]]
"""Tells who asks; raises `NotSignedInError`."""


async def _visitor(request: Request) -> Visitor:
    identify = cast("Identify", request.app.state.services.identify)
    return await identify(request)


Visiting = Annotated[Visitor, Depends(_visitor)]
"""The parameter of a route that is given who asks."""
