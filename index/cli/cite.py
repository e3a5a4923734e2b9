"""`dateline cite`: the quotation behind a passage's id, its reference, and what became of its source since."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

import index
from index import (
    EVERYTHING,
    STYLES,
    Citation,
    Cited,
    NoIndexError,
    Now,
    StyleName,
    Unknown,
    format_citations,
    marked_difference,
)
from index.cli import options as common

FAULT = 1
LABELS = frozenset({"passage", "passages"})
"""What references write before an id: without quotation marks an argument of its own, and never an id."""
FILES_SAY: frozenset[str] = frozenset({"bibtex", "ris", "csl-json"})
"""Styles that carry a citation's state themselves."""


def add(commands: Any) -> None:
    parser = common.command(commands, "cite", run, "show the quotation, reference and state of passages by their ids")
    parser.add_argument("passages", nargs="+", metavar="PASSAGE", help="the id of a passage, as searches show it")
    parser.add_argument("--style", choices=STYLES, help="the style to print (default: the quotation and its state)")


def run(options: argparse.Namespace) -> int | None:
    found = looked_up(options)
    unknown = [result for result in found if isinstance(result, Unknown)]
    cited = [result for result in found if isinstance(result, Cited)]
    if options.json:
        for result in found:
            print(json.dumps(_json(result, options.style), ensure_ascii=False))
    elif cited:
        print(_written(cited, options.style), end="")
    for line in _asides(cited, options.style, told=options.json):
        print(f"dateline: {line}", file=sys.stderr)
    for result in unknown:
        print(f"dateline: {result.reason}", file=sys.stderr)
    return FAULT if unknown else None


def looked_up(options: argparse.Namespace) -> tuple[Cited | Unknown, ...]:
    """What became of the passages named; the archive is indexed first if it never was."""
    settings = common.settings(options)
    typed = [part for part in options.passages if part.strip("()[]:").casefold() not in LABELS] or options.passages
    try:
        return index.look_up(settings, typed, EVERYTHING)
    except NoIndexError:
        common.opened(settings).close()
        return index.look_up(settings, typed, EVERYTHING)


def _written(cited: Sequence[Cited], style: StyleName | None) -> str:
    """The citations in `style`; without one, as text with the state of each below it."""
    if style is not None:
        return format_citations([result.citation for result in cited], style)
    return "\n".join(_with_state(result) for result in cited)


def _with_state(cited: Cited) -> str:
    if cited.record.erased:
        return format_citations([cited.citation], "text")
    said = "" if cited.said in _shown(cited.citation) else f"{cited.said[:1].upper()}{cited.said[1:]}.\n"
    return format_citations([cited.citation], "text") + said


def _shown(citation: Citation) -> str:
    """What the text says of the state by itself."""
    return "" if citation.verbatim else f"{citation.state}: {citation.reason}"


def _asides(cited: Sequence[Cited], style: StyleName | None, *, told: bool) -> list[str]:
    """What the output itself leaves unsaid: warnings, and in a style that is a reference alone, what has changed."""
    lines = list(dict.fromkeys(warning for result in cited for warning in result.warnings))
    if style is not None and not told:
        lines += [f"{result.record.id} {result.said}" for result in cited if _unsaid(result, style)]
    return lines


def _unsaid(result: Cited, style: StyleName) -> bool:
    """Whether a reference in `style` leaves out what has become of the words, or that nobody can say."""
    return bool(result.not_compared) or (style not in FILES_SAY and not result.citation.verbatim)


def _json(result: Cited | Unknown, style: StyleName | None) -> dict[str, Any]:
    if isinstance(result, Unknown):
        outcome = "damaged" if result.damaged else "unknown id"
        return {"id": result.typed, "outcome": outcome, "nearest": list(result.nearest), "error": result.reason}
    record = result.record.model_dump(mode="json")
    if result.record.erased:
        record |= dict.fromkeys(("quotation", "path", "title", "title_origin", "document_sha256", "start", "end"))
    found = {
        "id": record.pop("id"),
        **_outcome(result.citation),
        "said": result.said,
        "quotation": record.pop("quotation"),
        "document": record.pop("path"),
        **record,
        "stored": _outcome(result.stored),
        "generation": result.generation,
        "not_compared": result.not_compared,
    }
    return found | ({"citation": format_citations([result.citation], style)} if style else {})


def _outcome(citation: Citation) -> dict[str, Any]:
    """What became of the words. `difference` marks them changed; `difference_marked` in one text, as wdiff does."""
    found: dict[str, Any] = {"outcome": citation.state, "verbatim": citation.verbatim, "reason": citation.reason}
    found["now"] = None if citation.now is None else _place(citation.now)
    if citation.difference:
        found["difference"] = [part.model_dump() for part in citation.difference]
        found["difference_marked"] = marked_difference(citation)
    return found


def _place(now: Now) -> dict[str, Any]:
    place = now.model_dump(mode="json")
    return {"document": place.pop("path"), **place}
