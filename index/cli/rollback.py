"""`dateline rollback`: makes an earlier generation serve again."""

from __future__ import annotations

import argparse
from typing import Any

import index
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "rollback", run, "serve an earlier generation again, by default the one before")
    parser.add_argument("generation", nargs="?", type=common.generation, metavar="N", help="its number")


def run(options: argparse.Namespace) -> None:
    done = index.rollback(common.settings(options), options.generation)
    if options.json:
        print(done.model_dump_json())
    else:
        print(f"Generation {done.generation} is now served instead of {done.previous}.")
