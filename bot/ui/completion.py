"""Offers for an option that is being typed: answered in time, or with nothing, but never with an error."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

import discord
from discord import app_commands

import index
from bot import errors
from bot.client import DatelineClient
from bot.errors import RefusedError

log = logging.getLogger(__name__)

WITHIN_SECONDS: Final = 2.0
"""What finding the offers may take, that the answer comes within Discord's three seconds."""

Choices = list[app_commands.Choice[str]]


async def offer(interaction: discord.Interaction[DatelineClient], find: Callable[[], Choices]) -> Choices:
    """Answers with what `find` finds off the event loop, and returns it; nothing where that fails or takes too long."""
    choices = await _found(interaction.client, find)
    try:
        await interaction.response.autocomplete(choices)
    except discord.DiscordException as error:
        if not errors.too_late(error):
            log.warning("an option could not be completed", exc_info=error)
    return choices


async def _found(client: DatelineClient, find: Callable[[], Choices]) -> Choices:
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            return await client.look_ups.run(find)
    except (RefusedError, index.DatelineError, TimeoutError):
        return []
    except Exception as error:  # the last stop before discord.py, whose log would lack a number
        errors.line_for(error)
        return []
