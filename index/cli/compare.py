"""`dateline compare`: what two spans of time have of a query, side by side."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from typing import Any

from index import Query, read_span
from index.cli import asked
from index.cli import options as common

_SPAN = "1969, July 1969, 1969-07, 1969..1972 or 1969 to 1972"


def add(commands: Any) -> None:
    parser = common.command(commands, "compare", run, "compare what two spans of time have of a query")
    parser.add_argument("query", nargs="+", metavar="QUERY", help='words, "phrases", -exclusions, in: title: …')
    parser.add_argument("--first", required=True, metavar="SPAN", help=f"the one span: {_SPAN}")
    parser.add_argument("--second", required=True, metavar="SPAN", help="the other span, which shares no day with it")


def run(options: argparse.Namespace) -> None:
    from index.cli.show import comparisons  # noqa: PLC0415 (what a command does not need, it does not wait for)

    query = Query(text=asked.typed("the query", " ".join(options.query)))
    spans = [read_span(asked.typed(name, getattr(options, name))) for name in ("first", "second")]
    with closing(common.opened(common.settings(options))) as archive:
        found = archive.compare(query, *spans)
    if options.json:
        print(json.dumps(comparisons.comparison_json(found), ensure_ascii=False))
        comparisons.warn(found)
    else:
        comparisons.comparison(found)
