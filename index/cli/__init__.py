"""The `dateline` command: arguments in, an exit code out. One module a command; what is printed is made in `show`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import Final

from index import DatelineError, StoppedError
from index.cli import (
    backup,
    bot,
    check,
    cite,
    documents,
    erase,
    evaluate,
    health,
    index,
    report,
    restore,
    rollback,
    search,
    status,
)

DONE, FAULT, USAGE = 0, 1, 2
"""Exit codes: done; the archive or an input is at fault; wrong usage."""
STOPPED: Final = 130
"""Stopped by Ctrl-C, as shells say it (128 and the signal's number)."""

COMMANDS: Final = (
    *(index, documents, search, cite, status, report, rollback, check, evaluate),
    *(erase, backup, restore, bot, health),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; faults are one line on stderr, with a traceback only in a log."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.ERROR, format="%(name)s: %(message)s")
    try:
        return int(options.run(options) or DONE)
    except StoppedError as error:  # by Ctrl-C, which the build may hear of first, or by somebody else
        print(f"dateline: {error}", file=sys.stderr)
        return STOPPED
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return FAULT
    except KeyboardInterrupt:
        print("dateline: stopped; what was embedded is kept", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # the reader of our output has gone: nothing is left to say, or to anyone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def parser() -> argparse.ArgumentParser:
    """What reads the command line: every command with its options."""
    whole = argparse.ArgumentParser(prog="dateline", description="Searches an archive of dated documents.")
    whole.add_argument("--version", action="version", version=f"%(prog)s {_version()}", help="print the version")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return whole


def _version() -> str:
    """The installed version; a copy of the source that was never installed has none."""
    try:
        return metadata.version("dateline")
    except metadata.PackageNotFoundError:
        return "(not installed)"
