"""`dateline evaluate`: measures the ranking with judged queries."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from dataclasses import asdict
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
    says = 'also measure the answers shown, by "document", "start" and "end" of the queries'
    parser.add_argument("--answers", action="store_true", help=says)


def run(options: argparse.Namespace) -> int | None:
    from index.cli.show import listings  # noqa: PLC0415 (what a command does not need, it does not wait for)

    settings = common.settings(options)
    ids = options.ids or index.names_beside(settings.archive)
    judged = index.Judged.read(options.queries, options.qrels, ids, answers=options.answers)
    with closing(common.opened(settings)) as archive:
        answers = judged.locate(settings) if options.answers else None
        notes = [*judged.notes, judged.missing(document.path for document in index.listing(settings).documents)]
        for note in filter(None, [*notes, *(answers.notes if answers else ())]):
            index.say(note)
        evaluation = index.evaluate(archive, judged, answers)
    faults = [*evaluation.faults, *(answers.faults if answers else ())]
    for fault in faults:
        index.say(fault)
    if options.run_file:
        evaluation.write_run(options.run_file)
    if options.json:
        print(json.dumps(_json(evaluation)))
    else:
        listings.measures(evaluation)
    return FAULT if faults else None


def _json(evaluation: index.Evaluation) -> dict[str, Any]:
    return {**evaluation.measures, **({"answers": asdict(evaluation.answers)} if evaluation.answers else {})}
