"""The tools over standard input and output, for one program that starts them: standard output is the protocol's."""

from __future__ import annotations

from contextlib import closing

import index
from index.web import services
from index.web.settings import ServeSettings
from index.web.tools import server
from index.web.tools.access import Access
from index.web.visitors import Visitor

KEY = "stdio"


def run(
    archive: index.Archive,
    engine_settings: index.Settings,
    settings: ServeSettings,
    members: index.MemberSettings,
    scope: index.Scope,
) -> None:
    """Answers until standard input ends; everything is within `scope`."""
    visitor = Visitor(KEY, scope)
    made = services.assemble(
        archive,
        engine_settings,
        members=members,
        settings=settings,
        base_url=(engine_settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/"),
    )
    with closing(made):
        server.made(Access(made, lambda context: visitor)).run("stdio")
