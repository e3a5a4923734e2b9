"""How a query was read and why a passage was found: in plain English, or as the JSON that scripts rely on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from index import Answer, Hit, Reading, days_span, one_line


def answer(found: Answer) -> Iterator[str]:
    """How the query was read, and what its window left out; of a passage that others are like the window alone."""
    if found.like is None:
        yield from reading(found.reading)
    if (left_out := found.window_left_out) is not None:
        counts = f"{left_out.before:,} before it, {left_out.after:,} after it, {left_out.undated:,} undated"
        yield f"left out by the window, though they match: {counts}"


def reading(read: Reading) -> Iterator[str]:
    """A line for each thing that was read from the query."""
    parts = {
        "words": one_line(read.words),
        "phrases": _quoted(read.phrases),
        "without": _quoted(read.excluded),
        "title": _quoted(read.titles),
        "folders": ", ".join(map(one_line, read.folders)),
        "dates": _dates(read),
        "order": _order(read),
    }
    return (f"{name}: {said}" for name, said in parts.items() if said)


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{one_line(text)}”" for text in texts)


def _dates(read: Reading) -> str:
    if not read.windowed:
        return f"none; “{one_line(read.passed_over)}” is searched as words" if read.passed_over else ""
    window = days_span(read.since, read.until)
    if not read.window_from:
        return f"{window}, as an option or operator says; other dates are left out"
    others = "come after" if read.prefers else "are left out"
    return f"{window}, read from “{one_line(read.window_from)}”; other dates {others}"


def _order(read: Reading) -> str:
    if read.sort == "relevance":
        return "best first"
    origin = f"read from “{one_line(read.sort_from)}”" if read.sort_from else "as an option or operator says"
    return f"{read.sort} first, {origin}"


def hit(found: Hit) -> str:
    """Why a passage was found, in a line."""
    named = f" ({', '.join(map(one_line, found.words))})" if found.words else ""
    by_words = f"place {found.words_rank:,} by words{named}" if found.words_rank else f"not by words{named}"
    by_meaning = f"place {found.meaning_rank:,} by meaning" if found.meaning_rank else "not by meaning"
    return f"why: {by_words}; {by_meaning}"


def reading_json(read: Reading) -> dict[str, Any]:
    """How the query was read."""
    return {
        "words": read.words,
        "phrases": list(read.phrases),
        "excluded": list(read.excluded),
        "titles": list(read.titles),
        "folders": list(read.folders),
        "since": _iso(read.since),
        "until": _iso(read.until),
        "window_from": read.window_from,
        "passed_over": read.passed_over,
        "sort": read.sort,
        "sort_from": read.sort_from,
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
