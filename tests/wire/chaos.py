"""Requests that Discord fails: refused for their rate, failed inside, or held back until they are let go."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from aiohttp import web

from tests.wire.signals import Signal

RETRY_AFTER_S: Final = 0.05

When = Literal["before", "after"]


class Hold:
    """A request that has its effect and gets no answer until `release`."""

    def __init__(self) -> None:
        self.released = asyncio.Event()
        self._signal = Signal()
        self._taken = False

    def take(self) -> None:
        """The request has come."""
        self._taken = True
        self._signal.changed()

    async def taken(self) -> None:
        """Returns when the request has come."""
        await self._signal.until(lambda: self._taken, "the request that is to be held")

    def release(self) -> None:
        self.released.set()


@dataclass
class _Planned:
    when: When
    path: re.Pattern[str]
    times: int = 1
    status: int = 0
    hold: Hold | None = None


class Chaos:
    """What is to go wrong next. Paths are searched for as regular expressions."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self.failed = 0
        """Requests failed so far."""

    def fail(self, status: int, path: str = "", times: int = 1) -> None:
        """The next `times` requests whose path matches are answered with this status, and do nothing."""
        self._planned.append(_Planned("before", re.compile(path), times, status))

    def lose(self, path: str) -> None:
        """The next request whose path matches has its effect, and is answered as if Discord had failed."""
        self._planned.append(_Planned("after", re.compile(path), status=500))

    def hold(self, path: str) -> Hold:
        """The next request whose path matches has its effect, and its answer is kept back until it is released."""
        hold = Hold()
        self._planned.append(_Planned("after", re.compile(path), hold=hold))
        return hold

    def before(self, path: str) -> web.Response | None:
        """The failure that this request meets instead of having an effect, if one is planned."""
        planned = self._take("before", path)
        return self._fail(planned) if planned else None

    async def after(self, path: str, response: web.Response) -> web.Response:
        """The answer that this request gets in the end."""
        planned = self._take("after", path)
        if planned is None:
            return response
        if planned.hold is None:
            return self._fail(planned)
        planned.hold.take()
        await planned.hold.released.wait()
        return response

    def _take(self, when: When, path: str) -> _Planned | None:
        for planned in self._planned:
            if planned.times and planned.when == when and planned.path.search(path):
                planned.times -= 1
                return planned
        return None

    def _fail(self, planned: _Planned) -> web.Response:
        self.failed += 1
        return _failure(planned.status)


def _failure(status: int) -> web.Response:
    body: dict[str, Any] = {"message": f"{status}: failed on purpose", "code": 0}
    headers = {}
    if status == 429:
        body = {"message": "You are being rate limited.", "retry_after": RETRY_AFTER_S, "global": False}
        # Without Via discord.py takes it for a ban by Cloudflare and doesn't try again.
        headers = {"Via": "1.1 google", "X-RateLimit-Scope": "user", "Retry-After": "1"}
    return answer(body, status, headers)


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with exactly the Content-Type that discord.py looks for."""
    response = web.json_response(body, status=status, headers=headers)
    response.headers["Content-Type"] = "application/json"
    return response
