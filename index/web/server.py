"""Runs the server until it is asked to end: the one home of uvicorn."""

from __future__ import annotations

from contextlib import closing

import uvicorn

import index
from index.web import app, identity, services
from index.web.settings import ServeSettings

GRACE_SECONDS = 10
"""What requests that run get to be answered when the server is asked to end."""


def serve(archive: index.Archive, engine_settings: index.Settings, settings: ServeSettings) -> None:
    """Serves until SIGTERM or Ctrl-C."""
    members = index.load_members()
    base = engine_settings.public_url or f"http://{settings.host}:{settings.port}"
    identify = identity.on_this_machine(members)
    made = services.assemble(
        archive,
        engine_settings,
        members=members,
        settings=settings,
        identify=identify,
        base_url=base.rstrip("/"),
    )
    config = uvicorn.Config(
        app.create(made),
        host=settings.host,
        port=settings.port,
        access_log=False,  # it would have queries
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    with closing(made):
        uvicorn.Server(config).run()
