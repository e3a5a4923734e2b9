"""An answer as the texts of one page. Pure: values in, strings out, never more than a message may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import index
from bot.ui import citations, dates, excerpt, limits, passages, text
from bot.ui.passages import NOT_VERBATIM, counted, shares

HITS_PER_PAGE: Final = 5
"""Hits of one page."""
MAX_DOCUMENTS: Final = 25
"""Documents one search asks for: five pages."""
_MAX_QUERY: Final = 200
_MAX_PHRASE: Final = 60
_MAX_TITLE: Final = 120
_MAX_PATH: Final = 100
_MAX_WARNING: Final = 240
_MAX_WARNINGS: Final = 3
"""Most characters of a query, phrase, title, path and warning, and most warnings; what is over is cut and marked."""
_ORDERS: Final = {"relevance": "", "newest": "newest first", "oldest": "oldest first"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One hit, drawn, and the id of its passage."""

    passage: str
    drawn: str


@dataclass(frozen=True, slots=True)
class PageTexts:
    """One page, drawn. `page` counts from 1."""

    header: str
    entries: tuple[Entry, ...]
    footer: str
    page: int
    pages: int


def pages(answer: index.Answer) -> int:
    """How many pages the answer fills; an empty one fills one."""
    return max(1, -(-len(answer.hits) // HITS_PER_PAGE))


def compose(answer: index.Answer, page: int, spare: int = 0) -> PageTexts:
    """Page `page` (from 1; one beyond the last is the last) in at most a message's text less `spare`."""
    count = pages(answer)
    page = min(max(page, 1), count)
    first = (page - 1) * HITS_PER_PAGE
    hits = answer.hits[first : first + HITS_PER_PAGE]
    top, bottom = header(answer.query.text, answer.reading), footer(answer)
    frames = [_Frame(_head(number, hit), _small(hit, answer.reading)) for number, hit in enumerate(hits, first + 1)]
    fixed = sum(map(limits.length, (top, bottom))) + sum(frame.length for frame in frames)
    quotes = _quotes(hits, limits.MESSAGE_TEXT - spare - fixed)
    entries = (Entry(hit.passage, frame.around(quote)) for hit, frame, quote in zip(hits, frames, quotes, strict=True))
    return PageTexts(top, tuple(entries), bottom, page, count)


@dataclass(frozen=True, slots=True)
class _Frame:
    head: str
    small: str

    @property
    def length(self) -> int:
        return limits.length(self.head) + limits.length(self.small) + 2

    def around(self, quote: str) -> str:
        return "\n".join(part for part in (self.head, quote, self.small) if part)


def header(typed: str, reading: index.Reading) -> str:
    """What was asked: the words as typed, the window in absolute days, the order."""
    window = dates.window(reading.since, reading.until)
    parts = [
        f"🔎 **{text.label(typed, _MAX_QUERY)}**",
        f"{window}{_read_from(reading.window_from)}" if window else "",
        f"{_ORDERS[reading.sort]}{_read_from(reading.sort_from)}",
    ]
    return " · ".join(part for part in parts if part)


def _read_from(words: str | None) -> str:
    """Which words of the query set a window or an order, where words did: they may have been meant otherwise."""
    return f" (read from “{text.label(words, _MAX_PHRASE)}”)" if words else ""


def _head(number: int, hit: index.Hit) -> str:
    title = citations.title(hit.title, hit.title_origin, hit.document, _MAX_TITLE)
    head = f"**{number} · {title}** · {dates.span(hit.date)}"
    return head if hit.verbatim else f"{head}\n{NOT_VERBATIM}"


def _place(hit: index.Hit) -> str:
    """The document's path and the passage's page or paragraph."""
    return f"{text.label(hit.document, _MAX_PATH)} {passages.place(hit.page, hit.paragraph)}"


def _outside(hit: index.Hit, reading: index.Reading) -> str:
    """What marks a hit that is outside a window said in words; an undated one is marked by its date."""
    if hit.in_window or hit.date is None:
        return ""
    return index.outside(reading.since, reading.until)


def _small(hit: index.Hit, reading: index.Reading) -> str:
    parts = [
        _outside(hit, reading),
        "near in meaning only" if hit.near_only else "",
        _place(hit),
        hit.passage,
        hit.date.dated_by if hit.date and hit.date.origin != "head line" else "",
        counted(hit.others, "more passage", "in this document") if hit.others else "",
        f"also in {counted(len(hit.duplicates), 'other document')}{_overlap(hit)}" if hit.duplicates else "",
    ]
    return "-# " + " · ".join(part for part in parts if part)


def _overlap(hit: index.Hit) -> str:
    """How much of the text the least alike of them shares."""
    return "" if hit.overlap is None else f" ({hit.overlap:.0%} the same)"


def _count(answer: index.Answer) -> str:
    """How much is about the query; of what is neither, the nearest is shown all the same."""
    if answer.hits and not answer.documents_found:
        return "no document about it; these are the nearest"
    more = "more than " if answer.more_found else ""
    return (
        f"{counted(answer.passages_found, 'passage')} in {more}{counted(answer.documents_found, 'document')} about it"
    )


def footer(answer: index.Answer) -> str:
    """What was searched and what was left out; a line for each warning."""
    shown = len(answer.hits)
    parts = [
        _count(answer),
        f"the first {shown} shown" if shown < answer.documents_found else "",
        f"{answer.undated_not_shown:,} undated not shown" if answer.undated_not_shown else "",
        f"generation {answer.generation}",
        f"newest document {dates.brief(answer.newest)}" if answer.newest else "",
    ]
    warnings = [f"⚠️ {text.label(warning, _MAX_WARNING)}" for warning in answer.chat_warnings[:_MAX_WARNINGS]]
    return "\n".join(f"-# {line}" for line in (" · ".join(part for part in parts if part), *warnings))


def _quotes(hits: tuple[index.Hit, ...], room: int) -> list[str]:
    wholes = [excerpt.quotation(hit.text, hit.best, limits.MESSAGE_TEXT) for hit in hits]
    allotted = shares([limits.length(whole) for whole in wholes], room)
    return [
        whole if limits.length(whole) <= most else excerpt.quotation(hit.text, hit.best, most)
        for hit, whole, most in zip(hits, wholes, allotted, strict=True)
    ]
