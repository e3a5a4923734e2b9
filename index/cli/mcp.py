"""`dateline mcp`: tools for language models over standard input and output. It needs the extra `serve`."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import Any

import index
from index import EVERYTHING, Archive, Scope, SettingsError
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "mcp", run, "serve tools for language models over stdio (MCP)", json=False)
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--folders", metavar="A,B", help="open these folders alone, as for a token")
    only.add_argument(
        "--everything", action="store_true", help="open what only some members may see, too (default: what all may)"
    )


def run(options: argparse.Namespace) -> None:
    stdio, settings = common.web("tools.stdio", "settings")
    engine_settings = common.settings(options)
    members, chosen = index.load_members(), settings.load()
    with closing(common.opened(engine_settings)) as archive:
        scope = scope_of(options, members, archive)
        index.say(f"the tools see {_seen(scope)}")
        stdio.run(archive, engine_settings, chosen, members, scope)


def scope_of(options: argparse.Namespace, members: index.MemberSettings, archive: Archive) -> Scope:
    """What every member may see, unless more or less is asked for."""
    if options.everything:
        return EVERYTHING
    if options.folders is None:
        return members.scope_of_roles(())
    return Scope(only=frozenset(_folders(options.folders, archive)))


def _folders(typed: str, archive: Archive) -> list[str]:
    """The folders that were named; raises `SettingsError` for one that the archive hasn't."""
    there = sorted({path.partition("/")[0] for path in archive.folders(EVERYTHING)})
    named = [name.strip().strip("/") for name in typed.split(",") if name.strip().strip("/")]
    if unknown := [name for name in named if name not in there]:
        raise SettingsError(f"the archive has no folder {unknown[0]!r}; it has {', '.join(there) or 'none'}")
    if not named:
        raise SettingsError(f"--folders names none; the archive has {', '.join(there) or 'none'}")
    return named


def _seen(scope: Scope) -> str:
    """What a scope opens, for whoever starts this."""
    named = ", ".join(sorted(scope.hidden if scope.only is None else scope.only))
    if scope.everything:
        return "the whole archive"
    return f"all folders but {named}" if scope.only is None else f"these folders alone: {named}"
