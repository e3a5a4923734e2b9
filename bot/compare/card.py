"""A comparison as one message: two short blocks, the first span above the second. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import index
from bot.ui import citations, dates, excerpt, passage_buttons, text
from bot.ui.components import Block, Section
from bot.ui.links import NO_LINKS, Links
from bot.ui.passages import NOT_VERBATIM, counted

_MAX_QUERY: Final = 120
_MAX_TITLE: Final = 50
_MAX_QUOTATION: Final = 120
_MAX_LINES: Final = 3
_MAX_NOTE: Final = 160
_MAX_NOTES: Final = 3
_MAX_WORD: Final = 24
_MAX_WORDS: Final = 8
"""Of a span: two lines of a phone, or three."""


def draw(found: index.Comparison, links: Links = NO_LINKS) -> Iterator[Block]:
    """What was asked, and each span with how much matches, its words and its best passages; titles lead to pages."""
    yield _header(found)
    for span, place in ((found.first, 0), (found.second, len(found.first.hits))):
        yield "\n".join(_span(span))
        yield from (_hit(hit, place + number, links) for number, hit in enumerate(span.hits))


def _header(found: index.Comparison) -> str:
    spans = " and ".join(name(span) for span in (found.first, found.second))
    beside = " · ".join(_beside(found))
    notes = [f"⚠️ {text.label(note, _MAX_NOTE)}" for note in found.chat_warnings[:_MAX_NOTES]]
    lines = (line for line in (beside, *notes) if line)
    return "\n".join((f"⚖️ **{text.label(found.query, _MAX_QUERY)}** · {spans}", *(f"-# {line}" for line in lines)))


def name(span: index.ComparedSpan) -> str:
    """1969, July 1969, 1969 – 1972"""
    return index.days_span(span.since, span.until)


def _beside(found: index.Comparison) -> Iterator[str]:
    """What stands in neither span, or in both."""
    if found.undated:
        yield f"{counted(found.undated, 'undated document')} also about it"
    if found.in_both:
        yield f"{counted(found.in_both, 'document')} dated to a month or year counted in both"


def _span(span: index.ComparedSpan) -> Iterator[str]:
    yield f"### {name(span)}"
    share = "" if span.share is None else f" · {span.share:.1%}"
    yield f"**{span.documents:,}** of {counted(span.of, 'document')}{share}"
    if span.keywords:
        words = ", ".join(map(_word, span.keywords[:_MAX_WORDS]))
        yield f"More frequent (here : there): {words}"
    elif span.documents:
        yield "-# no word is clearly more frequent"
    if span.passages_read < span.passages and span.keywords:
        yield f"-# words of {span.passages_read:,} of {counted(span.passages, 'passage')}"


def _word(word: index.Keyword) -> str:
    """How often it was read in this span, and in the other."""
    return f"{text.bold(text.label(word.word, _MAX_WORD))} {word.count:,}:{word.other_count:,}"


def _hit(hit: index.Hit, place: int, links: Links) -> Section:
    title = citations.name(hit.title, hit.title_origin, hit.document, _MAX_TITLE)
    quoted = excerpt.quotation(hit.text, hit.best, _MAX_QUOTATION, _MAX_LINES, words=hit.words, marked=False)
    warning = "" if hit.verbatim else f"{NOT_VERBATIM}\n"
    head = f"**{dates.span(hit.date)}** · {links.titled(title, hit.passage)}"
    return Section(head, passage_buttons.read(hit.passage, place), f"{warning}{quoted}")
