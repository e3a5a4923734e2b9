"""The `dateline` command: arguments in, an exit code out. What it prints is made in `index.show`."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from index import settings as settings_module
from index.errors import DatelineError, NoIndexError, QueryError
from index.models import MAX_LIMIT, Query
from index.query import read_days
from index.settings import Settings

DONE, FAULT, USAGE = 0, 1, 2
"""Exit codes: done; the archive or an input is at fault; wrong usage."""

STDIN = "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; faults are one line on stderr, with a traceback only in a log."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.ERROR, format="%(name)s: %(message)s")
    try:
        return int(options.run(options) or DONE)
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return FAULT
    except KeyboardInterrupt:
        print("dateline: stopped; what was embedded is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has gone: nothing is left to say, or to anyone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dateline", description="Searches an archive of dated documents.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _command(commands, "index", _index, "build or refresh the index of the archive")
    search = _command(commands, "search", _search, "search the archive")
    search.add_argument("query", nargs="*", metavar="QUERY", help='words, "phrases", -exclusions, since: until: …')
    search.add_argument("--since", metavar="DATE", help="the first day that counts: YYYY-MM-DD, YYYY-MM or YYYY")
    search.add_argument("--until", metavar="DATE", help="the last day that counts")
    search.add_argument("--limit", type=_limit, metavar="N", help="the most documents to show (default 10)")
    search.add_argument("--sort", choices=("relevance", "newest", "oldest"), help="the order of what is found")
    search.add_argument("--batch", metavar="FILE", help="one JSON query a line; - reads standard input")
    _command(commands, "status", _status, "what is being served")
    evaluate = _command(commands, "evaluate", _evaluate, "measure the ranking with judged queries")
    evaluate.add_argument("queries", type=Path, metavar="QUERIES.jsonl", help='{"id", "text", "since", "until"} a line')
    evaluate.add_argument("qrels", type=Path, metavar="QRELS.tsv", help="query, document, relevance; with a head line")
    evaluate.add_argument("--run", dest="run_file", type=Path, metavar="FILE", help="also write a TREC run file")
    evaluate.add_argument(
        "--ids", type=Path, metavar="FILE", help="file name and document id a line, where they differ"
    )
    _command(commands, "bot", _bot, "run the Discord bot (needs DISCORD_BOT_TOKEN)")
    return parser


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int | None], about: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about.capitalize() + ".")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="the folder of documents (default: seeds)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the index lives (default: .dateline)")
    parser.add_argument("--verbose", action="store_true", help="log what happens")
    if name != "bot":
        parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def _limit(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= MAX_LIMIT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {MAX_LIMIT}")
    return int(text)


def _settings(options: argparse.Namespace) -> Settings:
    return settings_module.load(archive=options.archive, data=options.data)


def _index(options: argparse.Namespace) -> int:
    from index import show  # noqa: PLC0415 (what a command does not need, it does not wait for)
    from index.build import reindex  # noqa: PLC0415

    with show.progress() as progress:
        report = reindex(_settings(options), progress)
    if options.json:
        print(report.model_dump_json())
    else:
        show.report(report)
    return DONE


def _search(options: argparse.Namespace) -> int:
    from index import show  # noqa: PLC0415

    if options.batch is not None:
        if options.query:
            raise _usage("give a query or --batch, not both")
        return _batch(options)
    if not options.query:
        raise _usage("give a query, as in: dateline search 'moon landing'")
    asked = _query(
        {"text": " ".join(options.query), "since": options.since, "until": options.until, "limit": options.limit},
        options,
    )
    with closing(_open(_settings(options))) as archive:
        answer = archive.search(asked)
    if options.json:
        print(json.dumps(show.answer_json(answer), ensure_ascii=False))
    else:
        show.answer(answer)
    return DONE


def _batch(options: argparse.Namespace) -> int:
    """One JSON line out for each line in, flushed at once; a line at fault is answered with its `error`."""
    from index import show  # noqa: PLC0415

    if not options.json:
        raise _usage("--batch answers in JSON; add --json")
    code = DONE
    with closing(_open(_settings(options))) as archive, _lines(options.batch) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            name = None
            try:
                fields = _fields(line, number)
                name = fields.get("id")
                found = show.answer_json(archive.search(_query(fields, options)))
            except QueryError as error:
                code = FAULT
                found = {"id": name, "error": str(error)}
                print(f"dateline: line {number}: {error}", file=sys.stderr)
            print(json.dumps(found, ensure_ascii=False), flush=True)
    return code


def _lines(file: str) -> TextIO:
    if file == STDIN:
        return sys.stdin
    try:
        return Path(file).open(encoding="utf-8")
    except OSError as error:
        raise QueryError(
            f"the queries in {file} can't be read ({error.strerror}); name a file, or - for input"
        ) from error


def _fields(line: str, number: int) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise QueryError(f"line {number} is not JSON ({error})") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise QueryError('each line is {"id": …, "text": "…", "since": …, "until": …, "limit": …}; "text" is missing')
    if unknown := fields.keys() - {"id", "text", "since", "until", "limit", "sort"}:
        raise QueryError(f"a query has no {', '.join(sorted(unknown))}; it has id, text, since, until, limit and sort")
    return fields


def _query(fields: dict[str, Any], options: argparse.Namespace) -> Query:
    """A query of named fields, those left out taken from the command's options."""
    since, until = (fields.get(name) or getattr(options, name) for name in ("since", "until"))
    limit = fields.get("limit") or options.limit or Query.model_fields["limit"].default
    identifier = fields.get("id")
    try:
        return Query(
            id=None if identifier is None else str(identifier),
            text=fields["text"],
            since=read_days(str(since)).first if since else None,
            until=read_days(str(until)).last if until else None,
            limit=limit,
            sort=fields.get("sort") or options.sort,
        )
    except ValidationError as error:
        fault = error.errors()[0]
        raise QueryError(f"{'.'.join(map(str, fault['loc']))} is {fault['input']!r}: {fault['msg']}") from error


def _open(settings: Settings) -> Any:
    """The archive, indexed first if it never was."""
    from index import show  # noqa: PLC0415
    from index.build import reindex  # noqa: PLC0415
    from index.search import Archive  # noqa: PLC0415

    try:
        return Archive.open(settings)
    except NoIndexError:
        with show.progress() as progress:
            reindex(settings, progress)
        return Archive.open(settings)


def _status(options: argparse.Namespace) -> int:
    from index import show  # noqa: PLC0415
    from index.serving import status  # noqa: PLC0415

    found = status(_settings(options))
    if options.json:
        print(found.model_dump_json())
    else:
        show.status(found)
    return DONE


def _evaluate(options: argparse.Namespace) -> int:
    from index import evaluate, show  # noqa: PLC0415

    settings = _settings(options)
    judged = evaluate.read(options.queries, options.qrels, options.ids or evaluate.names_beside(settings.archive))
    with closing(_open(settings)) as archive:
        run = evaluate.run(archive, judged)
    measured = evaluate.measure(judged, run)
    if options.run_file:
        options.run_file.write_text("".join(evaluate.trec_lines(run)), "utf-8")
    if options.json:
        print(json.dumps(measured))
    else:
        show.measures(measured, len(judged.queries))
    return DONE


def _bot(options: argparse.Namespace) -> int:
    """Hands the process over to the bot, which is another program: the engine never imports it."""
    command = [sys.executable, "-m", "bot"]
    for name in ("archive", "data"):
        if getattr(options, name) is not None:
            command += [f"--{name}", str(getattr(options, name))]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, no shell)


def _usage(message: str) -> SystemExit:
    print(f"dateline: {message}", file=sys.stderr)
    return SystemExit(USAGE)


if __name__ == "__main__":
    sys.exit(main())
