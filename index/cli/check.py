"""`dateline check`: whether everything in the data folder is as it was written."""

from __future__ import annotations

import argparse
import json
from typing import Any

import index
from index.cli import options as common

FAULT = 1


def add(commands: Any) -> None:
    parser = common.command(commands, "check", run, "compare everything that is kept with its checksums")
    parser.add_argument("generation", nargs="?", type=common.generation, metavar="N", help="check only this generation")


def run(options: argparse.Namespace) -> int | None:
    from index.cli.show import listings  # noqa: PLC0415 (what a command does not need, it does not wait for)

    found = index.check(common.settings(options), options.generation)
    if options.json:
        print(json.dumps([generation.model_dump(mode="json") for generation in found]))
    else:
        listings.checked(found)
    return FAULT if any(generation.faults for generation in found) else None
