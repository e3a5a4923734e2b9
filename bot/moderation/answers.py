"""How moderators are answered: with buttons, in red for what failed, and with what an answer waits for meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

import discord

from bot import errors
from bot.ui import components, respond
from bot.ui.components import Control
from bot.ui.respond import Interaction

Result = TypeVar("Result")

PATIENCE_SECONDS: Final = 1.5
"""How long the bot only "is thinking"."""


async def say(
    interaction: Interaction, texts: Iterable[str], controls: Iterable[Control] = (), *, failed: bool = False
) -> None:
    """Fills in what was deferred with texts and a row of buttons."""
    await respond.fill(interaction, components.notice(texts, [controls], failed=failed))


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
                await say(self._interaction, [line])
        return await task


@asynccontextmanager
async def waiting(interaction: Interaction) -> AsyncIterator[Waiting]:
    """An answer that says what it waits for; a fault takes the place of what was said."""
    answer = Waiting(interaction)
    try:
        yield answer
    except Exception as error:
        if not answer.told:
            raise
        await say(interaction, [errors.line_for(error)], failed=True)
