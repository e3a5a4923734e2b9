"""Runs the server until it is asked to end: this package is the one home of uvicorn."""

from __future__ import annotations

import gc
import signal
import sys
from contextlib import closing
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp

import index
from index.web import app, logs, services, starting
from index.web.server.connections import TimedProtocol
from index.web.settings import ServeSettings

GRACE_SECONDS: Final = 10
"""What requests that run get to be answered when the server is asked to end."""
KEEP_ALIVE_SECONDS: Final = 75
"""How long a connection may stand idle, which is longer than proxies keep theirs."""
MOST_AT_ONCE: Final = 1_000
"""Connections and requests; beyond them, the answer is 503."""
TURN_SECONDS: Final = 0.0005
"""How long a search may keep Python's lock while the event loop wants it; at Python's own 5 ms, pages wait."""


class Ready:
    """A port that is the server's, and settings that were checked, so that what is wrong is said before anything else.

    Raises `SettingsError`.
    """

    def __init__(self, engine_settings: index.Settings, settings: ServeSettings) -> None:
        self.engine_settings = engine_settings
        self.members = index.load_members()
        starting.check(engine_settings, self.members, settings)
        self.listening = starting.bound(settings.host, settings.port)
        port = self.listening.getsockname()[1]
        self.settings = settings.model_copy(update={"port": port})
        self.base_url = engine_settings.public_url or starting.address(settings.host, port)

    def serve(self, archive: index.Archive) -> None:
        """Serves until SIGTERM or Ctrl-C; requests that run then are answered first."""
        logs.start()
        sys.setswitchinterval(TURN_SECONDS)
        made = services.assemble(
            archive, self.engine_settings, members=self.members, settings=self.settings, base_url=self.base_url
        )
        running = runner(app.create(made))
        _end_on_signals(running)
        gc.freeze()  # what stays to the end anyway is not looked through again, which holds up everybody
        index.say(f"serving {self.base_url} ({self.settings.host}, port {self.settings.port}); Ctrl-C ends it")
        archive.keep_warm()
        here = index.present_as(self.engine_settings, "serve", lambda: archive.status().generation)
        with closing(made), here:
            running.run([self.listening])


def runner(application: ASGIApp) -> uvicorn.Server:
    """What runs the application on sockets that are bound, until it is told to end."""
    config = uvicorn.Config(
        application,
        http=TimedProtocol,
        ws="none",
        access_log=False,  # it would have queries
        log_config=None,
        log_level="critical",  # what goes wrong is logged where it is answered, without words of anybody
        server_header=False,
        proxy_headers=False,  # the guard reads them, from proxies that are trusted
        backlog=starting.BACKLOG,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return uvicorn.Server(config)


def _end_on_signals(running: uvicorn.Server) -> None:
    """Has signals end it that come before uvicorn listens to them; those that it sends again at its end do nothing."""

    def end(number: int, frame: Any) -> None:
        running.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
