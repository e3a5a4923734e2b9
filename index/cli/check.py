"""`dateline check`: whether the files of the kept generations are as they were written."""

from __future__ import annotations

import argparse
import json
from typing import Any

from index.cli import options as common

FAULT = 1


def add(commands: Any) -> None:
    parser = common.command(commands, "check", run, "read the whole index and compare it with its checksums")
    parser.add_argument("generation", nargs="?", type=common.generation, metavar="N", help="only this generation")


def run(options: argparse.Namespace) -> int | None:
    from index.cli import show  # noqa: PLC0415
    from index.generations import status  # noqa: PLC0415 (what a command does not need, it does not wait for)

    found = status.check(common.settings(options), options.generation)
    if options.json:
        print(json.dumps([one.model_dump(mode="json") for one in found]))
    else:
        show.checked(found)
    return FAULT if any(one.faults for one in found) else None
