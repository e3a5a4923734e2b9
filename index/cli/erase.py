"""`dateline erase`: takes a document away for good, with all that is kept of it; asks first."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

import index
from index import ArchiveError, DatelineError, Erasable, Erasing, Settings
from index.cli import options as common

if TYPE_CHECKING:
    from index import Eraser

FAULT = 1


def add(commands: Any) -> None:
    parser = common.command(commands, "erase", run, "erase a document for good, with all that is kept of it")
    parser.add_argument("path", metavar="PATH", help="the document's path in the archive")
    parser.add_argument("--why", metavar="TEXT", help="the reason, which is shown where its words were cited")
    parser.add_argument("--yes", action="store_true", help="don't ask")
    parser.add_argument("--allow", action="store_true", help="read a file again whose bytes were erased")


def run(options: argparse.Namespace) -> int | None:
    if options.allow == bool(options.why):
        raise common.wrong_usage("erase needs --why TEXT, or --allow for a file that was erased and may be read again")
    settings = common.settings(options)
    eraser = index.Eraser(settings)
    if options.allow:
        _allowed(options, eraser.allow(options.path))
        return None
    if not options.yes and not _confirmed(options, eraser.look(options.path)):
        print("dateline: nothing was erased", file=sys.stderr)
        return FAULT
    done = _erased(settings, eraser, options)
    print(done.model_dump_json() if options.json else _line(done))
    return None


def _erased(settings: Settings, eraser: Eraser, options: argparse.Namespace) -> Erasing:
    done = eraser.begin(options.path, options.why)
    if not done.done:
        try:
            common.reindexed(settings)
        except (DatelineError, KeyboardInterrupt):
            print("dateline: the erasure is begun; the next reindex that succeeds finishes it", file=sys.stderr)
            raise
        done = eraser.outcome(options.path)
    if not done.done:
        raise ArchiveError(f"the erasure of {index.one_line(options.path)} is begun but not done; run: dateline index")
    return done


def _confirmed(options: argparse.Namespace, found: Erasable) -> bool:
    if not sys.stdin.isatty():
        raise common.wrong_usage("erasing can't be undone, and nobody is here to be asked; add --yes")
    from index.cli.show import erasures  # noqa: PLC0415 (what a command does not need, it does not wait for)

    erasures.ask(found)
    try:
        return input().strip().casefold() in {"y", "yes"}
    except EOFError:
        return False


def _allowed(options: argparse.Namespace, count: int) -> None:
    if options.json:
        print(json.dumps({"path": options.path, "allowed": count}))
    else:
        print("It is read again by the next reindex. What was erased does not come back.")


def _line(done: Erasing) -> str:
    count = len(done.citations)
    cited = f"; its {count:,} citation{' says' if count == 1 else 's say'} so" if count else ""
    return f"{index.one_line(done.path)} is erased for good{cited}."
