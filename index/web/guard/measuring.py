"""How many answers there are, and how long they take to begin."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.web.metrics import Metrics


class Measuring:
    """Counts and times answers, those of the guard included."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.answered(message["status"], time.perf_counter() - begun)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)
