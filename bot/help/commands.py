"""`/help`: how to search here, seen by who asks only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import app_commands

from bot.access import asker_of
from bot.client import DatelineClient
from bot.help import guide
from bot.services import Services
from bot.ui import components, respond
from bot.ui.respond import Interaction

AnyCommand = app_commands.Command[Any, ..., Any]


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command to the bot."""

    @app_commands.command(name="help", description="How to search here, and what the buttons do")
    async def show(interaction: Interaction) -> None:
        moderator = services.access.moderates(asker_of(interaction))
        commands = [command for command in _commands(client) if command is not show]
        usable = [command for command in commands if moderator or not _is_for_moderators(command)]
        named = [(f"/{command.qualified_name}", command.description) for command in usable]
        drawn = guide.draw(named, mentions=services.settings.mentions)
        await respond.send(interaction, components.notice([drawn]), private=True)

    client.tree.add_command(show)


def _commands(client: DatelineClient) -> Iterator[AnyCommand]:
    """Every command, those in groups included."""
    for command in client.tree.walk_commands():
        if not isinstance(command, app_commands.Group):
            yield command


def _is_for_moderators(command: AnyCommand) -> bool:
    """Whether Discord offers the command only to people with certain permissions."""
    owners = (command, command.root_parent)
    return any(owner is not None and owner.default_permissions is not None for owner in owners)
