"""Verdicts on quotations: one with all that is known of it, or a line each for those of a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from index import (
    Cited,
    DateSpan,
    Difference,
    Draft,
    InDraft,
    Part,
    Passage,
    Place,
    Unknown,
    Verdict,
    as_recognised,
    clean,
    day_span,
    isolated,
    one_line,
    time_of_day,
)
from index.cli.show import console

COLOURS: Final = {"exact": "green", "typographic": "green", "near": "yellow", "too short": "dim"}
"""Of verdicts; all others are red."""
NAMED: Final = 3
"""Most documents named that have the same words; JSON has all."""
SHORT: Final = 60
"""Characters of a quotation that a line of a draft shows."""
SHORT_PARTS: Final = 40
"""Likewise of each side of a difference."""
LISTED: Final = 3
"""Differences that a line of a draft shows."""


# One verdict.


def verdict(found: Verdict) -> None:
    """The verdict, what differs, where the words stand, and how many other documents have them."""
    out = console.stdout()
    out.print(_head(found), soft_wrap=True)
    for one in found.differences:
        out.print(Text("    ") + _difference(one), soft_wrap=True)
    for part in found.parts:
        _part(out, found, part)
    if not found.parts and found.place:
        console.framed(out, Text(clean(found.place.text)))
        console.framed(out, Text(_source(found.place)), "—")
    for line in _elsewhere(found):
        out.print(Text(f"    {line}", style="dim"), soft_wrap=True)


def _head(found: Verdict) -> Text:
    word = "elsewhere" if found.verdict == "elsewhere" else found.verdict
    return Text.assemble((word, COLOURS.get(found.verdict, "red")), f": {one_line(found.said)}")


def _difference(one: Difference) -> Text:
    said, is_ = (f"“{isolated(one_line(words))}”" if words else "nothing" for words in (one.said, one.is_))
    if one.same_value:
        return Text(f"number: {said} is written {is_}, equal in value")
    if one.typographic and not one.is_:
        return Text(f"{one.kind}: {said} was put in")
    if one.typographic and one.said.strip("[]().… ") == "":
        return Text(f"left out: {is_}")
    return Text(f"{one.kind}: quoted {said}, in the source {is_}")


def _part(out: Console, found: Verdict, part: Part) -> None:
    console.framed(out, Text(clean(found.quotation.text[part.start : part.end])))
    console.framed(out, Text(_source(part.place)), "—")


def _source(place: Place) -> str:
    title = f"{isolated(one_line(place.title))}, " if place.title_origin == "source" else ""
    dated = day_span(place.date) if place.date else "undated"
    at, known = (_at(place.passage), f"passage {place.passage.id}") if place.passage else ("", "")
    told = (isolated(one_line(place.document)), at, as_recognised(place.confidence), known)
    return f"{title}{dated}. {', '.join(filter(None, told))}"


def _at(passage: Passage) -> str:
    """The page, the time of a chat's message, or the paragraph."""
    if passage.time:
        return time_of_day(passage.time)
    return f"p. {passage.page}" if passage.page else f"¶ {passage.paragraph}"


def _elsewhere(found: Verdict) -> Iterator[str]:
    for paths, say in ((found.also_in, "also in {}: {}"), (found.reprints, "reprinted in {}: {}")):
        if paths:
            named = ", ".join(isolated(one_line(path)) for path in paths[:NAMED])
            yield say.format(console.counted(len(paths), "other document"), named + (" …" if paths[NAMED:] else ""))


# A draft.


def line(place: InDraft, found: Verdict | Cited | Unknown, draft: Draft, *, wrong: bool) -> None:
    """A line: where in the draft, the verdict, what was quoted or cited, and the source."""
    word, told = _told(found)
    colour = "red" if wrong and word not in COLOURS else COLOURS.get(word, "")
    console.stdout().print(Text.assemble(f"{where(place, draft)}: ", (word, colour), f": {told}"), soft_wrap=True)


def where(place: InDraft, draft: Draft) -> str:
    """The place in a draft as its writer finds it."""
    return f"line {place.line}" if draft.lined else f"paragraph {place.paragraph}"


def _told(found: Verdict | Cited | Unknown) -> tuple[str, str]:
    if isinstance(found, Unknown):
        return "unknown id", one_line(found.reason)
    if isinstance(found, Cited):
        state = found.citation.state
        return f"citation {state}", f"{found.record.id} {one_line(found.said)}"
    quoted = f"“{_short(found.quotation.text, SHORT)}”"
    source = "; ".join(_source(place) for place in found.places)
    differing = [one for one in found.differences if not one.typographic]
    shown = [_brief(one) for one in differing[:LISTED]]
    more = [f"{len(differing) - LISTED} more"] if differing[LISTED:] else []
    return found.verdict, " — ".join(filter(None, (quoted, "; ".join((*shown, *more)), source or one_line(found.said))))


def _brief(one: Difference) -> str:
    said, is_ = (f"“{_short(words, SHORT_PARTS)}”" if words else "nothing" for words in (one.said, one.is_))
    return f"{one.kind} {said}, in the source {is_}" + (" (equal in value)" if one.same_value else "")


def _short(words: str, most: int) -> str:
    line = one_line(words)
    return isolated(line if len(line) <= most else f"{line[: most - 1].rstrip()}…")


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on stderr, drawn only on a terminal; yields what takes a step."""
    stderr = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=stderr, disable=not stderr.is_terminal, transient=True) as bar:
        task = bar.add_task("checking quotations", total=total)
        yield lambda: bar.advance(task)


def warn(warnings: Iterable[str]) -> None:
    """A line each on standard error."""
    console.warn(warnings)


# JSON.


def verdict_json(found: Verdict) -> dict[str, Any]:
    """The verdict as the guide describes it."""
    place = found.place
    return {
        "quotation": found.quotation.text,
        "verdict": found.verdict,
        "said": found.said,
        **_place_json(place),
        "differences": [one.model_dump(by_alias=True) for one in found.differences],
        "also_in": list(found.also_in),
        "reprints": list(found.reprints),
        "parts": [{"from": part.start, "to": part.end, **_place_json(part.place)} for part in found.parts],
        "sources": list(found.quotation.sources),
        "elsewhere_as": found.elsewhere_as,
        "documents": found.documents,
    }


def line_json(place: InDraft, found: Verdict | Cited | Unknown) -> dict[str, Any]:
    """A line of a draft: its place, and the verdict or what became of the citation."""
    there = {"at": {"line": place.line, "paragraph": place.paragraph, "start": place.start, "end": place.end}}
    if isinstance(found, Verdict):
        return verdict_json(found) | there
    if isinstance(found, Unknown):
        return {"citation": found.typed, "outcome": "unknown id", "said": found.reason} | there
    record = found.record
    return {
        "citation": record.id,
        "outcome": found.citation.state,
        "said": found.said,
        "document": None if record.erased else record.path,
    } | there


def _place_json(place: Place | None) -> dict[str, Any]:
    if place is None:
        return dict.fromkeys(("passage", "document", "title", "date", "start", "end", "text", "confidence"))
    return {
        "passage": place.passage.id if place.passage else None,
        "document": place.document,
        "title": place.title,
        "date": _date_json(place.date),
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "confidence": place.confidence,
    }


def _date_json(date: DateSpan | None) -> dict[str, Any] | None:
    return date.model_dump(mode="json") if date else None
