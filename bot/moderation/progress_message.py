"""The messages that tell how far reindexes are: edited now and then to the end, also by the next process of the bot.

An interaction's token lives for 15 minutes and a reindex may take hours, so they are ordinary messages of the bot.

No message may be left that waits for ever, whatever is killed when. So things are done in this order:

1. The reindex is started and has the lock. Killed here, nothing was said, and it goes on unseen.
2. Its place is noted without a message: that there is going to be one in this channel, and of which reindex.
3. The message is posted; the id of its button names the reindex. A process that finds a place without a message looks
   for that button among what was written in the channel since, and so finds a message whose number nobody noted.
4. The message's number is noted with its place.
5. At the end it is noted what the message is to say, the message says it, and only then the place is forgotten.

A message that is gone or can't be edited any more is forgotten, too; one that can't be edited just now is tried again.
"""

from __future__ import annotations

import asyncio
import contextlib

import discord

import index
from bot.client import DatelineClient
from bot.errors import FAULTS
from bot.moderation.places import Place, Places
from bot.moderation.telling import Telling, draw, unknown_end
from bot.ports import Reindex
from bot.services import Services
from bot.ui.respond import NO_MENTIONS


class ProgressMessages:
    """Tells of reindexes: of the one that runs, and of those whose end could not be told yet."""

    def __init__(self, client: DatelineClient, services: Services) -> None:
        self._client = client
        self._services = services
        self._places = Places(services.data)
        self._telling: dict[Telling, asyncio.Task[None]] = {}

    async def intend(self, channel: int, reindex: Reindex, *, asker: int, asked: int) -> Place:
        """Notes that a message in `channel` is going to tell of `reindex`, for which `asker` asked in `asked`."""
        step = await asyncio.to_thread(reindex.step)
        place = Place(
            channel=channel,
            pid=step.pid,
            host=step.host,
            since=step.since,
            bot=self._client.user.id if self._client.user else None,
            asker=asker,
            asked=asked,
        )
        await asyncio.to_thread(self._places.put, place)
        return place

    async def post(self, channel: discord.abc.Messageable, reindex: Reindex, place: Place) -> None:
        """Posts the message, and tells in it from now on; raises `HTTPException` if that isn't allowed."""
        view = draw("**Reindexing** · Starting", place)
        try:
            message = await channel.send(view=view, nonce=str(place.asked), allowed_mentions=NO_MENTIONS)
        except (discord.Forbidden, discord.NotFound):
            await asyncio.to_thread(self._places.drop, place)
            raise
        except FAULTS:  # it may be there all the same, and is looked for
            self._follow(place, reindex)
            return
        place = place.model_copy(update={"message": message.id})
        await asyncio.to_thread(self._places.put, place)
        self._follow(place, reindex)

    async def asker(self, step: index.Step) -> int | None:
        """Who asked for this step's reindex in Discord, if anybody did."""
        places = await asyncio.to_thread(self._places.all)
        return next((place.asker for place in places if place.tells_of(step)), None)

    async def settle(self, message: discord.Message | None) -> None:
        """Ends a message of which nothing more is known: its reindex has ended, and nobody tells of it."""
        if message is None or any(telling.place.message == message.id for telling in self._telling):
            return
        with contextlib.suppress(*FAULTS):
            await message.edit(view=draw(unknown_end(self._services.commands)), allowed_mentions=NO_MENTIONS)

    async def resume(self) -> None:
        """Goes on where earlier processes of the bot left off."""
        me = self._client.user.id if self._client.user else None
        for place in await asyncio.to_thread(self._places.all):
            if place.bot in {None, me}:
                self._follow(place, None)

    def end(self) -> None:
        """Tells no more; the next process of the bot goes on."""
        for task in self._telling.values():
            task.cancel()

    async def forget(self, person: int) -> None:
        """Keeps no longer who asked for a reindex."""
        await asyncio.to_thread(self._places.forget, person)

    def _follow(self, place: Place, reindex: Reindex | None) -> None:
        telling = Telling(self._client, self._services, self._places, place, reindex)
        task = self._telling[telling] = telling.start()
        task.add_done_callback(lambda _: self._telling.pop(telling, None))
