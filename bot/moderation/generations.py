"""What moderators do with generations: status, reindex, report. Whoever acts is checked and noted."""

from __future__ import annotations

import asyncio
import io
import logging
import time
from typing import Final

import discord

import index
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.moderation import report_texts, status_card
from bot.moderation.permission import Permission
from bot.moderation.progress_message import ProgressMessages
from bot.moderation.telling import is_cancelled_by
from bot.moderation.wording import moment
from bot.services import Services
from bot.ui import components, respond
from bot.ui.respond import Interaction

log = logging.getLogger(__name__)

_NOT_ALLOWED: Final = (
    "I'm not allowed to write in this channel. Give me the permission Send Messages, or use another channel."
)
_ASKED: Final = 10
_ASK_EVERY_SECONDS: Final = 0.05


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
        await respond.say(interaction, [status_card.draw(status, holdings, scope, self._services.commands)])

    async def reindex(self, interaction: Interaction, force: bool) -> None:
        asker = await self._permission.admit(interaction, "reindex --force" if force else "reindex")
        channel = _channel(interaction)
        try:
            async with self._starting:  # whoever is second is told who was first
                reindex = await asyncio.to_thread(lambda: self._engine.start(force=force))
                place = await self.progress.intend(channel.id, reindex, asker=asker.user, asked=interaction.id)
        except index.BusyError as error:
            log.info("a second reindex was refused: %s", error)  # whoever runs the machine finds more here
            await respond.say(interaction, [await self._busy()], failed=True)
            return
        try:
            await self.progress.post(channel, reindex, place)
        except (discord.Forbidden, discord.NotFound) as error:
            await asyncio.to_thread(reindex.cancel)
            raise RefusedError(_NOT_ALLOWED) from error
        line = "Started. A message in this channel shows the progress; searches keep working meanwhile."
        await respond.say(interaction, [line])

    async def cancel(self, interaction: Interaction, what: str) -> None:
        await self._permission.admit(interaction, "cancel")
        running = await asyncio.to_thread(self._engine.find)
        step = await asyncio.to_thread(running.step) if running else None
        if running is None or step is None or step.ended is not None or not is_cancelled_by(step, what):
            await self.progress.settle(interaction.message)
            raise RefusedError("That reindex has already ended.")
        try:
            await asyncio.to_thread(running.cancel)
        except index.BusyError as error:
            log.info("a reindex can't be stopped from here: %s", error)
            raise RefusedError("That reindex can only be stopped where it was started.") from error
        await respond.say(interaction, ["Stopping. What has been embedded is kept for the next reindex."])

    async def report(self, interaction: Interaction, generation: int | None) -> None:
        asker = await self._permission.admit(interaction, "report", _number(generation))
        found = await asyncio.to_thread(self._engine.report, generation)
        scope = self._services.access.scope(asker, private=True)
        name = f"report-{found.generation}.txt"
        file = discord.File(io.BytesIO(report_texts.full(found, scope).encode("utf-8", "replace")), name)
        texts = [report_texts.summary(found, scope), *report_texts.to_mend(found, scope, self._services.commands)]
        view = components.notice(texts, files=[name], failed=found.fault is not None)
        await respond.fill(interaction, view, [file])

    async def _busy(self) -> str:
        """Why there can be no reindex now: nothing of the machine, and a moderator where one began it in Discord."""
        step = await asyncio.to_thread(self._running)
        if step is None:
            return "A reindex is running, or has just ended. Please try again in a moment."
        asker = await self.progress.asker(step)
        by = f" by <@{asker}>" if asker else ""
        return f"A reindex is running, started {moment(step.since)}{by}. Please wait until it is done."

    def _running(self) -> index.Step | None:
        """The reindex that has the lock; whoever has just taken it may say so only a moment later."""
        for _ in range(_ASKED):
            running = self._engine.find()
            if running is not None:
                return running.step()
            time.sleep(_ASK_EVERY_SECONDS)
        return None


def _channel(interaction: Interaction) -> discord.abc.MessageableChannel:
    """Where the message will be; raises `RefusedError` where the bot may not write."""
    channel, may = interaction.channel, interaction.app_permissions
    if not isinstance(channel, discord.abc.Messageable):
        raise RefusedError("I can't write messages here. Please use a text channel.")
    writes = may.send_messages_in_threads if isinstance(channel, discord.Thread) else may.send_messages
    if interaction.guild_id is not None and not (may.view_channel and writes):
        raise RefusedError(_NOT_ALLOWED)
    return channel


def _number(generation: int | None) -> str | None:
    return None if generation is None else str(generation)
