"""`dateline search`: one query, or a batch of them as JSON lines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from index import MAX_LIMIT, Answer, Query, QueryError, read_days
from index.cli import options as common

STDIN = "-"
FIELDS = ("id", "text", "since", "until", "limit", "sort")
FAULT = 1


def add(commands: Any) -> None:
    parser = common.command(commands, "search", run, "search the archive")
    parser.add_argument("query", nargs="*", metavar="QUERY", help='words, "phrases", -exclusions, since: until: …')
    parser.add_argument("--since", metavar="DATE", help="the first day that counts: YYYY-MM-DD, YYYY-MM or YYYY")
    parser.add_argument("--until", metavar="DATE", help="the last day that counts")
    parser.add_argument("--limit", type=_limit, metavar="N", help="how many documents to show at most (default 10)")
    parser.add_argument("--sort", choices=("relevance", "newest", "oldest"), help="the order of the results")
    parser.add_argument("--batch", metavar="FILE", help="one JSON query per line; - reads standard input")


def run(options: argparse.Namespace) -> int | None:
    from index.cli.show import answers  # noqa: PLC0415 (what a command does not need, it does not wait for)

    if options.batch is not None:
        return _batch(options)
    if not options.query:
        raise common.wrong_usage("give a query, as in: dateline search 'moon landing'")
    asked = _query({"text": " ".join(options.query)}, options)
    with closing(common.opened(common.settings(options))) as archive:
        answer = archive.search(asked)
    if options.json:
        print(json.dumps(answers.answer_json(answer), ensure_ascii=False))
        _warn(answer, set())
    else:
        answers.answer(answer)
    return None


def _batch(options: argparse.Namespace) -> int:
    """One JSON line out for each line in, flushed at once; a line at fault is answered with its `error`."""
    from index.cli.show import answers  # noqa: PLC0415

    if options.query:
        raise common.wrong_usage("give a query or --batch, not both")
    if not options.json:
        raise common.wrong_usage("--batch answers in JSON; add --json")
    code, warned = 0, set[str]()
    with _input(options.batch) as file, closing(common.opened(common.settings(options))) as archive:
        for number, line in _lines(file, options.batch):
            name = None
            try:
                fields = _fields(line)
                name = fields.get("id")
                answer = archive.search(_query(fields, options))
                found = answers.answer_json(answer)
                _warn(answer, warned)
            except QueryError as error:
                code = FAULT
                found = {"id": name, "error": str(error)}
                print(f"dateline: line {number}: {error}", file=sys.stderr)
            print(json.dumps(found, ensure_ascii=False), flush=True)
    return code


def _warn(answer: Answer, said: set[str]) -> None:
    """The warnings on stderr, each once: JSON has no room for them."""
    for warning in answer.warnings:
        if warning not in said:
            said.add(warning)
            print(f"dateline: {warning}", file=sys.stderr)


def _input(file: str) -> TextIO:
    if file == STDIN:
        sys.stdin.reconfigure(encoding="utf-8", errors="strict")  # type: ignore[union-attr]  # a text file, unless a test put another
        return sys.stdin
    try:
        return Path(file).open(encoding="utf-8")
    except OSError as error:
        raise QueryError(
            f"the queries in {file} can't be read ({error.strerror}); name a file, or - for input"
        ) from error


def _lines(file: TextIO, name: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, numbered from 1."""
    try:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line
    except UnicodeDecodeError as error:
        raise QueryError(f"the queries in {name} are not UTF-8 ({error}); save them as UTF-8") from error


def _fields(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"it is not JSON ({error})") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise QueryError('each line is {"id": …, "text": "…", "since": …, "until": …, "limit": …}; "text" is missing')
    if unknown := fields.keys() - set(FIELDS):
        raise QueryError(f"a query has no {', '.join(sorted(unknown))}; it has {', '.join(FIELDS)}")
    return fields


def _query(fields: dict[str, Any], options: argparse.Namespace) -> Query:
    """A query of named fields, those left out taken from the command's options."""
    given = {name: fields.get(name) if fields.get(name) is not None else getattr(options, name) for name in _SHARED}
    try:
        return Query(
            id=None if fields.get("id") is None else str(fields["id"]),
            text=fields["text"],
            since=read_days(str(given["since"])).first if given["since"] is not None else None,
            until=read_days(str(given["until"])).last if given["until"] is not None else None,
            limit=given["limit"] if given["limit"] is not None else Query.model_fields["limit"].default,
            sort=given["sort"],
        )
    except ValidationError as error:
        fault = error.errors()[0]
        raise QueryError(f"{'.'.join(map(str, fault['loc']))} is {fault['input']!r}: {fault['msg']}") from error


_SHARED = ("since", "until", "limit", "sort")


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MAX_LIMIT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {MAX_LIMIT}")
    return int(text)
