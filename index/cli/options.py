"""What the commands have in common: options, settings, an archive that is indexed first if it never was."""

from __future__ import annotations

import argparse
import getpass
import logging
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import index
from index import MAX_LIMIT, NoIndexError, Report, Settings, SettingsError

if TYPE_CHECKING:
    from index import Archive

USAGE = 2
LONGEST = 9
"""Digits of a limit that are read; Python refuses to read thousands."""
MAX_SHOWN = 40
"""Characters of what was given that a message repeats."""


def command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int | None], about: str, *, json: bool = True
) -> argparse.ArgumentParser:
    """Adds the command `name`; `run` returns an exit code, None for done."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about.capitalize() + ".")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="the folder of documents (default: seeds)")
    parser.add_argument(
        "--data", metavar="DIR", help="where the index lives: a folder or a shared store (default: .dateline)"
    )
    parser.add_argument("--verbose", action="store_true", help="log what happens")
    if json:
        parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def settings(options: argparse.Namespace, **more: object) -> Settings:
    """The settings, with what the command line gives winning, `more` of it by name."""
    found = index.load(archive=options.archive, data=options.data, **more)
    if line := index.protect(found):
        print(f"dateline: {line}", file=sys.stderr)
    return found


def opened(settings: Settings) -> Archive:
    """The archive, indexed first if it never was."""
    try:
        return index.Archive.open(settings)
    except NoIndexError:
        _index_first(settings)
        return index.Archive.open(settings)


def _index_first(settings: Settings) -> None:
    from index.cli.show import reports  # noqa: PLC0415 (what a command does not need, it does not wait for)

    signal.signal(signal.SIGTERM, _interrupt)
    with reports.progress() as follow:
        index.index_first(settings, follow, index.say)


def reindexed(settings: Settings, *, force: bool = False, ray: str | None = None) -> Report:
    """The report of a reindex, done in a process of its own with a progress bar here; Ctrl+C and SIGTERM stop it."""
    from index.cli.show import reports  # noqa: PLC0415 (what a command does not need, it does not wait for)

    signal.signal(signal.SIGTERM, _interrupt)
    traces = logging.getLogger().isEnabledFor(logging.DEBUG)
    with reports.progress() as follow:
        return index.Reindexing.start(settings, force=force, traces=traces, ray=ray).attend(follow)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def web(*names: str) -> tuple[Any, ...]:
    """Modules of `index.web`; raises `SettingsError` where what they need isn't installed."""
    try:
        return tuple(import_module(f"index.web.{name}") for name in names)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("index"):
            raise
        raise SettingsError(
            f"this command needs packages that are not installed ({error.name}); install them: "
            'pip install -e ".[serve]" -c .ci/constraints.txt'
        ) from error


def user() -> str:
    """Who runs this command, by the name that the system knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return str(os.getuid())


def generation(text: str) -> int:
    """The type of an argument that names a generation."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not the number of a generation")
    return int(text)


def limit(text: str) -> int:
    """The type of an argument that says how many documents are shown."""
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST or not 1 <= int(text) <= MAX_LIMIT:
        shown = f"{text[:MAX_SHOWN]}…" if len(text) > MAX_SHOWN else text
        raise argparse.ArgumentTypeError(f"{shown!r} is not a number from 1 to {MAX_LIMIT}")
    return int(text)


def wrong_usage(message: str) -> SystemExit:
    """What to raise for options that don't go together."""
    print(f"dateline: {message}", file=sys.stderr)
    return SystemExit(USAGE)
