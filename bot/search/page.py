"""An answer as the texts of one page. Pure: values in, strings out, never more than a page may hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import index
from bot.ui import citations, dates, headings, hit_quotations, limits, passages, phone, text
from bot.ui.links import NO_LINKS, Links
from bot.ui.passages import NOT_VERBATIM, counted

HITS_PER_PAGE: Final = 5
"""Hits of one page."""
BUTTONS: Final = 7
"""Buttons below every page."""
MAX_DOCUMENTS: Final = 25
"""Documents one search asks for: five pages."""
MAX_TEXT: Final = 1900
"""Characters of one page at most, without the addresses of links, which nobody sees."""
MAX_HEIGHT: Final = 2.18 * phone.SCREEN
"""Of one page on a phone, so that whoever reads along in a channel has little to scroll past."""
LEAST_LINES: Final = 3
"""Lines of a phone that each quotation may have, however much else there is to say."""
_MAX_TITLE: Final = 80
_MAX_PATH: Final = 60
_MAX_NOTE: Final = 160
_MAX_NOTES: Final = 3
"""Most characters of a title, path and note, and most notes; what is over is cut and marked."""
_ORDERS: Final = {"relevance": "", "newest": "newest first", "oldest": "oldest first"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One hit: the id of its passage, its date, and its title, quotation and source."""

    passage: str
    head: str
    body: str


@dataclass(frozen=True, slots=True)
class PageTexts:
    """One page, drawn. `page` counts from 1."""

    header: str
    entries: tuple[Entry, ...]
    page: int
    pages: int


def pages(answer: index.Answer) -> int:
    """How many pages the answer fills; an empty one fills one."""
    return max(1, -(-len(answer.hits) // HITS_PER_PAGE))


def compose(answer: index.Answer, page: int, top: str | None = None, links: Links = NO_LINKS) -> PageTexts:
    """Page `page` (from 1; one beyond the last is the last) in at most `MAX_TEXT` characters; `top` is its header.

    With `links`, titles lead to pages.
    """
    count = pages(answer)
    page = min(max(page, 1), count)
    first = (page - 1) * HITS_PER_PAGE
    hits = answer.hits[first : first + HITS_PER_PAGE]
    top = header(answer) if top is None else top
    frames = [_frame(number, hit, answer.reading, links) for number, hit in enumerate(hits, first + 1)]
    quotes = hit_quotations.drawn(hits, _lines(top, frames, _controls(answer)))
    entries = (
        Entry(hit.passage, frame.date, frame.around(quote))
        for hit, frame, quote in zip(hits, frames, quotes, strict=True)
    )
    return PageTexts(top, tuple(entries), page, count)


def _controls(answer: index.Answer) -> int:
    """The height of what stands below the hits on a phone: offers of other dates are too long to stand side by side."""
    offers = sum(map(bool, (answer.last_week, answer.reading.prefers, answer.reading.windowed)))
    return phone.buttons(BUTTONS) + offers * phone.buttons(1) + (phone.SELECT + phone.GAP if pages(answer) > 1 else 0)


def _lines(top: str, frames: list[_Frame], controls: int) -> int:
    """The lines of a phone that are left for quotations."""
    fixed = phone.FRAME + phone.text(top) + sum(phone.GAP + frame.height for frame in frames) + controls
    by_height = (int(MAX_HEIGHT) - fixed) // phone.QUOTED_LINE
    by_length = (MAX_TEXT - limits.length(top) - sum(frame.length for frame in frames)) // phone.QUOTED_CHARACTERS
    return max(0, min(max(by_height, LEAST_LINES * len(frames)), by_length))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around a quotation: the date above everything, number and title, and the source below."""

    date: str
    number: str
    title: str
    linked: str
    """The title with the address to which it leads, which nobody sees."""
    source: str

    @property
    def length(self) -> int:
        return sum(map(limits.length, (self.date, self.number, self.title, self.source))) + 2

    @property
    def height(self) -> int:
        return phone.SECTION + phone.GAP + phone.text(f"{self.number}{self.title}") + phone.text(self.source)

    def around(self, quote: str) -> str:
        return "\n".join(part for part in (f"{self.number}{self.linked}", quote, self.source) if part)


def _frame(number: int, hit: index.Hit, reading: index.Reading, links: Links) -> _Frame:
    title = citations.name(hit.title, hit.title_origin, hit.document, _MAX_TITLE)
    linked = links.titled(title, hit.passage)
    return _Frame(f"### {_dated(hit.date)}", f"**{number}** · ", title, linked, _source(hit, reading))


def header(answer: index.Answer) -> str:
    """What was asked and how much was found; a line for each note."""
    notes = [f"⚠️ {text.label(note, _MAX_NOTE)}" for note in answer.chat_warnings[:_MAX_NOTES]]
    lines = (*_as_of(answer), _found(answer), *notes)
    return "\n".join((asked(answer.query.text, answer.reading), *(f"-# {line}" for line in lines)))


def _as_of(answer: index.Answer) -> Iterator[str]:
    """Which generation was searched, where a moderator asked for one by its number."""
    if answer.indexed is not None:
        yield f"🕰️ as of generation {answer.generation}, indexed {dates.day(answer.indexed.date())}"


def asked(typed: str, reading: index.Reading) -> str:
    """What was asked: the words as typed, the window in absolute days, the order."""
    order = f"{_ORDERS[reading.sort]}{headings.read_from(reading.sort_from)}"
    return f"{headings.asked('🔎', typed, reading)}{f' · {order}' if order else ''}"


def _found(answer: index.Answer) -> str:
    """How much is about the query, and what is left out."""
    shown = len(answer.hits)
    parts = [
        _count(answer),
        f"the first {shown} shown" if shown < answer.documents_found else "",
        f"{answer.undated_not_shown:,} undated not shown" if answer.undated_not_shown else "",
    ]
    return " · ".join(part for part in parts if part)


def _count(answer: index.Answer) -> str:
    """How much is about the query; of what is neither, the nearest is shown all the same."""
    if answer.hits and not answer.documents_found:
        return "no document about it; these are the nearest"
    more = "more than " if answer.more_found else ""
    return f"{more}{counted(answer.documents_found, 'document')}{'' if answer.reading.lists else ' about it'}"


def _dated(date: index.DateSpan | None) -> str:
    return "Undated" if date is None else dates.span(date)


def _place(hit: index.Hit) -> str:
    """The document's path and the passage's page, message or paragraph."""
    place = passages.place(hit.page, hit.paragraph, hit.time, hit.link, confidence=hit.confidence)
    return f"{text.label(text.path_line(hit.document), _MAX_PATH)} {place}"


def _outside(hit: index.Hit, reading: index.Reading) -> str:
    """What marks a hit that is outside a window said in words; an undated one is marked by its date."""
    if hit.in_window or hit.date is None:
        return ""
    return index.outside(reading.since, reading.until)


def _source(hit: index.Hit, reading: index.Reading) -> str:
    parts = [
        _outside(hit, reading),
        "near in meaning only" if hit.near_only else "",
        _place(hit),
        hit.date.dated_by if hit.date and hit.date.origin != "head line" else "",
        f"also in {counted(len(hit.duplicates), 'other document')}" if hit.duplicates else "",
    ]
    warning = f"{NOT_VERBATIM}\n" if not hit.verbatim else ""
    return f"{warning}-# {' · '.join(part for part in parts if part)}"
