"""`/archive status`: what is being searched, seen by the asker only."""

from __future__ import annotations

import discord

from bot import render
from bot.access import asker_of
from bot.client import DatelineClient
from bot.status import card

Interaction = discord.Interaction[DatelineClient]


async def show_status(interaction: Interaction) -> None:
    """Answers with what the asker may see of it."""
    await interaction.response.defer(thinking=True, ephemeral=True)
    client = interaction.client
    hidden = client.access.hidden(asker_of(interaction), private=True)
    archive = client.archive
    status, holdings = await client.look_ups.run(lambda: (archive.status(), archive.holdings(hidden)))
    view = render.notice([card.draw(status, holdings)])
    await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())
