"""Answers: a readable list on a terminal, or the JSON that scripts rely on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from index import Answer, DateSpan, Hit, clean, day_span, days_span, one_line, outside, say
from index.cli.show import console, explaining

DUPLICATES_NAMED = 3
"""Most documents named that tell the same as a hit; JSON has all."""
INDENT = 4
"""Blanks before a quotation."""


def answer(found: Answer, *, explained: bool = False) -> None:
    """A readable list: coloured on a terminal, plain when piped; `explained` with how it came about."""
    out = console.stdout()
    out.print(_heading(found))
    for line in explaining.reading(found.reading) if explained else ():
        out.print(*console.indented(Text(line, style="dim"), INDENT))
    for hit in found.hits:
        out.print(_hit(hit, _outside(found, hit)))
        if explained:
            out.print(*console.indented(Text(explaining.hit(hit), style="dim"), INDENT))
    if not found.hits:
        out.print("Nothing found. Try other words, a wider window, or fewer filters.")
    out.print(Text(_footer(found), style="dim"))
    if not all(hit.in_window for hit in found.hits):
        out.print(Text(_how_to_be_strict(found), style="dim"))
    console.warn(found.warnings)


def warn_once(found: Answer, said: set[str]) -> None:
    """The warnings on standard error, each once, for who reads it beside JSON; `said` were said before."""
    for warning in found.warnings:
        if warning not in said:
            said.add(warning)
            say(warning)


def answer_json(found: Answer, *, explained: bool = False) -> dict[str, Any]:
    """The form that scripts rely on; `explained` with the whole `reading`."""
    return {
        "id": found.query.id,
        "query": {"text": found.query.text, "since": _iso(found.reading.since), "until": _iso(found.reading.until)},
        "generation": found.generation,
        **({"reading": explaining.reading_json(found.reading)} if explained else {}),
        "hits": [_hit_json(hit) for hit in found.hits],
        "notes": list(found.warnings),
        "passages_found": found.passages_found,
        "documents_found": found.documents_found,
        "more_found": found.more_found,
        "undated_not_shown": found.undated_not_shown,
        "last_week": [_iso(day) for day in found.last_week] if found.last_week else None,
        "elapsed_ms": found.elapsed_ms,
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "passage": hit.passage,
        "document": hit.document,
        "title": hit.title,
        "date": hit.date.model_dump(mode="json") if hit.date else None,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "best": list(hit.best) if hit.best else None,
        "score": hit.score,
        "why": {"words_rank": hit.words_rank, "meaning_rank": hit.meaning_rank, "words": list(hit.words)},
        "verbatim": hit.verbatim,
        "in_window": hit.in_window,
        "near_only": hit.near_only,
        "duplicates": list(hit.duplicates),
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _heading(found: Answer) -> Text:
    heading = Text(one_line(found.query.text), style="bold")
    if found.reading.windowed:
        window = f" · {days_span(found.reading.since, found.reading.until)}{_read_from(found.reading.window_from)}"
        heading.append(window, style="not bold cyan")
    if found.reading.sort != "relevance":
        order = f" · {found.reading.sort} first{_read_from(found.reading.sort_from)}"
        heading.append(order, style="not bold cyan")
    return heading


def _read_from(words: str | None) -> str:
    """Which words of the query were read, where words were: they may have been meant otherwise."""
    return f" (read from “{one_line(words)}”)" if words else ""


def _outside(found: Answer, hit: Hit) -> str:
    """What marks a hit that is outside a window said in words; an undated one is marked as that."""
    if hit.in_window or hit.date is None:
        return ""
    return outside(found.reading.since, found.reading.until)


def _how_to_be_strict(found: Answer) -> str:
    """How to find nothing outside the window: words put a time first, and hide nothing."""
    bounds = (("--since", found.reading.since), ("--until", found.reading.until))
    options = " ".join(f"{name} {day}" for name, day in bounds if day)
    return f"“{one_line(found.reading.window_from or '')}” puts its time first; to find only that, add {options}"


def _hit(hit: Hit, mark: str) -> RenderableType:
    title = one_line(hit.title)
    head = Text(f"\n{hit.rank} · ", style="bold")
    head.append(title if hit.title_origin == "source" else f"“{title}”")
    head.append(f" · {_dated(hit.date)}", style="cyan")
    if mark:
        head.append(f" · {mark}", style="not bold yellow")
    return Group(head, *console.indented(_quotation(hit), INDENT), Text(" " * INDENT + _source(hit), style="dim"))


def _quotation(hit: Hit) -> Text:
    """The passage's words, the best sentence in bold, without what would act in a terminal."""
    start, end = hit.best or (0, 0)
    return Text.assemble(clean(hit.text[:start]), (clean(hit.text[start:end]), "bold"), clean(hit.text[end:]))


def _dated(date: DateSpan | None) -> str:
    return "undated" if date is None else day_span(date)


def _source(hit: Hit) -> str:
    place = f"p. {hit.page}" if hit.page else f"¶{hit.paragraph}"
    near = ["near in meaning only"] if hit.near_only else []
    parts = [*near, f"{one_line(hit.document)} {place}", hit.passage]
    if hit.date:
        parts.append(hit.date.dated_by)
    if hit.others:
        parts.append(f"{console.counted(hit.others, 'more passage')} in this document")
    if hit.duplicates:
        alike = f" ({hit.overlap:.0%} the same)" if hit.overlap is not None else ""
        parts.append(f"also in {', '.join(map(one_line, hit.duplicates[:DUPLICATES_NAMED]))}{_further(hit)}{alike}")
    if not hit.verbatim:
        parts.append("NOT VERBATIM: differs from what was indexed")
    return " · ".join(parts)


def _further(hit: Hit) -> str:
    more = len(hit.duplicates) - DUPLICATES_NAMED
    return f" and {console.counted(more, 'other')}" if more > 0 else ""


def _count(found: Answer) -> str:
    """How much is about the query; of what is neither, the nearest is shown all the same."""
    if found.hits and not found.documents_found:
        return "no document about it; these are the nearest"
    more = "more than " if found.more_found else ""
    documents = f"{more}{console.counted(found.documents_found, 'document')}"
    return f"{console.counted(found.passages_found, 'passage')} in {documents} about it"


def _footer(found: Answer) -> str:
    parts = [_count(found)]
    if found.undated_not_shown:
        parts.append(f"{found.undated_not_shown:,} undated not shown")
    parts.append(f"generation {found.generation}")
    if found.newest:
        parts.append(f"newest document {day_span(found.newest)}")
    return "\n" + " · ".join(parts)
