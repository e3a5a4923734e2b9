"""`dateline search`: one query, or a batch of them as JSON lines."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from index import MAX_LIMIT
from index.cli import asked, batch
from index.cli import options as common

LONGEST: Final = 9
"""Digits of a limit that are read; Python refuses to read thousands."""


def add(commands: Any) -> None:
    parser = common.command(commands, "search", run, "search the archive")
    parser.add_argument("query", nargs="*", metavar="QUERY", help='words, "phrases", -exclusions, since: until: …')
    parser.add_argument("--since", metavar="DATE", help="the first day that counts: YYYY-MM-DD, YYYY-MM or YYYY")
    parser.add_argument("--until", metavar="DATE", help="the last day that counts")
    parser.add_argument("--limit", type=_limit, metavar="N", help="how many documents to show at most (default 10)")
    parser.add_argument("--sort", choices=asked.SORTS, help="the order of the results")
    parser.add_argument(
        "--explain", action="store_true", help="say how the query was read and why each passage was found"
    )
    parser.add_argument("--full", action="store_true", help="print whole passages, which JSON has in any case")
    parser.add_argument("--batch", type=Path, metavar="FILE", help="one JSON query per line; - reads standard input")


def run(options: argparse.Namespace) -> int | None:
    if options.batch is not None:
        return _batch(options)
    if not options.query:
        raise common.wrong_usage("give a query, as in: dateline search 'moon landing'")
    _search(options)
    return None


def _search(options: argparse.Namespace) -> None:
    from index.cli.show import answers  # noqa: PLC0415 (what a command does not need, it does not wait for)

    query = asked.windowed(options)
    with closing(common.opened(common.settings(options))) as archive:
        answer = archive.search(query)
    if options.json:
        print(json.dumps(answers.answer_json(answer, explained=options.explain), ensure_ascii=False))
        answers.warn_once(answer, set())
    else:
        answers.answer(answer, explained=options.explain, full=options.full)


def _batch(options: argparse.Namespace) -> int:
    if options.query:
        raise common.wrong_usage("give a query or --batch, not both")
    if not options.json:
        raise common.wrong_usage("--batch answers in JSON; add --json")
    return batch.run(options)


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST or not 1 <= int(text) <= MAX_LIMIT:
        raise argparse.ArgumentTypeError(f"{asked.quoted(text)} is not a number from 1 to {MAX_LIMIT}")
    return int(text)
