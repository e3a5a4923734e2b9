"""`dateline serve`: pages, an API and tools over HTTP. It needs the extra `serve`."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Any

from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "serve", run, "serve pages, an API and tools over HTTP, read-only", json=False)
    parser.add_argument("--host", metavar="ADDRESS", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, metavar="N", help="the port to listen on (default: 8321)")
    parser.add_argument("--public-url", metavar="URL", help="where it is reached from outside; people sign in then")


def run(options: argparse.Namespace) -> None:
    server, settings = common.web("server", "settings")
    engine_settings = common.settings(options, public_url=options.public_url)
    ready = server.Ready(engine_settings, settings.load(host=options.host, port=options.port))
    with closing(ready.listening), closing(common.opened(engine_settings)) as archive:
        ready.serve(archive)
