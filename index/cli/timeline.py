"""`dateline timeline`: how many documents match a query, by time."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from typing import Any

from index.cli import asked
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "timeline", run, "count the documents that match a query, by time")
    parser.add_argument("query", nargs="*", metavar="QUERY", help='words, "phrases", -exclusions, in: …, as for search')
    parser.add_argument("--since", metavar="DATE", help="the first day that counts: YYYY-MM-DD, YYYY-MM or YYYY")
    parser.add_argument("--until", metavar="DATE", help="the last day that counts")
    parser.add_argument("--by", choices=("day", "month", "year"), help="the unit of the bars, else chosen by the dates")
    parser.add_argument("--share", action="store_true", help="draw the share of all documents of that time")


def run(options: argparse.Namespace) -> None:
    from index.cli.show import answers, timelines  # noqa: PLC0415 (what a command does not need, it does not wait for)

    if not options.query:
        raise common.wrong_usage("give a query, as in: dateline timeline 'moon landing'")
    query = asked.query_of(" ".join(options.query), options)
    with closing(common.opened(common.settings(options))) as archive:
        found = archive.timeline(query, options.by)
    if options.json:
        print(json.dumps(timelines.timeline_json(found), ensure_ascii=False))
        answers.warn_once(found, set())
    else:
        timelines.timeline(found, share=options.share)
