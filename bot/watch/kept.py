"""What is kept of watches and their posts, asked off the event loop where no search waits for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

import index
from bot.services import Services

Result = TypeVar("Result")


class Kept:
    """The watches, what they found, and what is posted of it. What people wait for runs on the queue for look-ups.

    What the bot does by itself is about watches of those servers alone that `is_ours` names: each of several processes
    of the bot sees to those that it is connected for. None stands for direct messages.
    """

    def __init__(self, services: Services, is_ours: Callable[[int | None], bool] = lambda _: True) -> None:
        self._services = services
        self._is_ours = is_ours
        self._watches = index.Watches(services.data)
        self._posts = index.WatchPosts(services.data)
        self._watcher = services.engine.watcher(services.archive)

    # What people do.

    async def add(
        self, query: index.Query, person: int, guild: int | None, channel: int, rate: index.Rate
    ) -> index.Watch:
        """A new watch; raises `WatchError` where there is one or too many."""
        archive = self._services.archive
        return await self._look_up(
            lambda: self._watches.add(
                person,
                query.text,
                checked=archive.status().generation,
                made=self._services.now(),
                guild=guild,
                channel=channel,
                since=query.since,
                until=query.until,
                rate=rate,
            )
        )

    async def reading(self, query: index.Query) -> index.Reading:
        return await self._look_up(lambda: self._services.archive.reading(query))

    async def find(self, token: str) -> index.Watch | None:
        return await self._look_up(lambda: self._watches.find(token))

    async def of_person(self, person: int, guild: int | None) -> list[index.Watch]:
        return await self._look_up(lambda: self._watches.of_person(person, guild))

    async def of_guild(self, guild: int) -> list[index.Watch]:
        return await self._look_up(lambda: self._watches.of_guild(guild))

    async def of_post(self, token: str) -> list[index.Watch]:
        """The watches that a post tells of, as far as they are still there."""

        def find() -> list[index.Watch]:
            post = self._posts.post(token)
            return [watch for name in (post.watches if post else ()) if (watch := self._watches.find(name))]

        return await self._look_up(find)

    async def counts(self, watches: Sequence[index.Watch]) -> Mapping[str, int]:
        """How many matches of each are still to be told."""
        tokens = [watch.token for watch in watches]
        found = await self._look_up(lambda: self._posts.waiting(tokens))
        return {token: len(matches) for token, matches in found.items()}

    async def pause(self, watch: index.Watch, why: str) -> bool:
        return await self._look_up(lambda: self._watches.pause(watch.token, why))

    async def resume(self, watch: index.Watch) -> bool:
        """Whether it was paused; what came meanwhile is not told. Raises `WatchError` beyond the limits."""
        archive = self._services.archive
        return await self._look_up(lambda: self._watches.resume(watch.token, archive.status().generation))

    async def remove(self, watch: index.Watch) -> bool:
        return await self._look_up(lambda: self._watches.remove(watch.token))

    async def forget(self, person: int) -> None:
        await self._look_up(lambda: self._watches.forget(person))

    # What the bot does by itself.

    async def behind(self) -> list[index.Watch]:
        """The watches of Discord's that run and were not held against the serving generation yet.

        After a rollback none is; where a watch was held against a later generation than there is, the numbers have
        begun again.
        """

        def find() -> list[index.Watch]:
            running = self._running()
            if not running:
                return []
            status = self._services.archive.status()
            serving, latest = status.generation, max((status.generation, *status.kept))
            return [watch for watch in running if watch.checked < serving or watch.checked > latest]

        return await self._run(find)

    async def check(
        self, watches: Sequence[tuple[index.Watch, index.Scope]]
    ) -> tuple[Sequence[index.WatchCheck], set[str]]:
        """Holds watches against what is new, and notes what matches; gives also the tokens of which that was noted."""

        def check() -> tuple[Sequence[index.WatchCheck], set[str]]:
            checks = self._watcher.check(watches)
            return checks, self._watches.note(checks)

        return await self._run(check)

    async def waiting(self, rates: Collection[index.Rate]) -> list[tuple[index.Watch, Sequence[index.Match]]]:
        """The watches of Discord's that run at these rates, oldest first, that have something to tell, and what."""

        def find() -> list[tuple[index.Watch, Sequence[index.Match]]]:
            wanted = [watch for watch in self._running() if watch.rate in rates]
            found = self._posts.waiting(watch.token for watch in wanted) if wanted else {}
            return [(watch, found[watch.token]) for watch in wanted if watch.token in found]

        return await self._run(find)

    async def hits(
        self, watch: index.Watch, matches: Sequence[index.Match], scope: index.Scope, limit: int
    ) -> index.WatchHits:
        return await self._run(lambda: self._watcher.hits(watch, matches, scope, limit))

    async def drop(self, matches: Collection[index.Match]) -> None:
        """Takes back what can't be told, since it is gone or nobody there may see it."""
        if matches:
            await self._run(lambda: self._posts.drop(matches))

    async def begin(self, matches: Sequence[index.Match], channel: int | None, holder: str) -> index.Post | None:
        return await self._run(lambda: self._posts.begin(matches, channel, holder, self._services.now()))

    async def unfinished(self) -> list[index.Post]:
        """The posts of Discord's that were begun and are not done, oldest first."""

        def find() -> list[index.Post]:
            posts = [post for post in self._posts.unfinished() if post.channel is not None]
            return [post for post in posts if any(map(self._is_seen_to, post.watches))]

        return await self._run(find)

    async def take_over(self, post: index.Post, holder: str) -> index.Post | None:
        return await self._run(lambda: self._posts.take_over(post, holder, self._services.now()))

    async def done(self, post: index.Post, message: int) -> None:
        await self._run(lambda: self._posts.done(post, message, self._services.now()))

    async def release(self, post: index.Post) -> None:
        await self._run(lambda: self._posts.release(post))

    async def give_up(self, post: index.Post, why: str) -> None:
        await self._run(lambda: self._posts.give_up(post, why))

    def _running(self) -> list[index.Watch]:
        """The watches of Discord's that run and are seen to here."""
        running = (watch for watch in self._watches.running() if watch.person != index.COMMAND_LINE)
        return [watch for watch in running if self._is_ours(watch.guild)]

    def _is_seen_to(self, token: str) -> bool:
        watch = self._watches.find(token)
        return watch is not None and self._is_ours(watch.guild)

    async def _run(self, work: Callable[[], Result]) -> Result:
        return await self._services.watches.run(work)

    async def _look_up(self, work: Callable[[], Result]) -> Result:
        return await self._services.look_ups.run(work)
