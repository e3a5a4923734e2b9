"""Telling what is new, once: whatever is killed when, nothing is told twice, and nothing is lost in silence.

1. A post is noted as begun, with what it tells: no other process tells that any more.
2. The message is sent, with a nonce that Discord takes once within minutes, and with the post's token in the custom ids
   of its buttons.
3. The post is noted as done.

Killed in between, or with a fault of Discord or the network, it stays begun. The next look, or after a while another
process's, looks for the message in the channel before sending it again. Where it can't look, it doesn't send, and tells
whoever made the watch. What Discord refuses for good was not sent: the watch is paused, and what it found waits.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import secrets
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import discord

import index
from bot.client import DatelineClient
from bot.errors import THREAD_IS_ARCHIVED, is_final
from bot.services import Services
from bot.ui.respond import NO_MENTIONS
from bot.watch import custom_ids, moments, posts, wording
from bot.watch.kept import Kept
from bot.watch.makers import Makers
from bot.watch.places import LATER, AwayError, LostError, Place, Places
from bot.watch.posts import Told

log = logging.getLogger(__name__)

SEND_WITHIN_SECONDS: Final = 60.0
"""What sending may take, waiting for Discord's limits included."""
ABANDONED_AFTER: Final = dt.timedelta(minutes=5)
"""When another process may take over a post: who held it has long stopped sending it."""
SEARCHED: Final = 1000
"""Among how many messages a post is looked for."""
_SLACK: Final = dt.timedelta(minutes=10)
"""By how much this machine's clock may be ahead of Discord's."""

Waiting = tuple[index.Watch, Sequence[index.Match]]
"""A watch, and what is to be told of it."""


class UnsureError(Exception):
    """Nobody can look whether something was told."""


class Posting:
    """Tells what is due, and what was begun."""

    def __init__(self, client: DatelineClient, services: Services, kept: Kept, places: Places, makers: Makers) -> None:
        self._client = client
        self._services = services
        self._kept = kept
        self._places = places
        self._makers = makers
        self._holder = secrets.token_hex(8)
        self._seen_to: dict[index.Rate, dt.datetime] = {}
        """Up to which moments all was told, so that what waits for the next digest is not looked at until then."""

    async def tell(self) -> None:
        """Tells what is due now; raises one of `LATER` where Discord didn't take something, with the rest told."""
        now = self._services.now()
        digests = {rate: moments.latest(rate, now) for rate in (index.Rate.DAILY, index.Rate.WEEKLY)}
        rates = [rate for rate, at in digests.items() if at != self._seen_to.get(rate)]
        waiting = await self._kept.waiting([index.Rate.EACH, *rates])
        due = [(watch, found) for watch, found in waiting if moments.is_due(watch, found, now)]
        later: Exception | None = None
        for group in _groups(due):
            try:
                await self._tell(group)
            except LATER as fault:
                later = fault
        if later is not None:
            raise later
        self._seen_to = digests

    async def recover(self) -> None:
        """Finds out what became of posts that were begun; raises one of `LATER`, with the others seen to."""
        later: Exception | None = None
        for post in await self._kept.unfinished():
            if not self._is_abandoned(post):
                continue
            taken = await self._kept.take_over(post, self._holder)
            if taken is None:
                continue
            try:
                await self._recover(taken)
            except LATER as fault:
                later = fault
        if later is not None:
            raise later

    def _is_abandoned(self, post: index.Post) -> bool:
        """Whether nobody is sending it: this process sends one after the other."""
        return post.holder == self._holder or abs(self._services.now() - post.held) >= ABANDONED_AFTER

    async def _tell(self, group: Sequence[Waiting]) -> None:
        """Tells what several watches of one place found; those that can't tell any more are paused."""
        first = group[0][0]
        try:
            place = await self._places.of(first)
        except LostError as lost:
            for watch, _ in group:
                await self._makers.pause(watch, str(lost))
            return
        matches: list[index.Match] = []
        for watch, found in group:
            if await self._may_read(watch, place):
                matches += await self._standing(watch, found, place.scope)
        post = await self._kept.begin(matches, first.channel, self._holder) if matches else None
        if post is not None:
            await self._deliver(post, place)

    async def _may_read(self, watch: index.Watch, place: Place) -> bool:
        """Whether whoever made the watch may still read what it tells; else it is paused."""
        try:
            await self._places.check_maker(watch, place)
        except LostError as lost:
            await self._makers.pause(watch, str(lost))
            return False
        return True

    async def _standing(
        self, watch: index.Watch, found: Sequence[index.Match], scope: index.Scope
    ) -> list[index.Match]:
        """Those that can be told here; documents that are gone are new if they come again."""
        try:
            hits = await self._kept.hits(watch, found, scope, posts.HITS)
        except index.QueryError as error:
            await self._makers.pause(watch, wording.unread(error.in_chat))
            return []
        gone = set(hits.gone) if hits.found else set(found)
        await self._kept.drop(gone)
        return [match for match in found if match not in gone] if hits.hits else []

    async def _deliver(self, post: index.Post, place: Place) -> None:
        """Sends a post that was begun, and notes that; raises one of `LATER` where it may have been sent or not."""
        told = await self._told(post, place)
        if told is None:
            await self._kept.release(post)
            raise AwayError("what a message was to tell has changed")
        try:
            view = posts.draw(told, post.token, self._services.now(), self._services.links)
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                message = await place.channel.send(view=view, nonce=post.nonce, allowed_mentions=NO_MENTIONS)
        except discord.HTTPException as error:
            if not (is_final(error) or error.code == THREAD_IS_ARCHIVED):
                raise
            await self._kept.release(post)
            for one in told:
                await self._makers.pause(one.watch, _refused(error))
            return
        await self._kept.done(post, message.id)

    async def _told(self, post: index.Post, place: Place) -> list[Told] | None:
        """What a post tells now; None where a watch was paused or a document went, so that it is to begin anew."""
        told: list[Told] = []
        for token in post.watches:
            watch = await self._kept.find(token)
            if watch is None or watch.paused is not None:
                return None
            matches = [match for match in post.matches if match.watch == token]
            hits = await self._kept.hits(watch, matches, place.scope, posts.HITS)
            if hits.gone or not hits.hits:
                return None
            told.append(Told(watch, hits))
        return told

    async def _recover(self, post: index.Post) -> None:
        """Notes a post as done that was sent, or sends it."""
        watches = [watch for token in post.watches if (watch := await self._kept.find(token)) is not None]
        if not watches:
            return  # they were removed, and the post with them
        try:
            place = await self._places.of(watches[0])
            message = await self._sent(post, place)
        except (LostError, UnsureError) as doubt:
            log.warning("nobody knows whether a watch told something: %s", doubt, extra={"guild": watches[0].guild})
            await self._kept.give_up(post, str(doubt))
            for watch in watches:
                await self._makers.tell_unsure(watch)
            return
        if message is not None:
            await self._kept.done(post, message)
        elif all([await self._may_read(watch, place) for watch in watches]):
            await self._deliver(post, place)
        else:
            await self._kept.release(post)
            self._seen_to = {}  # what the others found is told anew

    async def _sent(self, post: index.Post, place: Place) -> int | None:
        """The message of a post, if it was sent; raises `UnsureError` where nobody can look."""
        after = discord.Object(discord.utils.time_snowflake(post.begun - _SLACK))
        looked = 0
        try:
            async for message in place.channel.history(limit=SEARCHED, after=after, oldest_first=True):
                looked += 1
                if self._is_of(message, post):
                    return message.id
        except (discord.Forbidden, discord.NotFound) as error:
            raise UnsureError(index.one_line(error.text)) from error
        if looked == SEARCHED:
            raise UnsureError(f"more than {SEARCHED} messages were written since")
        return None

    def _is_of(self, message: discord.Message, post: index.Post) -> bool:
        mine = self._client.user is not None and message.author.id == self._client.user.id
        known = custom_ids.post(custom_ids.MANAGE, post.token)
        return mine and f"'{known}'" in str([part.to_dict() for part in message.components])


def _groups(due: Sequence[Waiting]) -> Iterator[Sequence[Waiting]]:
    """What stands in one message: a watch alone or, of digests, several of one place."""

    def where(one: Waiting) -> tuple[int, str, str]:
        watch = one[0]
        return watch.channel or 0, watch.rate, watch.token if watch.rate is index.Rate.EACH else ""

    for _, found in groupby(sorted(due, key=where), key=where):
        group = list(found)
        for first in range(0, len(group), posts.WATCHES):
            yield group[first : first + posts.WATCHES]


def _refused(error: discord.HTTPException) -> str:
    """Why Discord takes no message there, for whoever made the watch."""
    if isinstance(error, discord.NotFound):
        return wording.GONE
    if error.code == THREAD_IS_ARCHIVED:
        return wording.ARCHIVED
    return wording.refused(index.one_line(error.text))
