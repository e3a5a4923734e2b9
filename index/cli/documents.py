"""`dateline documents`: what was read into the index, what has no date, and what could not be read."""

from __future__ import annotations

import argparse
import json
from typing import Any

from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "documents", run, "what was read, what has no date, what could not be read")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--undated", action="store_true", help="list the documents without a date alone")
    only.add_argument("--failed", action="store_true", help="list the files that could not be read alone")


def run(options: argparse.Namespace) -> None:
    from index.cli import show  # noqa: PLC0415 (what a command does not need, it does not wait for)
    from index.generations.listing import listing  # noqa: PLC0415

    found = listing(common.settings(options))
    if options.undated:
        found = found.model_copy(update={"documents": tuple(one for one in found.documents if one.date is None)})
    if not options.json:
        show.documents(found, undated=options.undated, failed=options.failed)
        return
    parts = {"documents"} if options.undated else {"failed"} if options.failed else {"documents", "failed"}
    print(json.dumps(found.model_dump(mode="json", include={"generation"} | parts), ensure_ascii=False))
