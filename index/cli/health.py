"""`dateline health`: whether the Discord bot is well, which it tells itself; the engine never imports it."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from index.cli import options as common


def add(commands: Any) -> None:
    common.command(commands, "health", run, "check that the Discord bot is well (exit code 1 if it isn't)")


def run(options: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "bot.health"]
    for name in ("archive", "data"):
        if getattr(options, name) is not None:
            command += [f"--{name}", str(getattr(options, name))]
    command += [f"--{name}" for name in ("json", "verbose") if getattr(options, name)]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, no shell)
