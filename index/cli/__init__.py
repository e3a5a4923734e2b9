"""The `dateline` command: arguments in, an exit code out. One module a command; what is printed is made in `show`."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from importlib import metadata
from typing import Final

from index import output_for_programs, run_program
from index.cli import (
    backup,
    bot,
    bundle,
    check,
    check_bundle,
    cite,
    compare,
    copy,
    date,
    documents,
    erase,
    evaluate,
    explain,
    health,
    history,
    index,
    mcp,
    report,
    restore,
    rollback,
    search,
    serve,
    status,
    timeline,
    token,
    verify,
    watch,
)

COMMANDS: Final = (
    *(
        index,
        documents,
        search,
        explain,
        timeline,
        compare,
        cite,
        verify,
        history,
        bundle,
        check_bundle,
        status,
        report,
        rollback,
    ),
    *(check, evaluate, watch, date, erase, backup, restore, copy, bot, health, serve, token, mcp),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; faults are one line on stderr, with a traceback only in a log.

    0 is done, 1 that the archive, an input or the machine is at fault, 2 wrong usage, 130 Ctrl-C.
    """
    return run_program(lambda: _run(arguments), interrupted="stopped; what was embedded is kept")


def _run(arguments: Sequence[str] | None) -> int | None:
    options = parser().parse_args(arguments)
    _log(verbose=options.verbose)
    if getattr(options, "json", False):
        output_for_programs()
    code: int | None = options.run(options)
    return code


def _log(*, verbose: bool) -> None:
    """All that happens, with tracebacks; or errors alone, without those whose line says all that people need."""
    handler = logging.StreamHandler()
    if not verbose:
        handler.addFilter(_without_traceback)
    level = logging.DEBUG if verbose else logging.ERROR
    logging.basicConfig(level=level, format="%(name)s: %(message)s", handlers=[handler])


def _without_traceback(record: logging.LogRecord) -> bool:
    return record.exc_info is None


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
