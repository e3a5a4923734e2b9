"""What all parts of the server work with, made once and handed to each of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, cast

from fastapi import Depends, Request

from index import Archive, MemberSettings, Settings, Tokens, WorkQueue
from index.web.accounts import SigningIn, signing_in
from index.web.accounts.discord import Endpoints
from index.web.identity import Identity
from index.web.metrics import MeasuredQueue, Metrics
from index.web.settings import ServeSettings
from index.web.visitors import Identify

SEARCHES_AT_ONCE: Final = 2
SEARCHES_WAITING: Final = 500
LOOK_UPS_AT_ONCE: Final = 1
LOOK_UPS_WAITING: Final = 500
CITES_AT_ONCE: Final = 1
"""They compute in the process in which searches do, and so that all of them together take no more than one core."""
CITES_WAITING: Final = 500
CHECKS_AT_ONCE: Final = 1
"""Likewise."""
CHECKS_WAITING: Final = 32
DRAFTS_AT_ONCE: Final = 1
DRAFTS_WAITING: Final = 8
DISCORD: Final = Endpoints()


@dataclass(frozen=True)
class Services:
    """The archive, who may ask it, and the queues on which it is asked, each for what takes as long.

    Searches and timelines run on `searches`; on `look_ups` what takes milliseconds; on `cites` what looks at files:
    citations, contexts, documents and originals; on `checks` comparing quotations, and on `drafts` reading them.
    """

    archive: Archive
    engine_settings: Settings
    members: MemberSettings
    settings: ServeSettings
    identify: Identify
    base_url: str
    """Where pages are reached, without a slash at the end: links to pages begin with it."""
    searches: WorkQueue
    look_ups: WorkQueue
    cites: WorkQueue
    checks: WorkQueue
    drafts: WorkQueue
    metrics: Metrics
    signing_in: SigningIn | None = None
    """What people sign in by, where they have to."""
    clock: Callable[[], float] = time.monotonic

    @property
    def public(self) -> bool:
        """Whether the server is reached from outside, so that people have to sign in."""
        return self.engine_settings.public_url is not None

    @property
    def queues(self) -> dict[str, WorkQueue]:
        """The queues by name."""
        return {
            "searches": self.searches,
            "look_ups": self.look_ups,
            "cites": self.cites,
            "checks": self.checks,
            "drafts": self.drafts,
        }

    def close(self) -> None:
        """Drops the work that waits; what runs is not waited for."""
        for queue in self.queues.values():
            queue.close()


def assemble(
    archive: Archive,
    engine_settings: Settings,
    *,
    members: MemberSettings,
    settings: ServeSettings,
    base_url: str,
    identify: Identify | None = None,
    discord: Endpoints = DISCORD,
    clock: Callable[[], float] = time.monotonic,
) -> Services:
    """The services, with queues of their own; who asks is told by `identify`, else as the settings say."""
    data, metrics, signing = engine_settings.data, Metrics(), None
    if engine_settings.public_url is not None:
        signing = signing_in(base_url, data, members=members, settings=settings, clock=clock, endpoints=discord)
    told = identify or Identity(members, Tokens(data), signing.sessions if signing else None)
    return Services(
        archive=archive,
        engine_settings=engine_settings,
        members=members,
        settings=settings,
        identify=told,
        base_url=base_url,
        searches=MeasuredQueue(SEARCHES_AT_ONCE, SEARCHES_WAITING, "searches", metrics),
        look_ups=MeasuredQueue(LOOK_UPS_AT_ONCE, LOOK_UPS_WAITING, "look_ups", metrics),
        cites=MeasuredQueue(CITES_AT_ONCE, CITES_WAITING, "cites", metrics),
        checks=MeasuredQueue(CHECKS_AT_ONCE, CHECKS_WAITING, "checks", metrics),
        drafts=MeasuredQueue(DRAFTS_AT_ONCE, DRAFTS_WAITING, "drafts", metrics),
        metrics=metrics,
        signing_in=signing,
        clock=clock,
    )


def _services(request: Request) -> Services:
    return cast("Services", request.app.state.services)


Serving = Annotated[Services, Depends(_services)]
"""The parameter of a route that is given the services."""
