"""Erasing a document for good: asked twice, checked at every press, and noted. What it takes is listed first."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

import index
from bot.access import Asker
from bot.errors import RefusedError
from bot.moderation import erase_texts
from bot.moderation.permission import Permission
from bot.moderation.questions import Questions
from bot.services import Services
from bot.ui import respond
from bot.ui.components import Control
from bot.ui.respond import Interaction

log = logging.getLogger(__name__)

FOLLOW_SECONDS: Final = 10 * 60.0
"""How long the answer waits for the index to be built anew."""
STEP_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """What would be gone, and the reason that was given."""

    found: index.Erasable
    why: str

    @property
    def what(self) -> str:
        return self.found.path


class Erase:
    """The answers, seen by who asked alone."""

    def __init__(self, services: Services, permission: Permission) -> None:
        self._services = services
        self._engine = services.engine
        self._permission = permission
        self._first: Questions[_Asked] = Questions(services, permission, "archive erase")
        self._second: Questions[_Asked] = Questions(services, permission, "archive erase")

    async def ask(self, interaction: Interaction, path: str, why: str) -> None:
        """Says what would be gone, and asks for the first time."""
        asker = await self._permission.admit(interaction, "erase", path, why)
        found = await self._look(asker, path)
        token = self._first.ask(asker, _Asked(found, index.one_line(why)))
        await respond.say(interaction, [erase_texts.would_be_gone(found)], [Control(f"ra:erase:{token}", "Erase it …")])

    async def ask_again(self, interaction: Interaction, token: str) -> None:
        """Asks for the second time."""
        asker, asked = await self._first.answered(interaction, token, "erase, asked again")
        button = Control(f"ra:gone:{self._second.ask(asker, asked)}", "Yes, erase it for good", style="danger")
        await respond.say(interaction, [erase_texts.really(asked.found, asked.why)], [button])

    async def erase(self, interaction: Interaction, token: str) -> None:
        """Erases, and tells how it ended."""
        asker, asked = await self._second.answered(interaction, token, "erase, confirmed")
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
        await respond.say(interaction, [erase_texts.ended(done, self._services.commands)], failed=not done.done)

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
