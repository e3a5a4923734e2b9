"""Where a watch tells what is new: found again, and checked for the bot and for whoever made the watch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import discord

import index
from bot.client import DatelineClient
from bot.errors import FAULTS, BusyError
from bot.rooms import Room, channels_of, missing
from bot.services import Services
from bot.watch import wording

HISTORY = {"read_message_history": "Read Message History"}
"""Without it the bot can't look whether it has posted."""


class LostError(Exception):
    """A watch can't tell anything any more, as long as nobody mends this; in words for whoever made it."""


class AwayError(Exception):
    """What can't be done just now."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a server, or a person's direct messages, and what may be seen by everybody who reads there."""

    channel: Room | discord.DMChannel | discord.PartialMessageable
    scope: index.Scope


LATER: Final = (*FAULTS, AwayError, BusyError, index.DatelineError)
"""What may go better later, of Discord, the network, and the engine."""


class Places:
    """Finds places. What may go better later is raised as one of `LATER`."""

    def __init__(self, client: DatelineClient, services: Services) -> None:
        self._client = client
        self._services = services

    async def of(self, watch: index.Watch) -> Place:
        """Where a watch tells; raises `LostError` where that is gone or may not be used any more."""
        return await self.at(watch.guild, watch.channel or 0)

    async def at(self, guild: int | None, channel: int) -> Place:
        """A channel of a server or, without one, of direct messages; raises `LostError` where it can't be used."""
        if guild is None:
            return self._private(channel)
        room = self._checked(await self._channel(channel), guild)
        return Place(room, self._services.access.scope_in(channels_of(room)))

    def _private(self, channel: int) -> Place:
        if not self._services.settings.direct_messages:
            raise LostError(wording.NO_MESSAGES)
        scope = self._services.access.scope_in(frozenset({channel}))
        return Place(self._client.get_partial_messageable(channel, type=discord.ChannelType.private), scope)

    async def _channel(self, number: int) -> object:
        known = self._client.get_channel(number)
        if known is not None:
            return known
        try:
            return await self._client.fetch_channel(number)
        except (discord.NotFound, discord.Forbidden, discord.InvalidData) as error:
            raise LostError(wording.GONE) from error

    def _checked(self, found: object, guild: int) -> Room:
        if not self._services.access.serves(guild):
            raise LostError(wording.NOT_SERVED)
        if not isinstance(found, Room) or found.guild.id != guild:
            raise LostError(wording.NO_ROOM)
        if found.guild.unavailable:
            raise AwayError(f"server {guild} is not there now")
        if isinstance(found, discord.Thread) and found.parent is None:
            raise LostError(wording.GONE)
        lacking = missing(found, **HISTORY)
        if lacking:
            raise LostError(wording.lacking(lacking))
        return found

    async def check_maker(self, watch: index.Watch, place: Place) -> None:
        """Raises `LostError` where whoever made the watch may not read any more what it would tell."""
        if isinstance(place.channel, Room):
            await _check_reader(place.channel, watch.person)


async def _check_reader(room: Room, person: int) -> None:
    try:
        member = await room.guild.fetch_member(person)
    except discord.NotFound as error:
        raise LostError(wording.NO_MEMBER) from error
    may = room.permissions_for(member)
    if not may.view_channel:
        raise LostError(wording.NOT_SEEN)
    if isinstance(room, discord.Thread) and room.is_private() and not may.manage_threads:
        try:
            await room.fetch_member(person)
        except discord.NotFound as error:
            raise LostError(wording.NOT_SEEN) from error
