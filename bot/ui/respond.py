"""How the bot answers interactions and messages: deferring, filling in, editing. Nothing it sends can ping anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import discord
from discord import ui
from discord.utils import MISSING

from bot.ui import components, limits
from bot.ui.components import Control

Interaction = discord.Interaction[Any]

NO_MENTIONS: Final = discord.AllowedMentions.none()
"""Goes with every message."""


def is_private(interaction: Interaction) -> bool:
    """Whether nobody but the presser sees the message that a button is on."""
    return interaction.guild_id is None or (interaction.message is not None and interaction.message.flags.ephemeral)


def too_late(error: BaseException) -> bool:
    """Whether Discord refused because the interaction has expired or was answered already."""
    if isinstance(error, discord.InteractionResponded):
        return True
    return isinstance(error, discord.HTTPException) and error.code in limits.TOO_LATE_CODES


async def defer(interaction: Interaction, *, private: bool = True) -> None:
    """The bot "is thinking"; what is filled in later is seen by whoever sees this."""
    await interaction.response.defer(thinking=True, ephemeral=private)


async def defer_press(interaction: Interaction) -> None:
    """A message that only the presser sees will be changed in place; below any other, a private one will come."""
    if is_private(interaction):
        await interaction.response.defer()
    else:
        await defer(interaction)


async def fill(interaction: Interaction, view: ui.LayoutView, files: Sequence[discord.File] | None = None) -> None:
    """Fills in what was deferred; `files` replace those of the message, None leaves them."""
    attachments = MISSING if files is None else files
    await interaction.edit_original_response(view=view, attachments=attachments, allowed_mentions=NO_MENTIONS)


async def send(interaction: Interaction, view: ui.LayoutView, *, private: bool) -> None:
    """A message of its own, or what fills in the one that was deferred."""
    if interaction.response.is_done():
        await fill(interaction, view)
    else:
        await interaction.response.send_message(view=view, ephemeral=private, allowed_mentions=NO_MENTIONS)


async def update(interaction: Interaction, view: ui.LayoutView) -> None:
    """Changes the message that the pressed button is on."""
    if interaction.response.is_done():
        await fill(interaction, view)
    else:
        await interaction.response.edit_message(view=view, allowed_mentions=NO_MENTIONS)


async def post(interaction: Interaction, view: ui.LayoutView) -> None:
    """A message for the whole channel, after an answer that was deferred for the presser alone.

    While that is awaited a followup would take its place and be as private, so it is settled first.
    """
    await fill(interaction, components.notice(["Posted."]))
    await interaction.followup.send(view=view, ephemeral=False, allowed_mentions=NO_MENTIONS)
    await interaction.delete_original_response()


async def say(
    interaction: Interaction, texts: Iterable[str], controls: Iterable[Control] = (), *, failed: bool = False
) -> None:
    """Fills in what was deferred with texts and a row of buttons, in red for what failed."""
    await fill(interaction, components.notice(texts, [controls], failed=failed))


async def reply(
    message: discord.Message, content: str | None = None, *, view: ui.LayoutView | None = None
) -> discord.Message:
    """Answers a message, with its author not pinged either."""
    if view is not None:
        return await message.reply(view=view, mention_author=False, allowed_mentions=NO_MENTIONS)
    return await message.reply(content, mention_author=False, allowed_mentions=NO_MENTIONS)
