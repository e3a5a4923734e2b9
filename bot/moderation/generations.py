"""What moderators do with generations: status, reindex, report, rollback. Whoever acts is checked and noted."""

from __future__ import annotations

import asyncio
import io

import discord

import index
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.moderation import report_texts, status_card
from bot.moderation.permission import Permission
from bot.moderation.progress_message import ProgressMessages
from bot.services import Services
from bot.ui import components, respond
from bot.ui.respond import NO_MENTIONS, Interaction


class Generations:
    """The commands' answers. All but the message of a reindex are seen by who asked alone."""

    def __init__(self, client: DatelineClient, services: Services, permission: Permission) -> None:
        self._services = services
        self._engine = services.engine
        self._permission = permission
        self._starting = asyncio.Lock()
        self.progress = ProgressMessages(client, services)

    async def status(self, interaction: Interaction) -> None:
        asker = await self._permission.admit(interaction, "status")
        scope, archive = self._services.access.scope(asker, private=True), self._services.archive
        status, holdings = await self._services.look_ups.run(lambda: (archive.status(), archive.holdings(scope)))
        await respond.say(interaction, [status_card.draw(status, holdings, scope)])

    async def reindex(self, interaction: Interaction, force: bool) -> None:
        await self._permission.admit(interaction, "reindex --force" if force else "reindex")
        async with self._starting:
            await self._refuse_second()
            message = await _post(interaction)
            reindex = await asyncio.to_thread(lambda: self._engine.start(force=force))
            self.progress.begin(message, reindex)
        line = "Started. A message in the channel shows the progress; searches go on meanwhile."
        await respond.say(interaction, [line])

    async def cancel(self, interaction: Interaction, pid: str) -> None:
        await self._permission.admit(interaction, "cancel")
        running = await asyncio.to_thread(self._engine.find)
        if running is None or str((await asyncio.to_thread(running.step)).pid) != pid:
            raise RefusedError("That reindex has already ended.")
        await asyncio.to_thread(running.cancel)
        await respond.say(interaction, ["It will stop in a moment. What was embedded is kept for the next reindex."])

    async def report(self, interaction: Interaction, generation: int | None) -> None:
        asker = await self._permission.admit(interaction, "report", _number(generation))
        found = await asyncio.to_thread(self._engine.report, generation)
        scope = self._services.access.scope(asker, private=True)
        name = f"report-{found.generation}.txt"
        file = discord.File(io.BytesIO(report_texts.full(found, scope).encode("utf-8", "replace")), name)
        view = components.notice([report_texts.summary(found, scope)], files=[name])
        await respond.fill(interaction, view, [file])

    async def rollback(self, interaction: Interaction, generation: int | None) -> None:
        await self._permission.admit(interaction, "rollback", _number(generation))
        swap = await asyncio.to_thread(self._engine.rollback, generation)
        line = f"Generation {swap.generation} is now served instead of {swap.previous}."
        hint = "-# /archive rollback with a number goes back; a reindex makes a new one."
        await respond.say(interaction, [f"{line}\n{hint}"])

    async def _refuse_second(self) -> None:
        running = await asyncio.to_thread(self._engine.find)
        if running is not None:
            step = await asyncio.to_thread(running.step)
            since = f"{step.since:%-d} {index.MONTHS[step.since.month - 1]}, {step.since:%H:%M} UTC"
            raise RefusedError(f"A reindex has been running since {since}. Please wait until it is done.")


async def _post(interaction: Interaction) -> discord.Message:
    """The message that will tell how far the reindex is."""
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        raise RefusedError("I can't write messages here. Please use a text channel.")
    try:
        return await channel.send(view=components.notice(["**Reindexing** · Starting"]), allowed_mentions=NO_MENTIONS)
    except discord.Forbidden as error:
        raise RefusedError("I'm not allowed to write in this channel. Allow me to, or use another one.") from error


def _number(generation: int | None) -> str | None:
    return None if generation is None else str(generation)
