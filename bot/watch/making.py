"""Making a watch: where its maker may read and write, and the bot may, too."""

from __future__ import annotations

import datetime as dt
from typing import Final

import discord
from discord import app_commands

import index
from bot.access import asker_of
from bot.errors import RefusedError
from bot.services import Services
from bot.ui import respond
from bot.ui.components import Control
from bot.ui.respond import Interaction
from bot.watch import custom_ids, wording
from bot.watch.custom_ids import Page
from bot.watch.kept import Kept
from bot.watch.places import LostError, Places

Channel = app_commands.AppCommandChannel | app_commands.AppCommandThread
"""A channel as an option names it, with what its chooser may do there."""
KINDS: Final = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]
_THREADS: Final = frozenset(KINDS[-3:])
_MAY_NOT: Final = "You may not write in that channel, so I can't watch there for you."


class ChannelOption(app_commands.Transformer):
    """A channel in which messages can be written."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return KINDS

    async def transform(self, interaction: Interaction, value: Channel, /) -> Channel:
        return value


class Making:
    """Answers who watches for something, in private."""

    def __init__(self, services: Services, kept: Kept, places: Places) -> None:
        self._services = services
        self._kept = kept
        self._places = places

    async def watch(
        self, interaction: Interaction, text: str, since: dt.date | None = None, until: dt.date | None = None
    ) -> None:
        """Watches for what an answer is about, where it stands, and tells it after each reindex."""
        await self.add(interaction, index.Query(text=text, since=since, until=until), None, index.Rate.EACH)

    async def add(
        self, interaction: Interaction, query: index.Query, channel: Channel | None, rate: index.Rate
    ) -> None:
        """Makes a watch of the presser's own; raises `RefusedError`, `QueryError` and `WatchError`."""
        asker = asker_of(interaction)
        self._services.access.count_search(asker)
        await respond.defer(interaction)
        if asker.guild is not None and not _may_write(interaction, channel):
            raise RefusedError(_MAY_NOT)
        number = channel.id if channel is not None else interaction.channel_id or 0
        try:
            place = await self._places.at(asker.guild, number)
        except LostError as lost:
            raise RefusedError(f"I can't tell anything there: {lost}.") from lost
        reading = await self._kept.reading(query.model_copy(update={"scope": place.scope}))
        watch = await self._kept.add(query, asker.user, asker.guild, number, rate)
        own = self._services.access.scope(asker, private=True)
        hidden = not place.scope.hidden <= own.hidden
        said = wording.made(watch, reading, self._services.now(), hidden=hidden)
        remove = Control(custom_ids.act(custom_ids.REMOVE, Page(custom_ids.ALONE), watch.token), "Remove")
        await respond.say(interaction, [said], [remove])


def _may_write(interaction: Interaction, channel: Channel | None) -> bool:
    """Whether the presser may read and write there: the bot is no way around a channel in which only some may."""
    may = interaction.permissions if channel is None else channel.permissions
    kind = getattr(interaction.channel, "type", None) if channel is None else channel.type
    return may.view_channel and (may.send_messages_in_threads if kind in _THREADS else may.send_messages)
