"""New documents are held against the watches, and what matches is noted, to be told when it is due."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import index
from bot.watch import wording
from bot.watch.kept import Kept
from bot.watch.makers import Makers
from bot.watch.places import LATER, LostError, Places

log = logging.getLogger(__name__)


class Holding:
    """Looks for a generation that watches were not held against yet."""

    def __init__(self, kept: Kept, places: Places, makers: Makers) -> None:
        self._kept = kept
        self._places = places
        self._makers = makers

    async def hold(self) -> None:
        """Holds what is new against every watch that runs, each within what may be seen where it tells.

        Raises one of `LATER` where Discord can't say that of a place now; the others are seen to all the same.
        """
        behind = await self._kept.behind()
        scopes, fault = await self._scopes(behind)
        pairs = [(watch, scopes[watch.token]) for watch in behind if watch.token in scopes]
        if pairs:
            await self._say(behind, *await self._kept.check(pairs))
        if fault is not None:
            raise fault

    async def _scopes(self, watches: Sequence[index.Watch]) -> tuple[dict[str, index.Scope], Exception | None]:
        """What may be seen where each watch tells; those that can't tell anything any more are paused."""
        scopes: dict[str, index.Scope] = {}
        later: Exception | None = None
        for watch in watches:
            try:
                scopes[watch.token] = (await self._places.of(watch)).scope
            except LostError as lost:
                await self._makers.pause(watch, str(lost))
            except LATER as fault:
                later = fault
        return scopes, later

    async def _say(self, watches: Sequence[index.Watch], checks: Sequence[index.WatchCheck], noted: set[str]) -> None:
        """Logs numbers and no words, since what people watch for is theirs; tells them what could not be compared."""
        mine = [check for check in checks if check.watch in noted]
        found = sum(len(check.matches) for check in mine)
        log.info("%d watches were held against what is new, which matched %d times", len(mine), found)
        warnings = {check.watch: check.chat_warnings[0] for check in mine if check.chat_warnings}
        told: set[int] = set()
        for watch in watches:
            if watch.token in warnings and watch.person not in told:
                told.add(watch.person)
                await self._makers.tell(watch, wording.told_of_gap(watch, warnings[watch.token]))
