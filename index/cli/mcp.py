"""`dateline mcp`: tools for language models over standard input and output. It needs the extra `serve`."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Any

import index
from index import EVERYTHING, Scope, Settings
from index.cli import folders
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "mcp", run, "serve tools for language models over stdio (MCP)", json=False)
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--folders", metavar="A,B", help="open these folders alone, . for documents in none")
    only.add_argument(
        "--everything", action="store_true", help="open what only some members may see, too (default: what all may)"
    )


def run(options: argparse.Namespace) -> None:
    stdio, settings = common.web("tools.stdio", "settings")
    engine_settings = common.settings(options)
    members, chosen = index.load_members(), settings.load()
    with closing(common.opened(engine_settings)) as archive:
        scope = scope_of(options, members, engine_settings)
        index.say(f"the tools see {_seen(scope)}")
        stdio.run(archive, engine_settings, chosen, members, scope)


def scope_of(options: argparse.Namespace, members: index.MemberSettings, settings: Settings) -> Scope:
    """What every member may see, unless more or less is asked for; raises `SettingsError`."""
    if options.everything:
        return EVERYTHING
    if options.folders is None:
        return members.scope_of_roles(())
    return Scope(only=frozenset(folders.read(options.folders, settings)))


def _seen(scope: Scope) -> str:
    """What a scope opens, for whoever starts this."""
    named = folders.shown(tuple(sorted(scope.hidden if scope.only is None else scope.only)))
    if scope.everything:
        return "the whole archive"
    return f"all folders but {named}" if scope.only is None else f"these folders alone: {named}"
