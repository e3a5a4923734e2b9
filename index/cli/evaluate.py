"""`dateline evaluate`: measures the ranking with judged queries."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import index
from index.cli import options as common

FAULT = 1


def add(commands: Any) -> None:
    parser = common.command(commands, "evaluate", run, "measure the ranking with judged queries")
    parser.add_argument("queries", type=Path, metavar="QUERIES.jsonl", help='{"id", "text", "since", "until"} per line')
    parser.add_argument("qrels", type=Path, metavar="QRELS.tsv", help="query, document, relevance per line")
    parser.add_argument("--run", dest="run_file", type=Path, metavar="FILE", help="also write a TREC run file")
    parser.add_argument("--ids", type=Path, metavar="FILE", help="path and id per line, where ids are not the paths")


def run(options: argparse.Namespace) -> int | None:
    from index.cli.show import listings  # noqa: PLC0415 (what a command does not need, it does not wait for)

    settings = common.settings(options)
    judged = index.Judged.read(options.queries, options.qrels, options.ids or index.names_beside(settings.archive))
    with closing(common.opened(settings)) as archive:
        notes = [*judged.notes, judged.missing(document.path for document in index.listing(settings).documents)]
        for note in filter(None, notes):
            index.say(note)
        evaluation = index.evaluate(archive, judged)
    for fault in evaluation.faults:
        index.say(fault)
    if options.run_file:
        evaluation.write_run(options.run_file)
    if options.json:
        print(json.dumps(evaluation.measures))
    else:
        listings.measures(evaluation.measures, len(evaluation.found))
    return FAULT if evaluation.faults else None
