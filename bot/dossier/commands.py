"""`/dossier` and `/forget-me`: what a person keeps in a server, shown to nobody else."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from discord import app_commands

import index
from bot.client import DatelineClient
from bot.dossier import custom_ids, exports, forgetting
from bot.dossier.buttons import DossierButtons
from bot.dossier.dossiers import Dossiers
from bot.errors import BusyError
from bot.services import Services
from bot.ui import completion, respond
from bot.ui.respond import Interaction

_MAX_ID = 40


def install(client: DatelineClient, services: Services) -> None:
    """Adds the commands, the buttons, selects and forms, and the keeping of citations to the bot."""
    dossiers = Dossiers(services)
    forget_me = forgetting.ForgetMe(services, dossiers)
    buttons = DossierButtons(dossiers, forget_me)
    services.hooks.keep = dossiers.keep
    services.hooks.forget.append(dossiers.forget)
    services.hooks.expire.append(lambda: _purge(services, dossiers))
    client.tree.add_command(_group(dossiers))
    client.tree.add_command(forget_me.command())
    client.add_presses(custom_ids.TURN, buttons.turn)
    client.add_presses(custom_ids.JUMP, buttons.jump)
    client.add_presses(custom_ids.ACTION, buttons.act)


async def _purge(services: Services, dossiers: Dossiers) -> None:
    with suppress(index.DatelineError, BusyError):  # the next minute tries again
        await services.look_ups.run(dossiers.kept.purge)


def _group(dossiers: Dossiers) -> app_commands.Group:
    """The commands of a dossier."""
    group = app_commands.Group(name="dossier", description="The citations you keep in this server")

    @group.command(name="show", description="Your dossier, and whether its sources still say what you keep")
    async def show(interaction: Interaction) -> None:
        dossiers.count(interaction)
        await respond.defer(interaction)
        await dossiers.show(interaction, 1)

    @group.command(name="remove", description="Take a citation out of your dossier; this can be undone")
    @app_commands.rename(passage="id")
    @app_commands.describe(passage="The passage's id")
    async def remove(interaction: Interaction, passage: app_commands.Range[str, 1, _MAX_ID]) -> None:
        dossiers.count(interaction)
        await respond.defer(interaction)
        await dossiers.remove(interaction, passage.strip().lower(), custom_ids.ALONE)

    @remove.autocomplete("passage")
    async def complete(interaction: Interaction, typed: str) -> completion.Choices:
        return await dossiers.complete(interaction, typed)

    @group.command(name="clear", description="Empty your dossier in this server; asks first, and can be undone")
    async def clear(interaction: Interaction) -> None:
        await respond.defer(interaction)
        await dossiers.ask_to_clear(interaction)

    @group.command(name="export", description="Your dossier as a file")
    @app_commands.rename(wanted="format")
    @app_commands.describe(wanted="The format of the file")
    @app_commands.choices(wanted=[app_commands.Choice(name=name, value=form) for form, name in exports.CHOICES.items()])
    async def export(interaction: Interaction, wanted: app_commands.Choice[str]) -> None:
        dossiers.count(interaction)
        await respond.defer(interaction)
        await dossiers.export(interaction, cast("exports.Wanted", wanted.value))

    return group
