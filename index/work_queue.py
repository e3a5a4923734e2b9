"""Blocking work on the archive, off the event loop: so many at once, so many waiting, and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from index.errors import QueueFullError

Result = TypeVar("Result")


class WorkQueue:
    """Runs at most `workers` calls at once and lets at most `waiting` more wait; beyond that it refuses.

    A place is free again when its call has ended, not when nobody waits for it any more. `name` is how the names of
    its threads begin.
    """

    def __init__(self, workers: int, waiting: int, name: str = "archive") -> None:
        self._places = workers + waiting
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._running: set[Future[Any]] = set()

    @property
    def length(self) -> int:
        """How many calls run or wait."""
        return len(self._running)

    @property
    def idle(self) -> bool:
        return not self._running

    @property
    def full(self) -> bool:
        return len(self._running) >= self._places

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`; raises `QueueFullError` at once when every place is taken."""
        if self.full:
            raise QueueFullError("too many are asking at once; please try again in a moment", shown=True)
        future = self._pool.submit(work)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Drops what waits; what runs is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)
