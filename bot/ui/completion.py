"""Offers for an option that is being typed: answered in time, or with nothing, but never with an error."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import discord
from discord import app_commands

import index
from bot import logs
from bot.ui import respond
from bot.ui.respond import Interaction

log = logging.getLogger(__name__)

WITHIN_SECONDS: Final = 2.0
"""What finding the offers may take, that the answer comes within Discord's three seconds."""

Choices = list[app_commands.Choice[str]]


class Queue(Protocol):
    """Runs work off the event loop, unless too much waits already."""

    @property
    def full(self) -> bool: ...

    def run(self, work: Callable[[], Choices], /) -> Awaitable[Choices]: ...


async def offer(interaction: Interaction, look_ups: Queue, find: Callable[[], Choices]) -> Choices:
    """Answers with what `find` finds off the event loop, and returns it; nothing where that fails or takes too long."""
    choices = await _found(look_ups, find)
    try:
        await interaction.response.autocomplete(choices)
    except discord.DiscordException as error:
        if not respond.too_late(error):
            log.warning("an option could not be completed", exc_info=error)
    return choices


async def _found(look_ups: Queue, find: Callable[[], Choices]) -> Choices:
    if look_ups.full:
        return []
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            return await look_ups.run(find)
    except (index.DatelineError, TimeoutError):
        return []
    except Exception as error:  # the last stop before discord.py, whose log would lack a number
        logs.incident(error)
        return []
