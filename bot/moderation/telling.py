"""One reindex and the message that tells of it, looked at once a second to its end."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Final

import discord
from discord import ui
from discord.ext import tasks

import index
from bot.client import DatelineClient
from bot.errors import FAULTS, is_final, line_for
from bot.moderation import report_texts
from bot.moderation.places import Place, Places
from bot.ports import Reindex
from bot.rest import Rest
from bot.services import Services
from bot.ui import components
from bot.ui.command_names import CommandNames
from bot.ui.components import Control
from bot.ui.respond import NO_MENTIONS

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS: Final = 1.0
"""It is a loop of discord.py's that looks: simulated Discords know that it waits, and move it on when told to."""
LOOKS_PER_EDIT: Final = 5
"""Discord allows five edits of a channel's messages in five seconds, for all that the bot does there."""
FIRST_REST: Final = 5
LONGEST_REST: Final = 300
"""Looks that are left out after a fault of Discord's or the network's: the fewest and the most."""
SEARCHES: Final = 3
"""How often a message that may have been posted is looked for: the post can still be on its way."""
SEARCHED: Final = 200
"""Among how many messages."""
CANCEL: Final = "Cancel"
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Telling:
    """Tells of one reindex; `reindex` is looked up by `place` where it is not given."""

    def __init__(
        self, client: DatelineClient, services: Services, places: Places, place: Place, reindex: Reindex | None
    ) -> None:
        self.place = place
        self._client = client
        self._engine = services.engine
        self._access = services.access
        self._commands = services.commands
        self._places = places
        self._reindex = reindex
        self._told = ""
        self._looks = 0
        self._rest = Rest(FIRST_REST, LONGEST_REST)
        self._searches = 0
        self._loop = tasks.loop(seconds=LOOK_EVERY_SECONDS)(self._look)

    def start(self) -> asyncio.Task[None]:
        return self._loop.start()

    async def _look(self) -> None:
        if self._rest.goes_on():
            return
        try:
            over = await self._go_on()
            self._rest.recovered()
        except FAULTS as error:
            log.warning("the message about a reindex can't be edited (%s)", index.one_line(str(error)))
            over = is_final(error)
            self._rest.after_fault()
        except Exception:  # a bug costs this look and not the message
            log.exception("a reindex can't be told of")
            over = False
            self._rest.after_fault()
        if over:
            await asyncio.to_thread(self._places.drop, self.place)
            self._loop.stop()

    async def _go_on(self) -> bool:
        """Tells what there is to tell; whether that was all."""
        message = await self._message()
        if message is None:
            self._rest.once()
            return self._searches >= SEARCHES
        if self.place.end is None:
            reindex = self._reindex = self._reindex or await asyncio.to_thread(self._known)
            step = await asyncio.to_thread(reindex.step) if reindex else None
            if step is not None and step.ended is None:
                await self._tell(message, step)
                return False
            end = await asyncio.to_thread(self._outcome, reindex, step)
            await self._note(end=end, failed=step is not None and step.ended == "failed")
        view = draw(self.place.end or unknown_end(self._commands), failed=self.place.failed)
        await message.edit(view=view, allowed_mentions=NO_MENTIONS)
        return True

    async def _tell(self, message: discord.PartialMessage, step: index.Step) -> None:
        line = report_texts.progress(step, self._scope)
        if self._looks % LOOKS_PER_EDIT == 0 and line != self._told:
            await message.edit(view=draw(line, self.place), allowed_mentions=NO_MENTIONS)
            self._told = line
        self._looks += 1

    async def _message(self) -> discord.PartialMessage | None:
        """The message, or None as long as it is not to be found."""
        channel = self._client.get_partial_messageable(self.place.channel)
        if self.place.message is None:
            found = await self._found(channel)
            if found is None:
                return None
            await self._note(message=found)
        return channel.get_partial_message(self.place.message or 0)

    async def _found(self, channel: discord.PartialMessageable) -> int | None:
        """The number of a message that was posted, but not noted by whoever posted it."""
        self._searches += 1
        after = discord.Object(self.place.asked or 0)
        async for message in channel.history(limit=SEARCHED, after=after, oldest_first=True):
            mine = self._client.user is not None and message.author.id == self._client.user.id
            if mine and cancel_id(self.place) in str([part.to_dict() for part in message.components]):
                return message.id
        return None

    async def _note(self, **known: object) -> None:
        self.place = self.place.model_copy(update=known)
        await asyncio.to_thread(self._places.put, self.place)

    def _known(self) -> Reindex | None:
        return self._engine.known(self.place.pid, host=self.place.host, since=self.place.since)

    def _outcome(self, reindex: Reindex | None, step: index.Step | None) -> str:
        """What everybody in the channel may read of the end."""
        if reindex is None or step is None:
            return unknown_end(self._commands)
        if step.ended != "published":
            log.warning("the reindex ended: %s", step.message)
            return report_texts.ended(step)
        try:
            report = reindex.report()
        except index.DatelineError as error:
            return f"**Reindexed**\n{line_for(error)}"
        further = f"-# {self._commands.mention('archive report')} has the full list"
        return f"{report_texts.summary(report, self._scope)}\n{further}"

    @property
    def _scope(self) -> index.Scope:
        """What everybody in the channel may see."""
        return self._access.scope_in(frozenset({self.place.channel}))


def unknown_end(commands: CommandNames) -> str:
    """What is said of a reindex of which nobody knows how it ended."""
    return f"**Reindex ended**\nI lost sight of it. {commands.mention('archive report')} says what the latest one did."


def draw(line: str, cancels: Place | None = None, *, failed: bool = False) -> ui.LayoutView:
    """The message, with a button where the reindex can be cancelled, which takes nothing away."""
    controls = [[Control(cancel_id(cancels), CANCEL)]] if cancels is not None else []
    return components.notice([line], controls, failed=failed)


def cancel_id(of: Place | index.Step) -> str:
    """The custom id of the button that cancels this very reindex; earlier versions named only its process."""
    start = "" if of.since is None else f"-{(of.since - _EPOCH) // dt.timedelta(microseconds=1):x}"
    return f"ra:cancel:{of.pid}{start}"


def is_cancelled_by(step: index.Step, what: str) -> bool:
    """Whether a button's custom id, after `ra:cancel:`, means this step's reindex."""
    return f"ra:cancel:{what}" in {cancel_id(step), f"ra:cancel:{step.pid}"}
