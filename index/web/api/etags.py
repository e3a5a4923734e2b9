"""Whether whoever asks has the answer already, which is found out before any of it is made.

An answer made from the index depends on the address, on who may see what, on the generation and on what was erased, on
the day (for "last week") and on the program, which a key made anew by each process stands for. The key also keeps an
`ETag` from telling anybody what it is made of, such as the names of folders that are hidden from them.

What depends on the archive's files as they are now, such as the state of a citation, is made first and compared then.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from index import Scope
from index.web.services import Serving
from index.web.visitors import Visiting

JSON: Final = "application/json"
HEADERS: Final = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
KEY: Final = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Held:
    """What an answer depends on, and whether whoever asks holds the one that would be made."""

    generation: int
    today: dt.date
    etag: str
    fresh: bool

    def not_modified(self) -> Response:
        """Says that the answer held is the one that would be made."""
        return Response(status_code=304, headers={**HEADERS, "ETag": self.etag})

    def answer(self, made: BaseModel) -> Response:
        """The answer; to be kept, unless it warns of something, or another generation has come meanwhile."""
        kept = not getattr(made, "notes", ()) and getattr(made, "generation", None) == self.generation
        return _response(made.model_dump_json(by_alias=True), {"ETag": self.etag} if kept else {})


def today() -> dt.date:
    """The day from which times said in words are counted: this machine's."""
    return dt.datetime.now().astimezone().date()


async def _held(request: Request, services: Serving, visitor: Visiting) -> Held:
    archive = services.archive
    generation, erasures = await services.look_ups.run(lambda: (archive.generation(), archive.erasures()))
    day = today()
    asked = (request.url.path, request.url.query, _scope(visitor.scope), visitor.moderates)
    parts = json.dumps((*asked, generation, erasures, day.isoformat(), services.base_url))
    etag = f'W/"{hmac.new(KEY, parts.encode(), hashlib.sha256).hexdigest()[:32]}"'
    return Held(generation, day, etag, _names(request, etag))


Holding = Annotated[Held, Depends(_held)]
"""The parameter of a route that answers from the index alone."""


def by_content(request: Request, made: BaseModel) -> Response:
    """The answer, or that whoever asks holds the very same."""
    body = made.model_dump_json(by_alias=True)
    etag = f'W/"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    if _names(request, etag):
        return Response(status_code=304, headers={**HEADERS, "ETag": etag})
    return _response(body, {"ETag": etag})


def _response(body: str, headers: dict[str, str]) -> Response:
    return Response(body, headers={**HEADERS, **headers}, media_type=JSON)


def _names(request: Request, etag: str) -> bool:
    """Whether the request says that this answer is held (RFC 9110, section 13.1.2)."""
    held = ",".join(request.headers.getlist("if-none-match"))
    return etag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in held.split(",")}


def _scope(scope: Scope) -> list[object]:
    return [sorted(scope.hidden), None if scope.only is None else sorted(scope.only)]
