"""`/help`: how to search here, seen by who asks only, with searches to try."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any, Final

from discord import app_commands

import index
from bot.access import asker_of
from bot.client import DatelineClient
from bot.errors import BusyError
from bot.help import examples, guide
from bot.services import Services
from bot.ui import components, respond
from bot.ui.respond import Interaction

AnyCommand = app_commands.Command[Any, ..., Any]

_WITHIN_SECONDS: Final = 1.5
"""What finding searches to try may take, that the answer comes within Discord's three seconds."""


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command and its buttons to the bot."""

    @app_commands.command(name="help", description="How to search here, and what the buttons do")
    async def show(interaction: Interaction) -> None:
        moderator = services.access.moderates(asker_of(interaction))
        commands = [command for command in _commands(client) if command is not show]
        members = _named(services, (one for one in commands if not _is_for_moderators(one)))
        moderators = _named(services, (one for one in commands if moderator and _is_for_moderators(one)))
        drawn = guide.draw(members, moderators, mentions=services.settings.mentions)
        buttons = examples.buttons(await _examples(services, interaction))
        await respond.send(interaction, components.notice([drawn], [buttons]), private=True)

    async def run(interaction: Interaction, match: re.Match[str]) -> None:
        await services.hooks.search(interaction, match["text"])

    client.tree.add_command(show)
    client.add_presses(examples.TEMPLATE, run)


async def _examples(services: Services, interaction: Interaction) -> list[str]:
    """Searches that find something of what the asker may see; none where that takes long or fails."""
    archive, scope = services.archive, services.access.scope(asker_of(interaction), private=True)
    try:
        async with asyncio.timeout(_WITHIN_SECONDS):
            return await services.look_ups.run(
                lambda: examples.found_by(archive.holdings(scope), archive.named("", scope))
            )
    except (index.DatelineError, BusyError, TimeoutError):
        return []


def _named(services: Services, commands: Iterator[AnyCommand]) -> list[tuple[str, str]]:
    return [(one.qualified_name, services.commands.mention(one.qualified_name)) for one in commands]


def _commands(client: DatelineClient) -> Iterator[AnyCommand]:
    """Every command, those in groups included."""
    for command in client.tree.walk_commands():
        if not isinstance(command, app_commands.Group):
            yield command


def _is_for_moderators(command: AnyCommand) -> bool:
    """Whether Discord offers the command only to people with certain permissions."""
    owners = (command, command.root_parent)
    return any(owner is not None and owner.default_permissions is not None for owner in owners)
