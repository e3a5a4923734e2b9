"""`/verify` and *Check the quotations* in the menu of a message: whether what is quoted is in the archive."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import discord
from discord import app_commands

import index
from bot.access import MINUTE, asker_of
from bot.client import DatelineClient
from bot.errors import BusyError, RefusedError
from bot.services import Services
from bot.ui.respond import Interaction
from bot.verify import check as checks
from bot.verify import custom_ids, drafts
from bot.verify.buttons import VerifyButtons
from bot.verify.check import Check
from bot.verify.drafts import Drafts
from bot.verify.kept_checks import kept_checks
from bot.verify.verifying import Memory, Verifying

_ONE_OF_TWO = "Give me a quotation or a file to check: one of the two."


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command, the message menu's entry and the buttons to the bot."""
    verifying, reading = Verifying(services, _memory(services)), Drafts(services)
    client.tree.add_command(_command(services, verifying, reading))
    client.tree.add_command(_menu(verifying, reading))
    client.add_presses(custom_ids.TEMPLATE, VerifyButtons(services, verifying).press)


def _memory(services: Services) -> Memory:
    """What is kept of checks: bounded, dropped in time, and erased with who checked."""
    settings = services.settings
    bounds = settings.kept_answers, settings.result_minutes * MINUTE, services.clock
    memory = Memory(index.TimedCache(*bounds), kept_checks(services.data, *bounds))

    async def forget(person: int) -> None:
        memory.forget(person)
        await services.look_ups.run(lambda: memory.checks.forget(person))

    async def expire() -> None:
        memory.found.expire()
        with suppress(index.DatelineError, BusyError):  # the next minute tries again
            await services.look_ups.run(memory.checks.expire)

    services.hooks.forget.append(forget)
    services.hooks.expire.append(expire)
    return memory


def _command(services: Services, verifying: Verifying, reading: Drafts) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="verify", description="Is this quotation real? Whether the archive has these words")
    @app_commands.describe(
        quotation="The words that are quoted",
        file="A draft whose quotations are checked: a .txt, .md, .html or .docx file",
    )
    async def verify(
        interaction: Interaction,
        quotation: app_commands.Range[str, 1, index.MAX_CHARACTERS] | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        asker = asker_of(interaction)
        if quotation is not None and file is None:
            await verifying.answer(interaction, lambda _: _given(asker.user, quotation))
        elif file is not None and quotation is None:
            drafts.refuse(file, services.engine.most_bytes())
            async with verifying.draft(asker):
                await verifying.answer(interaction, lambda scope: reading.of_file(asker.user, file, scope))
        else:
            raise RefusedError(_ONE_OF_TWO)

    return verify


async def _given(asker: int, quotation: str) -> Check:
    return checks.of_text(asker, quotation.strip())


def _menu(verifying: Verifying, reading: Drafts) -> app_commands.ContextMenu:
    @app_commands.context_menu(name="Check the quotations")
    async def check(interaction: Interaction, message: discord.Message) -> None:
        """Checks what a message quotes; seen by the asker only, as it is somebody else's message."""
        asker = asker_of(interaction)
        async with verifying.draft(asker):
            await verifying.answer(interaction, lambda scope: reading.of_message(asker.user, message, scope))

    return check
