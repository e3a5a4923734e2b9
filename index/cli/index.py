"""`dateline index`: builds or refreshes the index."""

from __future__ import annotations

import argparse
from typing import Any

from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "index", run, "build or refresh the index of the archive")
    parser.add_argument(
        "--force", action="store_true", help="publish even if most documents are gone or judged queries fare worse"
    )


def run(options: argparse.Namespace) -> None:
    from index.cli.show import reports  # noqa: PLC0415 (what a command does not need, it does not wait for)

    report = common.reindexed(common.settings(options), force=options.force)
    if options.json:
        print(report.model_dump_json())
    else:
        reports.report(report)
