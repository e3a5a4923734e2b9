"""The engine's queue of blocking work, which refuses in the bot's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import index
from bot.errors import BusyError

Result = TypeVar("Result")


class WorkQueue(index.WorkQueue):
    """Runs at most `workers` calls at once and lets at most `waiting` more wait; beyond that it refuses."""

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`; raises `BusyError` at once when every place is taken."""
        if self.full:
            raise BusyError
        return await super().run(work)
