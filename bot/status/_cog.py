"""`/archive status`: what is being searched, for everyone, seen by the asker only."""

from __future__ import annotations

import discord
from discord import app_commands

from bot import render
from bot.access import asker_of
from bot.client import DatelineClient
from bot.status import card

Interaction = discord.Interaction[DatelineClient]

archive = app_commands.Group(name="archive", description="The archive that is searched here")


def install(client: DatelineClient) -> None:
    """Adds the command to the bot."""
    client.tree.add_command(archive)


@archive.command(name="status", description="What the archive holds, and when it was last indexed")
async def status_command(interaction: Interaction) -> None:
    await interaction.response.defer(thinking=True, ephemeral=True)
    client = interaction.client
    hidden = client.access.hidden(asker_of(interaction), private=True)
    archive = client.archive
    status, holdings = await client.look_ups.run(lambda: (archive.status(), archive.holdings(hidden)))
    view = render.notice([card.draw(status, holdings)])
    await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())
