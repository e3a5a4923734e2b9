"""Those who made watches: told in private what became of these."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import discord

import index
from bot.client import DatelineClient
from bot.errors import FAULTS
from bot.services import Services
from bot.ui import components
from bot.ui.respond import NO_MENTIONS
from bot.watch import wording
from bot.watch.kept import Kept

log = logging.getLogger(__name__)


class Makers:
    """Pauses what can't go on, and tells whose watch it was; `/watch list` says it as well."""

    def __init__(self, client: DatelineClient, services: Services, kept: Kept) -> None:
        self._client = client
        self._services = services
        self._kept = kept

    async def pause(self, watch: index.Watch, why: str) -> None:
        """Pauses a watch, unless another process was first, and tells whoever made it."""
        if await self._kept.pause(watch, why):
            log.warning("a watch was paused: %s", why, extra={"guild": watch.guild})
            await self.tell(watch, wording.told_of_pause(watch, why, self._server(watch), self._list))

    async def tell_unsure(self, watch: index.Watch) -> None:
        """Says that nobody knows whether what is new was told."""
        await self.tell(watch, wording.told_of_doubt(watch, self._server(watch)))

    async def tell(self, watch: index.Watch, lines: Sequence[str]) -> None:
        """A direct message; where that can't be sent, the log says so."""
        view = components.notice(lines, failed=True)
        try:
            channel = await self._client.create_dm(discord.Object(watch.person))
            await channel.send(view=view, allowed_mentions=NO_MENTIONS)
        except FAULTS as error:
            reason = index.one_line(str(error))
            log.warning("who made a watch could not be told of it (%s)", reason, extra={"guild": watch.guild})

    def _server(self, watch: index.Watch) -> str:
        guild = self._client.get_guild(watch.guild) if watch.guild is not None else None
        return guild.name if guild is not None else ""

    @property
    def _list(self) -> str:
        return self._services.commands.mention("watch list")
