"""`dateline documents`: what was read into the index, what has no date, and what could not be read."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import index
from index import Listing
from index.cli import date_lists
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "documents", run, "list what was read, what has no date, what could not be read")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--undated", action="store_true", help="list only the documents without a date")
    parser.add_argument("--csv", action="store_true", help="print CSV, with a date to fill in for dateline date --file")
    only.add_argument("--failed", action="store_true", help="list only the files that could not be read")


def run(options: argparse.Namespace) -> None:
    if options.csv and (options.json or not options.undated):
        raise common.wrong_usage("--csv goes with --undated, and not with --json")
    found = index.listing(common.settings(options))
    if options.undated:
        without = tuple(document for document in found.documents if document.date is None)
        found = found.model_copy(update={"documents": without})
    if options.csv:
        _print_csv(found)
    elif options.json:
        parts = {"documents"} if options.undated else {"failed"} if options.failed else {"documents", "failed"}
        print(json.dumps(found.model_dump(mode="json", include={"generation"} | parts), ensure_ascii=False))
    else:
        _show(found, options)
    for warning in found.warnings:
        print(f"dateline: {warning}", file=sys.stderr)


def _print_csv(found: Listing) -> None:
    """A line for each document, whose date and reason are to be filled in for `dateline date --file`."""
    rows = (
        (document.path, "", "", index.one_line(document.title), index.one_line("; ".join(document.notes)))
        for document in found.documents
    )
    date_lists.show(rows, (*date_lists.COLUMNS, "title", "reason"))


def _show(found: Listing, options: argparse.Namespace) -> None:
    from index.cli.show import listings  # noqa: PLC0415 (what a command does not need, it does not wait for)

    shown = listings.undated if options.undated else listings.failed if options.failed else listings.documents
    shown(found)
