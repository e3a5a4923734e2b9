"""The message that tells how far a reindex is: edited now and then to its end, also by the next process of the bot.

An interaction's token lives for 15 minutes and a reindex may take hours, so it is an ordinary message of the bot.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Final

import discord
from discord.ext import tasks
from pydantic import BaseModel, ConfigDict

import index
from bot.client import DatelineClient
from bot.errors import line_for
from bot.moderation import report_texts
from bot.ports import Reindex
from bot.services import Services
from bot.ui import components
from bot.ui.components import Control
from bot.ui.respond import NO_MENTIONS

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS: Final = 1.0
"""It is a loop of discord.py's that looks: simulated Discords know that it waits, and move it on when told to."""
LOOKS_PER_EDIT: Final = 5
"""Discord allows five edits of a channel's messages in five seconds, for all that the bot does there."""
CANCEL: Final = "Cancel"
_OUTCOME_UNKNOWN: Final = "**Reindex ended**\nI don't know how: another one has started since. See /archive report."


class MessagePlace(BaseModel):
    """Which message tells of which reindex; kept in the data folder until it has told the end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: int
    message: int
    pid: int


class ProgressMessages:
    """Tells of reindexes: of the one that runs, and of one that has just ended while the next one begins."""

    def __init__(self, client: DatelineClient, services: Services) -> None:
        self._client = client
        self._services = services
        self._file = services.data / index.DataFile.BOT_REINDEX
        self._telling: set[asyncio.Task[None]] = set()

    def begin(self, message: discord.Message | discord.PartialMessage, reindex: Reindex) -> None:
        """Tells of `reindex` in `message` from now on."""
        place = MessagePlace(channel=message.channel.id, message=message.id, pid=reindex.step().pid)
        index.replace_file(self._file, place.model_dump_json())
        self._follow(message, reindex, place)

    async def resume(self) -> None:
        """Goes on where an earlier process of the bot left off."""
        place = await asyncio.to_thread(_read, self._file)
        if place is None:
            return
        message = self._client.get_partial_messageable(place.channel).get_partial_message(place.message)
        reindex = await asyncio.to_thread(self._services.engine.known, place.pid)
        if reindex is None:
            await _edit(message, _OUTCOME_UNKNOWN)
            await asyncio.to_thread(_forget, self._file, place)
            return
        self._follow(message, reindex, place)

    def end(self) -> None:
        """Tells no more; the next process of the bot goes on."""
        for task in self._telling:
            task.cancel()

    def _follow(self, message: discord.Message | discord.PartialMessage, reindex: Reindex, place: MessagePlace) -> None:
        task = _ProgressMessage(self._services, message, reindex, place).start()
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)


class _ProgressMessage:
    """One reindex and the message that tells of it, looked at once a second to its end."""

    def __init__(
        self,
        services: Services,
        message: discord.Message | discord.PartialMessage,
        reindex: Reindex,
        place: MessagePlace,
    ) -> None:
        self._access = services.access
        self._file = services.data / index.DataFile.BOT_REINDEX
        self._message = message
        self._reindex = reindex
        self._place = place
        self._told = ""
        self._looks = 0
        self._loop = tasks.loop(seconds=LOOK_EVERY_SECONDS)(self._look)

    def start(self) -> asyncio.Task[None]:
        return self._loop.start()

    async def _look(self) -> None:
        step = await asyncio.to_thread(self._reindex.step)
        if step.ended is None:
            await self._tell(step)
        else:
            await self._end(step)
            self._loop.stop()

    async def _tell(self, step: index.Step) -> None:
        line = report_texts.progress(step)
        if self._looks % LOOKS_PER_EDIT == 0 and line != self._told:
            self._told = line
            await _edit(self._message, line, cancels=step.pid)
        self._looks += 1

    async def _end(self, step: index.Step) -> None:
        line = await asyncio.to_thread(self._outcome, step)
        await _edit(self._message, line)
        await asyncio.to_thread(_forget, self._file, self._place)

    def _outcome(self, step: index.Step) -> str:
        """What everybody in the channel may read of the end."""
        if step.ended != "published":
            return report_texts.ended(step)
        try:
            report = self._reindex.report()
        except index.DatelineError as error:
            return f"**Reindexed**\n{line_for(error)}"
        scope = self._access.scope_in(frozenset({self._message.channel.id}))
        return f"{report_texts.summary(report_texts.within(report, scope))}\n-# /archive report has the full list"


async def _edit(message: discord.Message | discord.PartialMessage, line: str, *, cancels: int | None = None) -> None:
    """A message that can't be edited costs its own news and nothing else."""
    controls = [[Control(cancel_id(cancels), CANCEL)]] if cancels is not None else []
    try:
        await message.edit(view=components.notice([line], controls), allowed_mentions=NO_MENTIONS)
    except (discord.HTTPException, OSError) as error:
        log.warning("the message about the reindex can't be edited (%s)", error)


def cancel_id(pid: int) -> str:
    """The custom id of the button that cancels the reindex of this process."""
    return f"ra:cancel:{pid}"


def _read(file: Path) -> MessagePlace | None:
    try:
        return MessagePlace.model_validate_json(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _forget(file: Path, place: MessagePlace) -> None:
    """There is nothing more to tell in `place`; the next reindex may have written its own over it."""
    if _read(file) == place:
        file.unlink(missing_ok=True)
