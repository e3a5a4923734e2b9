"""`dateline index`: builds or refreshes the index."""

from __future__ import annotations

import argparse
from typing import Any

from index.cli import options as common


def add(commands: Any) -> None:
    common.command(commands, "index", run, "build or refresh the index of the archive")


def run(options: argparse.Namespace) -> None:
    from index.build import reindex  # noqa: PLC0415 (what a command does not need, it does not wait for)
    from index.cli import show  # noqa: PLC0415

    with show.progress() as progress:
        report = reindex(common.settings(options), progress)
    if options.json:
        print(report.model_dump_json())
    else:
        show.report(report)
