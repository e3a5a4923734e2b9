"""Waiting for a state instead of for a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

DEADLINE: Final = 30.0
"""Seconds after which a state will not come any more; far more than a busy machine needs."""


class Signal:
    """Wakes those who wait for a state whenever something has changed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def changed(self) -> None:
        """Something changed: every waiter looks again."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, state: Callable[[], bool], what: str, seconds: float = DEADLINE) -> None:
        """Returns when `state` is true; raises AssertionError that names `what` when it doesn't become so."""
        try:
            async with asyncio.timeout(seconds):
                while not state():
                    await self._event.wait()
        except TimeoutError:
            raise AssertionError(f"waited {seconds:g} s in vain for {what}") from None
