"""`dateline search`: one query, or a batch of them as JSON lines."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from pathlib import Path
from typing import Any

from index import Answer
from index.cli import asked, batch
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "search", run, "search the archive")
    parser.add_argument("query", nargs="*", metavar="QUERY", help='words, "phrases", -exclusions, since: until: …')
    parser.add_argument("--since", metavar="DATE", help="the first day that counts: YYYY-MM-DD, YYYY-MM or YYYY")
    parser.add_argument("--until", metavar="DATE", help="the last day that counts")
    parser.add_argument(
        "--limit", type=common.limit, metavar="N", help="how many documents to show at most (default 10)"
    )
    parser.add_argument("--sort", choices=asked.SORTS, help="the order of the results")
    parser.add_argument("--like", metavar="PASSAGE", help="more like this passage, by its id, in place of a query")
    parser.add_argument(
        "--explain", action="store_true", help="say how the query was read and why each passage was found"
    )
    parser.add_argument(
        "--generation", type=common.generation, metavar="N", help="search generation N, if it is still kept"
    )
    parser.add_argument("--full", action="store_true", help="print whole passages, which JSON has in any case")
    parser.add_argument("--batch", type=Path, metavar="FILE", help="one JSON query per line; - reads standard input")


def run(options: argparse.Namespace) -> int | None:
    if options.batch is not None:
        return _batch(options)
    if options.like is not None:
        _like(options)
        return None
    if not options.query:
        raise common.wrong_usage("give a query, as in: dateline search 'moon landing'")
    _search(options)
    return None


def _search(options: argparse.Namespace) -> None:
    query = asked.query_of(" ".join(options.query), options)
    with closing(common.opened(common.settings(options))) as archive:
        answer = archive.search(query)
    _show(answer, options)


def _like(options: argparse.Namespace) -> None:
    """More like a passage: neither a query nor another order goes with that."""
    given = {"query": options.query, "--sort": options.sort, "--generation": options.generation is not None}
    if others := [name for name, value in given.items() if value]:
        raise common.wrong_usage(f"--like takes no {others[0]}: give one of the two")
    query = asked.query_of(options.like, options)
    with closing(common.opened(common.settings(options))) as archive:
        answer = archive.like(query.text, query.scope, limit=query.limit, since=query.since, until=query.until)
    _show(answer, options)


def _show(answer: Answer, options: argparse.Namespace) -> None:
    from index.cli.show import answers  # noqa: PLC0415 (what a command does not need, it does not wait for)

    if options.json:
        print(json.dumps(answers.answer_json(answer, explained=options.explain), ensure_ascii=False))
        answers.warn_once(answer, set())
    else:
        answers.answer(answer, explained=options.explain, full=options.full)


def _batch(options: argparse.Namespace) -> int:
    if options.query or options.like is not None:
        raise common.wrong_usage(f"give {'a query' if options.query else '--like'} or --batch, not both")
    if not options.json:
        raise common.wrong_usage("--batch answers in JSON; add --json")
    return batch.run(options)
