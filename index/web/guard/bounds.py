"""How much a request may bring and how long it may take."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.web import paths, problems
from index.web.metrics import Metrics

SMALL: Final = 256 * 1024
"""Bytes of a request that is no draft."""
AROUND: Final = 64 * 1024
"""Bytes of a form around the draft in it."""
LONGEST_TARGET: Final = 8_000
"""Bytes of path and query."""
BODY_SECONDS: Final = 20.0
DRAFT_SECONDS: Final = 120.0
"""What a body gets to arrive."""
ANSWER_SECONDS: Final = 60.0
"""What an answer gets to begin, once the body is there."""
_TOO_LONG_ADDRESS: Final = "This address is too long."
_TOO_LARGE: Final = "That is more than may be sent here."
_TOO_SLOW: Final = "That took too long to arrive."
_TOO_LONG: Final = "This took too long. Please try again in a moment, or ask for less."


class Bounds:
    """Answers 413, 414, 408 and 503 to requests that bring too much or take too long; drafts have `most` bytes."""

    def __init__(
        self,
        app: ASGIApp,
        most: int,
        metrics: Metrics,
        *,
        body_s: tuple[float, float] = (BODY_SECONDS, DRAFT_SECONDS),
        answer_s: float = ANSWER_SECONDS,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._most = {False: SMALL, True: most + AROUND}
        self._body_s = dict(zip((False, True), body_s, strict=True))
        self._answer_s = answer_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        draft = scope["path"] in paths.DRAFTS
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
            await self._refused(scope, 414, _TOO_LONG_ADDRESS)(scope, receive, send)
        elif _announced(scope) > self._most[draft]:
            await self._refused(scope, 413, _TOO_LARGE)(scope, receive, send)
        else:
            await self._within(draft, scope, receive, send)

    async def _within(self, draft: bool, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False
        try:
            async with asyncio.timeout(None) as answering:
                body = Body(receive, self._most[draft], self._body_s[draft], answering, self._answer_s)

                async def sending(message: Message) -> None:
                    nonlocal begun
                    begun = True
                    answering.reschedule(None)
                    await send(message)

                await self._app(scope, body.receive, sending)
        except TimeoutError:
            if begun:
                raise
            await self._refused(scope, 503, _TOO_LONG)(scope, receive, send)

    def _refused(self, scope: Scope, status: int, detail: str) -> Response:
        self._metrics.refused("slow" if status == HTTPStatus.SERVICE_UNAVAILABLE else "size")
        headers = {"Connection": "close", "Retry-After": str(problems.RETRY_SECONDS)}
        return problems.problem(Request(scope), status, detail, headers)


class Body:
    """What a request brings, counted and timed as it is read; the answer's time begins when all of it is there."""

    def __init__(
        self, receive: Receive, most: int, seconds: float, answering: asyncio.Timeout, answer_s: float
    ) -> None:
        self._receive = receive
        self._left = most
        self._answering = answering
        self._answer_s = answer_s
        self._arrived = False
        loop = asyncio.get_running_loop()
        self._until = loop.time() + seconds
        answering.reschedule(self._until + answer_s)

    async def receive(self) -> Message:
        """The next part; raises an `HTTPException` where there is too much of it, or too late."""
        if self._arrived:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, _TOO_SLOW, {"Connection": "close"}) from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, _TOO_LARGE, {"Connection": "close"})
        self._arrived = not message.get("more_body", False)
        if self._arrived and self._answering.when() is not None:
            self._answering.reschedule(asyncio.get_running_loop().time() + self._answer_s)
        return message


def _announced(scope: Scope) -> int:
    """The bytes that a request says it brings; what it doesn't say is counted as it comes."""
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0
