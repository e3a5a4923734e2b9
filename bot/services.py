"""What the bot's features work with, made once and handed to each of them."""

from __future__ import annotations

import datetime as dt
import inspect
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import discord

import index
from bot.access import Access, access
from bot.errors import BusyError, RefusedError
from bot.ports import Archive, Engine
from bot.recent_passages import RecentPassages
from bot.settings import BotSettings
from bot.ui.command_names import CommandNames
from bot.ui.links import NO_LINKS, Links
from bot.ui.respond import Interaction
from bot.work_queue import WorkQueue

LOOK_UPS_AT_ONCE: Final = 1
LOOK_UPS_WAITING: Final = 32
CITES_AT_ONCE: Final = 1
"""They compute in the process in which searches do, and so that all of them together take no more than one core."""
CITES_WAITING: Final = 100
CHECKS_AT_ONCE: Final = 1
"""Likewise."""
CHECKS_WAITING: Final = 32
DRAFTS_AT_ONCE: Final = 1
DRAFTS_WAITING: Final = 8
WATCHES_AT_ONCE: Final = 1
WATCHES_WAITING: Final = 32


async def _refuse_to_keep(interaction: Interaction, cited: index.Cited) -> None:
    raise RefusedError("I can't keep citations here.")


class SearchHook(Protocol):
    """Answers a press, for the presser only, with what is found for a text in a window."""

    async def __call__(
        self, interaction: Interaction, text: str, since: dt.date | None = None, until: dt.date | None = None
    ) -> None: ...


async def _refuse_to_search(
    interaction: Interaction, text: str, since: dt.date | None = None, until: dt.date | None = None
) -> None:
    raise RefusedError("I can't search here.")


async def _refuse_to_watch(
    interaction: Interaction, text: str, since: dt.date | None = None, until: dt.date | None = None
) -> None:
    raise RefusedError("I can't watch anything here.")


async def _refuse_to_show(interaction: Interaction, path: str) -> None:
    raise RefusedError("I can't show documents here.")


@dataclass
class Hooks:
    """Where a feature leaves what it does at certain moments, for others that don't know it."""

    begin: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """Called once the bot can speak to Discord."""
    end: list[Callable[[], None]] = field(default_factory=list)
    """Called when the bot leaves Discord, perhaps more than once."""
    hear: Callable[[discord.Message], Awaitable[None]] | None = None
    """Called with every message that people send."""
    keep: Callable[[Interaction, index.Cited], Awaitable[None]] = _refuse_to_keep
    """Keeps a citation for the presser of a button, and says so in the answer that was deferred."""
    search: SearchHook = _refuse_to_search
    """Answers a press with a search for this text in a window, seen by the presser only."""
    timeline: SearchHook = _refuse_to_search
    """Likewise with the timeline of what matches."""
    watch: SearchHook = _refuse_to_watch
    """Likewise by watching for it in the presser's own name, where it was pressed."""
    like: Callable[[Interaction, str], Awaitable[None]] = _refuse_to_search
    """Answers a press with passages that are like the one of this id, seen by the presser only."""
    document: Callable[[Interaction, str], Awaitable[None]] = _refuse_to_show
    """Fills an answer that was deferred with what is known of the document at a path, and its file."""
    forget: list[Callable[[int], Awaitable[None] | None]] = field(default_factory=list)
    """Each erases what one part of the bot keeps of a person."""
    expire: list[Callable[[], Awaitable[None] | None]] = field(default_factory=list)
    """Each drops what one part of the bot keeps in memory past its time; called every minute."""

    async def drop_expired(self) -> None:
        """Calls every one of `expire`."""
        for drop in self.expire:
            done = drop()
            if inspect.isawaitable(done):
                await done


@dataclass(frozen=True)
class Services:
    """The archive, who may ask it, and what runs and remembers on behalf of all features."""

    settings: BotSettings
    archive: Archive
    engine: Engine
    data: Path
    access: Access
    searches: WorkQueue
    look_ups: WorkQueue
    """For what takes milliseconds, so that it never waits behind searches."""
    cites: WorkQueue
    """For what looks at files: citations, documents, dossiers, uploads. It may take seconds; no search waits for it."""
    checks: WorkQueue
    """For comparing quotations, one after the other: a draft has many. Neither a search nor a citation waits for it."""
    drafts: WorkQueue
    """For reading drafts, in processes of their own: one that takes its time holds up no quotation of others."""
    watches: WorkQueue
    """For holding new documents against watches, and for what is posted of them: nobody waits for it."""
    recent: RecentPassages
    clock: Callable[[], float]
    """Seconds from any moment on; it never goes back."""
    now: Callable[[], dt.datetime]
    """The moment that it is; the machine's clock may be put back."""
    hooks: Hooks
    commands: CommandNames
    """The commands as messages name them."""
    links: Links = NO_LINKS
    """To the archive's pages, where it has any."""

    @property
    def idle(self) -> bool:
        """Whether no work is running or waiting."""
        return all(queue.idle for queue in self._queues)

    def close(self) -> None:
        """Drops the work that waits; what runs is not waited for."""
        for queue in self._queues:
            queue.close()

    @property
    def _queues(self) -> tuple[WorkQueue, ...]:
        return self.searches, self.look_ups, self.cites, self.checks, self.drafts, self.watches


def assemble(
    settings: BotSettings,
    archive: Archive,
    engine: Engine,
    data: Path,
    *,
    public_url: str | None = None,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> Services:
    """The services as the settings say; `public_url` is where the archive's pages are."""
    recent, checks = RecentPassages(), access(settings, clock)
    look_ups = WorkQueue(LOOK_UPS_AT_ONCE, LOOK_UPS_WAITING, "look-ups")
    return Services(
        settings=settings,
        archive=archive,
        engine=engine,
        data=data,
        access=checks,
        searches=WorkQueue(settings.concurrent_searches, settings.waiting_searches, "searches"),
        look_ups=look_ups,
        cites=WorkQueue(CITES_AT_ONCE, CITES_WAITING, "cites"),
        checks=WorkQueue(CHECKS_AT_ONCE, CHECKS_WAITING, "checks"),
        drafts=WorkQueue(DRAFTS_AT_ONCE, DRAFTS_WAITING, "drafts"),
        watches=WorkQueue(WATCHES_AT_ONCE, WATCHES_WAITING, "watches"),
        recent=recent,
        clock=clock,
        now=now,
        hooks=Hooks(forget=[recent.forget], expire=[checks.expire, lambda: _drop_erased(archive, look_ups, recent)]),
        commands=CommandNames(),
        links=Links(public_url),
    )


async def _drop_erased(archive: Archive, look_ups: WorkQueue, recent: RecentPassages) -> None:
    with suppress(index.DatelineError, BusyError):  # the next minute tries again
        recent.follow(await look_ups.run(archive.erasures))
