"""One person's timelines: counted once, kept for a while, and drawn as a message with a picture."""

from __future__ import annotations

import datetime as dt
import io
import logging
from dataclasses import dataclass
from typing import Final

import discord
from discord import ui

import index
from bot import asking
from bot.access import Asker
from bot.services import Services
from bot.timeline import custom_ids, layout, picture, texts, window
from bot.timeline.custom_ids import DELETE, FROM, SHARE, SWITCH, TO, Asked
from bot.timeline.kept_queries import KeptQueries, KeptQuery
from bot.ui import components
from bot.ui.components import Block, Control, Picture, Row

log = logging.getLogger(__name__)

FILE: Final = "timeline.png"
_NOTHING: Final = "Nothing dated matches. Try other words, a wider window, or fewer filters."

Counted = tuple[int, index.Query, index.TimeUnit | None]
"""Whose timeline it is, of what and within which scope, and by which unit."""


@dataclass(frozen=True)
class Memory:
    """What is kept of timelines: what was counted, for a while, and the queries that a button's id can't hold."""

    counted: index.TimedCache[Counted, index.Timeline]
    queries: KeptQueries

    def forget(self, person: int) -> None:
        """Erases what is kept of a person. Blocking."""
        for key in [key for key in self.counted if key[0] == person]:
            self.counted.pop(key, None)
        self.queries.forget(person)

    def expire(self) -> None:
        """Drops what is out of date in memory."""
        self.counted.expire()
        self.queries.expire()


@dataclass(frozen=True)
class Message:
    """A message to send, with its picture if it has one."""

    view: ui.LayoutView
    files: list[discord.File]


class Timelines:
    """The timelines of one person, read alone or before everyone's eyes."""

    def __init__(self, services: Services, memory: Memory, asker: Asker, *, private: bool) -> None:
        self._services = services
        self._memory = memory
        self._asker = asker
        self._private = private
        self._scope = services.access.scope(asker, private)

    async def admit(self, asked: Asked) -> None:
        """Counts a new timeline as a search, before anything is public; raises `RefusedError` and `QueryError`."""
        await asking.admit(self._services, self._asker, asked.query(self._scope))

    async def find(self, asked: Asked) -> index.Timeline:
        """The timeline as kept, or counted again where it was forgotten; that counts as a search."""
        kept = await self._kept(asked)
        if kept is None:
            self._services.access.count_search(self._asker)
            return await self.count(asked)
        return kept

    async def _kept(self, asked: Asked) -> index.Timeline | None:
        """The timeline as kept; none of a generation that is gone, since something in it may have been erased."""
        kept = self._memory.counted.get(self._key(asked))
        if kept is None:
            return None
        archive, number = self._services.archive, kept.generation
        return kept if await self._services.look_ups.run(lambda: archive.keeps(number)) else None

    async def count(self, asked: Asked) -> index.Timeline:
        """A fresh timeline."""
        archive, query = self._services.archive, asked.query(self._scope)
        found = await self._services.searches.run(lambda: archive.timeline(query, asked.by))
        extra = {"guild": self._asker.guild, "documents": found.documents, "ms": found.elapsed_ms}
        log.info("a timeline counted %d documents in %.0f ms", found.documents, found.elapsed_ms, extra=extra)
        self._memory.counted[self._key(asked)] = found
        return found

    def _key(self, asked: Asked) -> Counted:
        return asked.asker, asked.query(self._scope), asked.by

    async def draw(self, asked: Asked, found: index.Timeline) -> Message:
        """The message of a timeline: its head, its picture, its numbers, and what leads on from it."""
        head = texts.head(found, share=asked.share)
        ids = await self._ids(asked)
        if not found.documents:
            return Message(components.notice([head, _NOTHING], [self._whole(ids, asked)]), [])
        drawn = await self._services.searches.run(lambda: picture.png(layout.chart(found, share=asked.share)))
        blocks: list[Block | Picture] = [head, Picture(FILE, texts.description(found, share=asked.share))]
        blocks.append(texts.numbers(found, share=asked.share))
        switched = Control(ids(SWITCH, asked), "As numbers" if asked.share else "As percentages")
        rows: list[Row] = [*window.selects(found, asked, (ids(FROM, asked), ids(TO, asked)))]
        rows.append([switched, *self._whole(ids, asked)])
        return Message(components.page(blocks, rows), [discord.File(io.BytesIO(drawn), FILE)])

    def _whole(self, ids: _Ids, asked: Asked) -> list[Control]:
        """What can be done with the whole message."""
        if not self._private:
            return [Control(ids(DELETE, asked), "Delete")]
        return [Control(ids(SHARE, asked), "Share", style="primary")] if self._asker.guild is not None else []

    async def _ids(self, asked: Asked) -> _Ids:
        """The custom ids on this timeline; a query that an id can't hold is kept."""
        if custom_ids.fits(asked):
            return _Ids(None)
        queries = self._memory.queries
        return _Ids(await self._services.look_ups.run(lambda: queries.keep(KeptQuery(asked.asker, asked.text))))

    async def search(self, asked: Asked, first: dt.date, last: dt.date) -> window.Search:
        """The search that the window from one of these days to the other leads to."""
        archive, query = self._services.archive, asked.query(self._scope)
        reading = await self._services.look_ups.run(lambda: archive.reading(query))
        return window.search(reading, asked, first, last)


class _Ids:
    """Custom ids on a timeline, by the token of its query if an id can't hold that."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    def __call__(self, action: str, asked: Asked) -> str:
        return custom_ids.custom_id(action, asked, self._token)
