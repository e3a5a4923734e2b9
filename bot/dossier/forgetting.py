"""`/forget-me`: what is kept of a person is erased everywhere, once they have been told what that is and asked."""

from __future__ import annotations

import inspect
from typing import Any, Final

from discord import app_commands

import index
from bot.dossier import custom_ids, wording
from bot.dossier.dossiers import Dossiers
from bot.services import Services
from bot.ui import respond
from bot.ui.components import Control
from bot.ui.passages import counted
from bot.ui.respond import Interaction

_FORGOTTEN: Final = (
    "Everything I kept about you is erased: your dossiers and watches in every server, your searches, and what you "
    "were shown.\n"
    "-# How often you searched is forgotten within a minute."
)


class ForgetMe:
    """The command and its question."""

    def __init__(self, services: Services, dossiers: Dossiers) -> None:
        self._services = services
        self._dossiers = dossiers

    def command(self) -> app_commands.Command[Any, [], None]:
        description = "Erase everything I keep about you, in every server; asks first"

        @app_commands.command(name="forget-me", description=description)
        async def forget_me(interaction: Interaction) -> None:
            await respond.defer(interaction)
            await self.ask(interaction, await self._holding(interaction))

        return forget_me

    async def ask(self, interaction: Interaction, holding: index.Holding) -> None:
        """Says what would be erased, and asks."""
        owner = interaction.user.id
        forget = Control(
            custom_ids.action(custom_ids.FORGET, owner, about=holding.entries), "Erase everything", style="danger"
        )
        export = self._services.commands.mention("dossier export")
        await respond.say(interaction, [_question(holding, export)], [forget, wording.cancel(owner)])

    async def forget(self, interaction: Interaction, asked_of: int) -> None:
        """Erases all, if that is what was asked about; else asks again."""
        holding = await self._holding(interaction)
        if holding.entries != asked_of:
            await self.ask(interaction, holding)
            return
        for forget in self._services.hooks.forget:
            done = forget(interaction.user.id)
            if inspect.isawaitable(done):
                await done
        await respond.say(interaction, [_FORGOTTEN])

    async def _holding(self, interaction: Interaction) -> index.Holding:
        return await self._services.cites.run(lambda: self._dossiers.kept.holding(interaction.user.id))


def _question(holding: index.Holding, export: str) -> str:
    lines = [
        "**Erase everything I keep about you, in every server?** This can't be undone. It erases:",
        f"- your dossiers: {_dossiers(holding)}",
        "- your watches, so that they tell nothing any more",
        "- your searches, which the buttons below their answers need",
        "- which passages you were shown lately",
        f"-# {export} saves a dossier as a file first." if holding.entries else "",
    ]
    return "\n".join(line for line in lines if line)


def _dossiers(holding: index.Holding) -> str:
    if not holding.entries:
        return "they are empty"
    notes = f" and {counted(holding.notes, 'note')}" if holding.notes else ""
    return f"{counted(holding.entries, 'citation')}{notes} in {counted(holding.servers, 'server')}"
