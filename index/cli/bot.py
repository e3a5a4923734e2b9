"""`dateline bot`: the Discord bot, which is another program; the engine never imports it."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "bot", run, "run the Discord bot (needs DISCORD_BOT_TOKEN)", json=False)
    parser.add_argument("--shard-ids", metavar="N,N", help="the shards of Discord's that this host has, from 0")
    parser.add_argument("--shard-count", metavar="N", help="how many shards there are on all hosts together")


def run(options: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "bot"]
    for name in ("archive", "data", "shard_ids", "shard_count"):
        if getattr(options, name) is not None:
            command += [f"--{name.replace('_', '-')}", str(getattr(options, name))]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, no shell)
