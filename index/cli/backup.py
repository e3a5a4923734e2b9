"""`dateline backup`: what can't be made again, in one file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import index
from index.cli import options as common
from index.cli.show.console import counted

MEBIBYTE = 1024 * 1024


def add(commands: Any) -> None:
    parser = common.command(commands, "backup", run, "write what can't be made again to one file")
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to be made, such as dateline-backup.zip")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def run(options: argparse.Namespace) -> None:
    done = index.back_up(common.settings(options), options.file, force=options.force)
    if options.json:
        print(done.model_dump_json())
    else:
        files = counted(done.members, "file")
        print(f"{done.file} holds {files} of the data folder ({done.bytes / MEBIBYTE:.1f} MiB).")
