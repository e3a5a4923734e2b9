"""`dateline restore`: puts a backup back, beside what is there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import index
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "restore", run, "put what a backup holds into the data folder")
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that dateline backup made")
    parser.add_argument("--force", action="store_true", help="restore even while the bot runs")


def run(options: argparse.Namespace) -> None:
    done = index.restore_backup(common.settings(options), options.file, force=options.force)
    if options.json:
        print(done.model_dump_json())
        return
    print(f"The backup of {done.made:%Y-%m-%d %H:%M} UTC is restored. Now run: dateline index")
    if done.aside:
        print(f"What was there before is in {done.aside}")
    for note in done.notes:
        print(f"dateline: {note}", file=sys.stderr)
