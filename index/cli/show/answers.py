"""Answers: a readable list on a terminal, or the JSON that scripts rely on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from index import Answer, Hit, Liked, Query, Reading, Timeline, day_span, long_day, one_line, outside, say
from index.cli.show import console, explaining, headings, hits

LINES = 5
"""Of a terminal, for a hit: with two lines above all, two below and `SPARE`, ten take 58, or 60 if some are long."""
SPARE = 4
"""So many of ten hits may take one line more: those that come first, and those after short ones."""
TEN = 10


def answer(found: Answer, *, explained: bool = False, full: bool = False) -> None:
    """A readable list: coloured on a terminal, plain when piped.

    `explained` says how it came about, `full` shows whole passages.
    """
    out = console.stdout()
    _above(out, found, explained=explained)
    spare = 0
    for number, hit in enumerate(found.hits):
        if number == 0 or full or not console.is_styled(out):
            out.print()
        if full:
            hits.whole_hit(out, hit, _outside(found, hit))
        else:
            spare = spare if number % TEN else SPARE
            spare += LINES - hits.hit(out, hit, _outside(found, hit), LINES + (spare > 0))
        if explained:
            console.framed(out, Text(explaining.hit(hit), style="dim"))
    out.print()
    if not found.hits:
        tried = (
            "Nothing is like it." if found.like else "Nothing found. Try other words, a wider window, or fewer filters."
        )
        out.print(tried)
    out.print(_footer(out, found))


def _above(out: Console, found: Answer, *, explained: bool) -> None:
    """What was asked, and what is said of it: the notes on standard error, and yet before the hits."""
    out.print(_heading(out, found))
    for line in explaining.answer(found) if explained else ():
        console.framed(out, Text(line, style="dim"))
    console.warn(_notes(found))


def _notes(found: Answer) -> Iterator[str]:
    yield from found.warnings
    if not all(hit.in_window for hit in found.hits):
        yield _how_to_be_strict(found)


def warn_once(found: Answer | Timeline, said: set[str]) -> None:
    """The warnings on standard error, each once, for who reads it beside JSON; `said` were said before."""
    for warning in found.warnings:
        if warning not in said:
            said.add(warning)
            say(warning)


def answer_json(found: Answer, *, explained: bool = False) -> dict[str, Any]:
    """The form that scripts rely on; `explained` with the whole `reading`."""
    return {
        "id": found.query.id,
        "query": query_json(found.query, found.reading),
        "generation": found.generation,
        **(_explained_json(found) if explained else {}),
        **({"like": _like_json(found.like)} if found.like else {}),
        "hits": [hit_json(hit) for hit in found.hits],
        "notes": list(found.warnings),
        "passages_found": found.passages_found,
        "documents_found": found.documents_found,
        "more_found": found.more_found,
        "undated_not_shown": found.undated_not_shown,
        "last_week": [_iso(day) for day in found.last_week] if found.last_week else None,
        "indexed": found.indexed.isoformat() if found.indexed else None,
        "elapsed_ms": found.elapsed_ms,
    }


def _explained_json(found: Answer) -> dict[str, Any]:
    left_out = found.window_left_out
    return {
        "reading": explaining.reading_json(found.reading),
        "window_left_out": left_out.model_dump() if left_out else None,
    }


def query_json(asked: Query, read: Reading) -> dict[str, Any]:
    """The text as typed, and the window as read."""
    return {"text": asked.text, "since": _iso(read.since), "until": _iso(read.until)}


def _like_json(like: Liked) -> dict[str, Any]:
    return {
        "passage": like.passage,
        "document": like.document,
        "title": like.title,
        "date": like.date.model_dump(mode="json") if like.date else None,
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit, as scripts rely on it."""
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
        "page": hit.page,
        "time": hit.time,
        "link": hit.link,
        "confidence": hit.confidence,
        "verbatim": hit.verbatim,
        "in_window": hit.in_window,
        "near_only": hit.near_only,
        "duplicates": list(hit.duplicates),
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _heading(out: Console, found: Answer) -> Text:
    """What was asked, the window, the generation where it isn't the one that serves, and the order."""
    heading = headings.asked(out, _asked(found), found.reading)
    if found.indexed is not None:
        heading.append(
            f" · as of generation {found.generation}, indexed {long_day(found.indexed)}", style="not bold yellow"
        )
    if found.reading.sort != "relevance":
        order = f" · {found.reading.sort} first{headings.read_from(found.reading.sort_from)}"
        heading.append(order, style="not bold cyan")
    return heading


def _asked(found: Answer) -> str:
    """What was asked: a query as typed, or the passage that others are like."""
    if found.like is None:
        return one_line(found.query.text)
    date = day_span(found.like.date) if found.like.date else "undated"
    return f"more like {found.like.passage} · {date} · {one_line(found.like.title)}"


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


def _footer(out: Console, found: Answer) -> Text:
    """In one line, if need be without the least of it."""
    undated = f"{found.undated_not_shown:,} undated not shown" if found.undated_not_shown else ""
    newest = f"newest {day_span(found.newest)}" if found.newest else ""
    lines = [Text(" · ".join(filter(None, (count, undated, newest))), style="dim") for count in _counts(found)]
    return next((line for line in lines if len(line) <= out.width or not out.is_terminal), lines[-1])


def _counts(found: Answer) -> Iterator[str]:
    """How much is about the query, at length and in short; of what is neither, the nearest is shown all the same."""
    if not found.documents_found:
        yield "no document about it; these are the nearest" if found.hits else ""
        return
    if found.like is not None:
        yield f"{console.counted(found.documents_found, 'document')} like it"
        return
    more = "more than " if found.more_found else ""
    short = f"{more}{console.counted(found.documents_found, 'document')} about it"
    yield from (f"{short}, {console.counted(found.passages_found, 'passage')}", short)
