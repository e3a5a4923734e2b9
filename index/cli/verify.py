"""`dateline verify`: whether quotations stand in the archive: one, or all of a draft with the ids that it cites."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import index
from index import (
    EVERYTHING,
    Cited,
    Draft,
    DraftError,
    DraftMention,
    DraftQuotation,
    InDraft,
    QueryError,
    Quotation,
    Settings,
    Unknown,
    Verdict,
)
from index.cli import asked
from index.cli import options as common

if TYPE_CHECKING:
    from index import Archive

FAILS: Final = 3
STDIN: Final = Path("-")
SOUND: Final = frozenset({"unchanged", "moved"})
"""States of a citation whose source still has its words."""


def add(commands: Any) -> None:
    parser = common.command(commands, "verify", run, "say whether quotations stand in the archive, and where")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="the words that are quoted")
    parser.add_argument("--file", type=Path, metavar="DRAFT", help="check what a draft quotes and cites; - is input")
    parser.add_argument("--strict", action="store_true", help="fail for quotations whose typography differs, too")


def run(options: argparse.Namespace) -> int | None:
    if bool(options.text) == (options.file is not None):
        raise common.wrong_usage("give a quotation or --file, as in: dateline verify 'the words that are quoted'")
    settings = common.settings(options)
    if options.file is not None:
        return _draft(options, settings)
    quotation = Quotation(text=asked.typed("the quotation", " ".join(options.text)))
    return _one(options, settings, quotation)


def fails(verdict: Verdict, *, strict: bool) -> bool:
    """Whether a check is to stop for it."""
    return not verdict.holds or (strict and verdict.verdict == "typographic")


def _one(options: argparse.Namespace, settings: Settings, quotation: Quotation) -> int | None:
    from index.cli.show import verdicts  # noqa: PLC0415 (what a command does not need, it does not wait for)

    with closing(common.opened(settings)) as archive:
        verdict = archive.verify(quotation, EVERYTHING)
    if options.json:
        print(json.dumps(verdicts.verdict_json(verdict), ensure_ascii=False))
    else:
        verdicts.verdict(verdict)
    verdicts.warn(verdict.warnings)
    return FAILS if fails(verdict, strict=options.strict) else None


def _draft(options: argparse.Namespace, settings: Settings) -> int | None:
    """Checks all that a draft quotes and cites, in its order, a line each."""
    from index.cli.show import verdicts  # noqa: PLC0415 (likewise)

    draft = index.read_draft(_bytes(options.file, settings), _named(options.file), settings)
    failed, warned = 0, set[str]()
    with closing(common.opened(settings)) as archive, verdicts.progress(len(draft.quotations)) as step:
        for place, found in _checked(archive, draft):
            wrong = _fails(found, strict=options.strict)
            failed += wrong
            if options.json:
                print(json.dumps(verdicts.line_json(place, found), ensure_ascii=False), flush=True)
            else:
                verdicts.line(place, found, draft, wrong=wrong)
            told = () if isinstance(found, Unknown) else found.warnings
            verdicts.warn([line for line in told if line not in warned])
            warned.update(told)
            step()
    for mark in draft.unclosed:
        index.say(f"{verdicts.where(mark, draft)}: nothing closes this quotation mark, so what it quotes isn't checked")
    if not (draft.quotations or draft.mentions or draft.unclosed):
        index.say(f"{draft.name} quotes nothing")
    return FAILS if failed else None


Found = Verdict | Cited | Unknown


def _checked(archive: Archive, draft: Draft) -> Iterator[tuple[InDraft, Found]]:
    """What became of each quotation and each id, in the order of the draft."""
    uncertain = [one.id for one in draft.mentions if not one.certain]
    known = {record.id for record in archive.records(uncertain, EVERYTHING)} if uncertain else set()
    mentions = [one for one in draft.mentions if one.certain or one.id in known]
    cited = dict(zip((one.id for one in mentions), archive.cite([one.id for one in mentions], EVERYTHING), strict=True))
    places: list[DraftQuotation | DraftMention] = [*draft.quotations, *mentions]
    for place in sorted(places, key=lambda one: one.start):
        if isinstance(place, DraftQuotation):
            yield place, _verified(archive, place.quotation)
        elif place.id in cited:
            yield place, cited.pop(place.id)


def _verified(archive: Archive, quotation: Quotation) -> Verdict:
    """The verdict; of what can't be compared, such as a quotation of many pages, one that says so."""
    try:
        return archive.verify(quotation, EVERYTHING)
    except QueryError as error:
        return Verdict(quotation=quotation, verdict="not compared", said=str(error))


def _fails(found: Found, *, strict: bool) -> bool:
    if isinstance(found, Verdict):
        return fails(found, strict=strict)
    return isinstance(found, Unknown) or found.citation.state not in SOUND


def _bytes(file: Path, settings: Settings) -> bytes:
    """What is in the draft; raises `DraftError`."""
    try:
        with sys.stdin.buffer if file == STDIN else file.open("rb") as stream:
            data = stream.read(settings.max_file_bytes + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise DraftError(f"{_named(file)} can't be read as a draft: {reason}; name a file, or - for input") from error
    return data


def _named(file: Path) -> str:
    return "standard input" if file == STDIN else str(file)
