"""Who asks: what a request comes with, and what may be seen for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Final, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

import index

LOCAL: Final = "local"
"""The key of whoever asks on this machine, where nobody has to sign in."""


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


def put_visitor(connection: HTTPConnection, visitor: Visitor) -> None:
    """Notes who asks, for whoever works on this request."""
    connection.state.visitor = visitor


async def visitor_of(connection: HTTPConnection) -> Visitor:
    """Who asks, as the guard has noted it; raises `NotSignedInError`."""
    noted = getattr(connection.state, "visitor", None)
    if noted is None:
        identify = cast("Identify", connection.app.state.services.identify)
        noted = await identify(connection)
    return cast("Visitor", noted)


async def _visitor(request: Request) -> Visitor:
    return await visitor_of(request)


Visiting = Annotated[Visitor, Depends(_visitor)]
"""The parameter of a route that is given who asks."""
