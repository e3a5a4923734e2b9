"""`dateline documents`: what was read into the index, what has no date or a weak one, and what could not be read."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import index
from index import Listed, Listing
from index.cli import date_lists
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "documents", run, "list what was read, what has no date, what could not be read")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--undated", action="store_true", help="list only the documents without a date")
    only.add_argument("--weakly-dated", action="store_true", help="list only those whose date should be looked at")
    only.add_argument("--failed", action="store_true", help="list only the files that could not be read")
    parser.add_argument("--csv", action="store_true", help="print CSV, with a date to fill in for dateline date --file")


def run(options: argparse.Namespace) -> None:
    if options.csv and (options.json or not (options.undated or options.weakly_dated)):
        raise common.wrong_usage("--csv goes with --undated or --weakly-dated, and not with --json")
    found = index.listing(common.settings(options))
    if options.undated or options.weakly_dated:
        asked = tuple(document for document in found.documents if _is_asked_for(document, options))
        found = found.model_copy(update={"documents": asked})
    if options.csv:
        _print_csv(found)
    elif options.json:
        parts = (
            {"documents"}
            if options.undated or options.weakly_dated
            else {"failed"}
            if options.failed
            else {"documents", "failed"}
        )
        print(json.dumps(found.model_dump(mode="json", include={"generation"} | parts), ensure_ascii=False))
    else:
        _show(found, options)
    for warning in found.warnings:
        print(f"dateline: {warning}", file=sys.stderr)


def _is_asked_for(document: Listed, options: argparse.Namespace) -> bool:
    return document.date is None if options.undated else index.is_weakly_dated(document.date)


def _print_csv(found: Listing) -> None:
    """A line for each document, whose date and reason are to be filled in for `dateline date --file`."""
    rows = (
        (document.path, "", "", index.one_line(document.title), index.one_line(document.reason or ""))
        for document in found.documents
    )
    date_lists.show(rows, (*date_lists.COLUMNS, "title", "reason"))


def _show(found: Listing, options: argparse.Namespace) -> None:
    from index.cli.show import listings  # noqa: PLC0415 (what a command does not need, it does not wait for)

    if options.undated or options.weakly_dated:
        listings.unsettled(found)
    elif options.failed:
        listings.failed(found)
    else:
        listings.documents(found)
