"""`dateline explain`: why a document is not among the hits of a query, or at which place it is."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from typing import Any

from index.cli import asked
from index.cli import options as common


def add(commands: Any) -> None:
    about = "say why a document is not among the hits of a query, or which place it has"
    parser = common.command(commands, "explain", run, about)
    parser.add_argument("query", metavar="QUERY", help="as for dateline search, in quotation marks")
    parser.add_argument("document", metavar="DOCUMENT", help="its path in the archive, or words of its path or title")
    parser.add_argument("--since", metavar="DATE", help="the first day that counts, as of the search")
    parser.add_argument("--until", metavar="DATE", help="the last day that counts")
    parser.add_argument("--limit", type=common.limit, metavar="N", help="how many hits the search shows (default 10)")
    parser.add_argument("--sort", choices=asked.SORTS, help="the order of the search")


def run(options: argparse.Namespace) -> None:
    from index.cli.show import explanations  # noqa: PLC0415 (what a command does not need, it does not wait for)

    query = asked.query_of(options.query, options)
    with closing(common.opened(common.settings(options))) as archive:
        found = archive.explain(query, asked.typed("the document", options.document))
    if options.json:
        print(json.dumps(explanations.explanation_json(found), ensure_ascii=False))
    else:
        explanations.explanation(found)
