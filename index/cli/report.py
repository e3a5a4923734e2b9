"""`dateline report`: what a reindex did."""

from __future__ import annotations

import argparse
from typing import Any

import index
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "report", run, "show what a reindex did, by default the latest")
    parser.add_argument("generation", nargs="?", type=common.generation, metavar="N", help="the generation it made")


def run(options: argparse.Namespace) -> None:
    from index.cli.show import reports  # noqa: PLC0415 (what a command does not need, it does not wait for)

    found = index.report(common.settings(options), options.generation)
    if options.json:
        print(found.model_dump_json())
    else:
        reports.report(found, listed=True)
