"""`dateline health`: whether the bot is well, for systemd, Docker and people. It loads neither Discord nor models."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import index
from bot.health import record

WELL: Final = 0
ILL: Final = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0 for a bot that is well; else 1, with one line that says why."""
    parser = argparse.ArgumentParser(prog="dateline health", description="Says whether the bot is well.")
    parser.add_argument("--archive", metavar="DIR", type=Path, help="the folder of documents")
    parser.add_argument("--data", metavar="DIR", help="where the index lives: a folder or a shared store")
    parser.add_argument("--verbose", action="store_true", help="log what happens")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return index.run_program(lambda: _run(parser, arguments))


def _run(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> int:
    options = parser.parse_args(arguments)
    if options.verbose:
        logging.basicConfig(level=logging.DEBUG)
    return report(index.load(archive=options.archive, data=options.data).data, as_json=options.json)


def report(data: Path, *, as_json: bool) -> int:
    """Prints how the bot is."""
    wrong = record.complaint(data)
    if as_json:
        health = record.read(data)
        print(json.dumps({"well": wrong is None, "complaint": wrong, "health": asdict(health) if health else None}))
    elif wrong is None:
        print(record.summary(data))
    if wrong is not None:
        index.say(wrong)
    return WELL if wrong is None else ILL


if __name__ == "__main__":
    sys.exit(main())
