"""`/help`: how to search here, seen by who asks only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.access import asker_of
from bot.client import DatelineClient
from bot.help import guide
from bot.ui import components, respond

Interaction = discord.Interaction[DatelineClient]


def install(client: DatelineClient) -> None:
    """Adds the command to the bot."""
    client.tree.add_command(help_command)


@app_commands.command(name="help", description="How to search here, and what the buttons do")
async def help_command(interaction: Interaction) -> None:
    client = interaction.client
    commands = _usable(client, moderator=client.access.moderates(asker_of(interaction)))
    view = components.notice([guide.draw(commands, mentions=client.settings.mentions)])
    await respond.send(interaction, view, private=True)


def _usable(client: DatelineClient, *, moderator: bool) -> Iterator[tuple[str, str]]:
    """The commands but this one; those kept for moderators are told to them alone."""
    for command in client.tree.walk_commands():
        if isinstance(command, app_commands.Group) or command is help_command:
            continue
        if moderator or not _is_kept(command):
            yield f"/{command.qualified_name}", command.description


def _is_kept(command: app_commands.Command[Any, ..., Any]) -> bool:
    """Whether Discord offers the command only to people with certain permissions."""
    owners = (command, command.root_parent)
    return any(one is not None and one.default_permissions is not None for one in owners)
