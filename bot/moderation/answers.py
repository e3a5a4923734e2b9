"""How moderators are told what an answer waits for meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

import discord

from bot import errors
from bot.ui import respond
from bot.ui.respond import Interaction

Result = TypeVar("Result")

PATIENCE_SECONDS: Final = 1.5
"""How long the bot only "is thinking"."""


class Waiting:
    """An answer that is a while in coming, and says so; `told` once it has."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self.told = False

    async def during(self, line: str, work: Awaitable[Result]) -> Result:
        """The result of `work`; where that takes a while, `line` is shown meanwhile."""
        task = asyncio.ensure_future(work)
        await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
        if not task.done():
            self.told = True
            with contextlib.suppress(discord.HTTPException):  # the result counts, not what is said before it
                await respond.say(self._interaction, [line])
        return await task


@asynccontextmanager
async def waiting(interaction: Interaction) -> AsyncIterator[Waiting]:
    """An answer that says what it waits for; a fault takes the place of what was said."""
    answer = Waiting(interaction)
    try:
        yield answer
    except Exception as error:  # nothing is lost: the one handler has it, or its line takes the place of what was said
        if not answer.told:
            raise
        await respond.say(interaction, [errors.line_for(error)], failed=True)
