"""Erasing a document for good: asked twice, checked at every press, and noted. What it takes is listed first."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass
from typing import Final

import index
from bot.access import Asker
from bot.errors import RefusedError
from bot.moderation import erase_texts
from bot.moderation.permission import Permission
from bot.services import Services
from bot.timed_cache import TimedCache
from bot.ui import respond
from bot.ui.components import Control
from bot.ui.respond import Interaction

log = logging.getLogger(__name__)

MAX_WAITING: Final = 32
LIFETIME_SECONDS: Final = 15 * 60.0
"""How long a question waits to be answered; as long as Discord lets its message be changed."""
FOLLOW_SECONDS: Final = 10 * 60.0
"""How long the answer waits for the index to be built anew."""
STEP_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a moderator was asked: what would be gone, and the reason they gave; `sure` if they have said yes once."""

    person: int
    found: index.Erasable
    why: str
    sure: bool = False


class Erase:
    """The answers, seen by who asked alone."""

    def __init__(self, services: Services, permission: Permission) -> None:
        self._services = services
        self._engine = services.engine
        self._permission = permission
        self._asked: TimedCache[str, _Asked] = TimedCache(MAX_WAITING, LIFETIME_SECONDS, services.clock)
        services.hooks.forget.append(self._forget)
        services.hooks.expire.append(self._expire)

    async def ask(self, interaction: Interaction, path: str, why: str) -> None:
        """Says what would be gone, and asks for the first time."""
        asker = await self._permission.admit(interaction, "erase", path, why)
        found = await self._look(asker, path)
        token = self._keep(_Asked(asker.user, found, index.one_line(why)))
        await respond.say(interaction, [erase_texts.would_be_gone(found)], [Control(f"ra:erase:{token}", "Erase it …")])

    async def ask_again(self, interaction: Interaction, token: str) -> None:
        """Asks for the second time."""
        _, asked = await self._pressed(interaction, token, "erase, asked again", sure=False)
        token = self._keep(_Asked(asked.person, asked.found, asked.why, sure=True))
        line = erase_texts.really(asked.found, asked.why)
        await respond.say(interaction, [line], [Control(f"ra:gone:{token}", "Yes, erase it for good")])

    async def erase(self, interaction: Interaction, token: str) -> None:
        """Erases, and tells how it ended."""
        asker, asked = await self._pressed(interaction, token, "erase, confirmed", sure=True)
        path = asked.found.path
        if (await self._look(asker, path)).digests != asked.found.digests:
            raise RefusedError("What would be gone has changed since you were asked. Please use /archive erase again.")
        scope = self._services.access.scope(asker, private=True)
        eraser = self._engine.eraser()
        done = await asyncio.to_thread(lambda: eraser.begin(path, asked.why, scope))
        if not done.done:
            await respond.say(interaction, [erase_texts.going_on(done)])
            await self._reindexed()
            done = await asyncio.to_thread(eraser.outcome, path)
        await respond.say(interaction, [erase_texts.ended(done)])

    async def resume(self) -> None:
        """Finishes what was begun before the bot was restarted."""
        try:
            if await asyncio.to_thread(self._engine.eraser().unfinished):
                await asyncio.to_thread(lambda: self._engine.find() or self._engine.start(force=False))
        except index.DatelineError as error:
            log.error("an erasure that was begun can't be finished now: %s", error)  # noqa: TRY400 (a traceback says no more)

    async def _look(self, asker: Asker, path: str) -> index.Erasable:
        scope = self._services.access.scope(asker, private=True)
        return await asyncio.to_thread(lambda: self._engine.eraser().look(path, scope))

    async def _reindexed(self) -> None:
        """Builds the index anew, and waits for that as long as the answer can be changed."""
        reindex = await asyncio.to_thread(lambda: self._engine.start(force=False))
        for _ in range(int(FOLLOW_SECONDS / STEP_SECONDS)):
            if (await asyncio.to_thread(reindex.step)).ended is not None:
                return
            await asyncio.sleep(STEP_SECONDS)

    def _keep(self, asked: _Asked) -> str:
        token = secrets.token_hex(8)
        self._asked[token] = asked
        return token

    async def _pressed(self, interaction: Interaction, token: str, action: str, *, sure: bool) -> tuple[Asker, _Asked]:
        """Whoever pressed, and what they were asked, once; whatever comes of it, the press is noted."""
        asked = self._asked.get(token)
        mine = asked if asked is not None and (asked.person, asked.sure) == (interaction.user.id, sure) else None
        path, why = (mine.found.path, mine.why) if mine else (None, None)
        asker = await self._permission.admit(interaction, action, path, why)
        if mine is None or self._asked.pop(token, None) is None:
            raise RefusedError("I no longer know what that was about. Please use /archive erase again.")
        return asker, mine

    def _forget(self, person: int) -> None:
        for token in [token for token, asked in self._asked.items() if asked.person == person]:
            self._asked.pop(token, None)

    def _expire(self) -> None:
        self._asked.expire()
