"""Reindexing by the clock, and telling moderators what came of it; nothing is said where nothing changed.

What is done is noted in this order, so that whatever is killed when, no moment is left out and no message waits:

1. A moment has come. As long as another reindex runs, it waits: that one may have begun before the last change.
2. The reindex is started. Killed here, the next process of the bot finds it running, and then reindexes once more.
3. It is noted that the moment was seen to, and by which reindex.
4. At its end it is noted what came of it, that is told, and then the note of it is dropped. Killed in between, it is
   told again, and Discord makes one message of both.

A bot that was not there at the moment, or at several, does what it missed once, as soon as it is back.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Final

from discord.ext import tasks

import index
from bot.client import DatelineClient
from bot.errors import FAULTS, line_for
from bot.moderation import news, report_texts
from bot.moderation.audit import Audit
from bot.moderation.clock_note import ClockNote, Note
from bot.moderation.reports_channel import ReportsChannel
from bot.moderation.telling import unknown_end
from bot.rest import Rest
from bot.rooms import Room, channels_of
from bot.schedule import Schedule
from bot.services import Services

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS: Final = 5.0
"""It is a loop of discord.py's that looks: simulated Discords know that it waits."""
FIRST_REST: Final = 1
LONGEST_REST: Final = 60
"""Looks that are left out after a fault of Discord's or the network's: the fewest and the most."""
BY: Final = "the clock"
"""Who did it, as the audit log says."""


class Clock:
    """Looks at the clock every few seconds."""

    def __init__(self, client: DatelineClient, services: Services) -> None:
        self._client = client
        self._services = services
        self._engine = services.engine
        self._audit = Audit(services.data)
        self._file = ClockNote(services.data)
        self._channel = ReportsChannel(client, services)
        self._note: Note | None = None
        self._checked = False
        self._rest = Rest(FIRST_REST, LONGEST_REST)
        self._loop = tasks.loop(seconds=LOOK_EVERY_SECONDS)(self._look)

    async def begin(self) -> None:
        """Goes on where earlier processes of the bot left off, if the settings say when to reindex."""
        if self._services.settings.reindex_at is not None:
            self._note = await asyncio.to_thread(self._file.read)
            self._loop.start()

    def end(self) -> None:
        """Looks no more; a reindex that runs goes on, and the next process of the bot tells of it."""
        self._loop.cancel()

    async def _look(self) -> None:
        schedule = self._services.settings.reindex_at
        if schedule is None or not self._client.is_ready() or not self._client.has_shard_of(None):
            return  # of several processes of the bot the one with the first connection looks at the clock
        if self._rest.goes_on():
            return
        try:
            await self._go_on(schedule)
            self._rest.recovered()
        except FAULTS as error:
            log.warning("what came of a reindex by the clock can't be told now (%s)", index.one_line(str(error)))
            self._rest.after_fault()
        except Exception:  # a bug costs some looks
            log.exception("I can't reindex by the clock now")
            self._rest.after_fault()

    async def _go_on(self, schedule: Schedule) -> None:
        if not self._checked:
            self._checked = True
            await self._channel.room()  # whoever runs the bot learns now what is wrong with it
        note, due = self._note, schedule.latest(self._services.now())
        if note is None or note.at != schedule.written or note.done > due:  # new settings, or the clock was put back
            note = (note or Note(at="", done=due)).model_copy(update={"at": schedule.written, "done": due})
            await self._write(note)
        if not note.told:
            await self._tell(note)
        elif note.done < due:
            await self._start(note, due)

    async def _start(self, note: Note, due: dt.datetime) -> None:
        try:
            if await asyncio.to_thread(self._engine.find):
                return
            reindex = await asyncio.to_thread(lambda: self._engine.start(force=False))
        except index.BusyError:
            return
        except index.DatelineError as error:
            fault = f"**Reindex failed**\n{line_for(error)}"
            await self._write(note.model_copy(update={"done": due, "fault": fault, "failed": True}))
            return
        step = await asyncio.to_thread(reindex.step)
        log.info("reindexing by the clock")
        known = {"done": due, "pid": step.pid, "host": step.host, "since": step.since}
        await self._write(note.model_copy(update=known))
        try:
            await asyncio.to_thread(lambda: self._audit.note(None, "reindex", allowed=True, given={"by": BY}))
        except index.IndexDataError as error:
            log.error("%s", error)  # noqa: TRY400 (a traceback says no more)

    async def _tell(self, note: Note) -> None:
        if not note.ended:
            note = await self._followed(note)
            if not note.ended:
                return
            await self._write(note)
        room = await self._channel.room()
        if room is not None:
            await self._post(room, note)
        await self._write(note.seen_to())

    async def _followed(self, note: Note) -> Note:
        """The note with what came of the reindex, if it has ended."""
        reindex = await asyncio.to_thread(lambda: self._engine.known(note.pid or 0, host=note.host, since=note.since))
        step = await asyncio.to_thread(reindex.step) if reindex else None
        if step is None:
            return note.model_copy(update={"fault": unknown_end(self._services.commands)})
        if step.ended is None:
            return note
        log.info("the reindex by the clock ended: %s", step.message or step.ended)
        if step.generation is not None:
            return note.model_copy(update={"generation": step.generation})
        return note.model_copy(update={"fault": report_texts.ended(step), "failed": step.ended == "failed"})

    async def _post(self, room: Room, note: Note) -> None:
        """Posts what there is to tell to those who can read there."""
        scope = self._services.access.scope_in(channels_of(room))
        texts, file = [note.fault or ""], None
        if note.generation is not None:
            try:
                texts, file = await asyncio.to_thread(self._told, note.generation, scope)
            except index.DatelineError as error:
                texts = [f"**Reindexed**\n{line_for(error)}"]
        if texts:
            texts[-1] += "\n-# by the clock"
            await self._channel.send(room, texts, file, failed=note.failed, nonce=f"{note.done.timestamp():.0f}")

    def _told(self, generation: int, scope: index.Scope) -> tuple[list[str], tuple[str, str] | None]:
        """What a reindex did, and the full list with its name; nothing where nothing changed."""
        report = self._engine.report(generation)
        fresh = news.of(report, self._before(report), scope)
        if fresh is None:
            return [], None
        to_mend = report_texts.to_mend(fresh, scope, self._services.commands, only_new=True)
        return [report_texts.summary(report, scope), *to_mend], (
            f"report-{generation}.txt",
            report_texts.full(report, scope),
        )

    def _before(self, report: index.Report) -> index.Report | None:
        """The report of the generation before, if it is still there."""
        try:
            return None if report.previous is None else self._engine.report(report.previous)
        except index.DatelineError:
            return None

    async def _write(self, note: Note) -> None:
        self._note = note
        await asyncio.to_thread(self._file.write, note)
