"""`dateline status`: what is being served."""

from __future__ import annotations

import argparse
from typing import Any

import index
from index.cli import options as common


def add(commands: Any) -> None:
    common.command(commands, "status", run, "show what is being served")


def run(options: argparse.Namespace) -> None:
    from index.cli.show import listings  # noqa: PLC0415 (what a command does not need, it does not wait for)

    found = index.status(common.settings(options))
    if options.json:
        print(found.model_dump_json())
    else:
        listings.status(found)
