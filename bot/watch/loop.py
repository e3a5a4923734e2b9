"""The loop that looks for what is new to watches, and tells it."""

from __future__ import annotations

import logging
from typing import Final

from discord.ext import tasks

import index
from bot.client import DatelineClient
from bot.rest import Rest
from bot.watch.holding import Holding
from bot.watch.places import LATER
from bot.watch.posting import Posting

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS: Final = 20.0
"""It is a loop of discord.py's that looks: simulated Discords know that it waits."""
FIRST_REST: Final = 1
LONGEST_REST: Final = 60
"""Looks that are left out after a fault: the fewest and the most."""


class Loop:
    """Looks every few seconds; the next process of the bot goes on where this one left off."""

    def __init__(self, client: DatelineClient, holding: Holding, posting: Posting) -> None:
        self._client = client
        self._holding = holding
        self._posting = posting
        self._rest = Rest(FIRST_REST, LONGEST_REST)
        self._loop = tasks.loop(seconds=LOOK_EVERY_SECONDS)(self._look)
        self._loop.before_loop(client.wait_until_ready)

    async def begin(self) -> None:
        self._loop.start()

    def end(self) -> None:
        self._loop.cancel()

    async def _look(self) -> None:
        if not self._client.is_ready() or self._rest.goes_on():
            return
        fine = True
        for step in (self._posting.recover, self._holding.hold, self._posting.tell):
            try:
                await step()
            except LATER as error:
                log.warning("watches can't be seen to now (%s)", index.one_line(str(error)))
                fine = False
            except Exception:  # a bug costs some looks
                log.exception("watches can't be seen to now")
                fine = False
        if fine:
            self._rest.recovered()
        else:
            self._rest.after_fault()
