"""The server over an archive of `Place`: in the test's own process, or on a port of the loopback interface."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from index import Archive, MemberSettings
from index.web import app, server, services, starting
from index.web.accounts.discord import Endpoints
from index.web.services import Services
from index.web.settings import ServeSettings
from index.web.visitors import Identify, Visitor
from tests.makers.archives import Place

PEER: Final = ("127.0.0.1", 50_000)
"""Whence a client in the test's own process seems to ask."""


@dataclass(frozen=True)
class Served:
    """The server in this process, and a client that asks it by the right name."""

    archive: Archive
    services: Services
    app: FastAPI
    client: TestClient


@dataclass(frozen=True)
class Running:
    """The server in a thread, reached at `url`, which has no slash at the end."""

    archive: Archive
    services: Services
    url: str


@contextmanager
def served(
    place: Place, *, peer: tuple[str, int] = PEER, raises: bool = True, follow: bool = True, **options: Any
) -> Iterator[Served]:
    """The server over a place that is indexed, asked from `peer`; `options` are those of `assembled`.

    What goes wrong in it is raised here, unless it `raises` not; redirects are followed, unless it does not `follow`.
    """
    with ExitStack() as stack:
        made = stack.enter_context(assembled(place, **options))
        built = app.create(made)
        client = TestClient(built, made.base_url, raise_server_exceptions=raises, follow_redirects=follow, client=peer)
        yield Served(made.archive, made, built, stack.enter_context(client))


@contextmanager
def running(place: Place, **options: Any) -> Iterator[Running]:
    """The server over a place that is indexed, on a free port; `options` are those of `assembled`."""
    with ExitStack() as stack:
        listening = stack.enter_context(starting.bound("127.0.0.1", 0))
        port = listening.getsockname()[1]
        made = stack.enter_context(assembled(place, port=port, **options))
        runner = server.runner(app.create(made))
        thread = threading.Thread(target=runner.run, args=([listening],), daemon=True)
        thread.start()
        stack.callback(thread.join)
        stack.callback(setattr, runner, "should_exit", True)
        yield Running(made.archive, made, f"http://127.0.0.1:{port}")


@contextmanager
def assembled(
    place: Place,
    *,
    visitor: Visitor | None = None,
    members: Mapping[str, Any] | None = None,
    public_url: str | None = None,
    engine: Mapping[str, Any] | None = None,
    clock: Callable[[], float] = time.monotonic,
    discord: Endpoints = services.DISCORD,
    **serve: Any,
) -> Iterator[Services]:
    """The services over an archive that is closed when the block ends.

    Everybody is `visitor`, unless there is none: then who asks is told as in earnest, and signs in at `discord`.
    `members` and `engine` are settings of members and of the engine by name, `serve` those of the server.
    """
    engine_settings = place.settings.model_copy(update={**(engine or {}), "public_url": public_url})
    settings = ServeSettings(_env_file=None, **serve)
    with ExitStack() as stack:
        archive = stack.enter_context(place.opened(**(engine or {})))
        made = services.assemble(
            archive,
            engine_settings,
            members=MemberSettings(_env_file=None, **(members or {})),
            settings=settings,
            identify=_always(visitor) if visitor else None,
            base_url=public_url or f"http://127.0.0.1:{settings.port}",
            clock=clock,
            discord=discord,
        )
        stack.callback(made.close)
        yield made


def _always(visitor: Visitor) -> Identify:
    async def identify(connection: HTTPConnection) -> Visitor:
        return visitor

    return identify
