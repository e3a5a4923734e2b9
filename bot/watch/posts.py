"""What is new to watches, as the message that tells it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from discord import ui

import index
from bot.ui import citations, components, dates, hit_quotations, limits, passage_buttons, passages, phone, text
from bot.ui.components import Block, Control, Section
from bot.ui.links import NO_LINKS, Links
from bot.ui.passages import counted
from bot.watch import custom_ids, wording

HITS: Final = 5
"""Hits of one watch at most."""
WATCHES: Final = 5
"""Watches of one message at most."""
_HITS_OF_ALL: Final = 6
"""Hits of several watches together: each is four of the 40 components that Discord allows."""
_MAX_TEXT: Final = 3800
"""Characters of a message, with some to spare of those that Discord allows."""
_MAX_HEIGHT: Final = int(2.18 * phone.SCREEN)
"""Of a message on a phone, so that whoever reads along has little to scroll past."""
_LEAST_LINES: Final = 2
"""Lines of a phone that each quotation may have, however much else there is to say."""
_MAX_TITLE: Final = 60
_MAX_PATH: Final = 45
_HEADS: Final = {index.Rate.DAILY: "Daily digest", index.Rate.WEEKLY: "Weekly digest"}


@dataclass(frozen=True, slots=True)
class Told:
    """A watch, and what is told of it: at least one hit."""

    watch: index.Watch
    found: index.WatchHits


def draw(told: Sequence[Told], token: str, now: dt.datetime, links: Links = NO_LINKS) -> ui.LayoutView:
    """One watch with up to `HITS` hits, or up to `WATCHES` of them as a digest, which shows each document once.

    `token` is the post's, which stands in the ids of its buttons. With `links`, titles lead to pages.
    """
    groups = _shown(told)
    top = [f"**{_HEADS[told[0].watch.rate]}**"] if told[0].watch.rate in _HEADS else []
    heads = [_head(one, len(group)) for one, group in zip(told, groups, strict=True)]
    hits = [hit for group in groups for hit in group]
    frames = [_Frame.of(hit, now, links) for hit in hits]
    quotes = hit_quotations.drawn([hit.hit for hit in hits], _lines([*top, *heads], frames))
    sections = iter(
        frame.around(quote, place) for place, (frame, quote) in enumerate(zip(frames, quotes, strict=True), 1)
    )
    blocks: list[Block] = [*top]
    for head, group in zip(heads, groups, strict=True):
        blocks += [head, *(next(sections) for _ in group)]
    return components.page(blocks, [list(_controls(told, token))])


def _shown(told: Sequence[Told]) -> list[list[index.WatchHit]]:
    """The hits to show of each: none of a document that stands above already."""
    above: set[str] = set()
    new: list[list[index.WatchHit]] = []
    for one in told:
        new.append([hit for hit in one.found.hits[:HITS] if hit.hit.document not in above])
        above |= {hit.hit.document for hit in new[-1]}
    room = HITS if len(told) == 1 else _HITS_OF_ALL
    return [hits[:most] for hits, most in zip(new, passages.shares(list(map(len, new)), room), strict=True)]


def _lines(heads: Sequence[str], frames: Sequence[_Frame]) -> int:
    """The lines of a phone that are left for quotations."""
    fixed = phone.FRAME + phone.buttons(1) + sum(phone.text(head) + phone.GAP for head in heads)
    by_height = (_MAX_HEIGHT - fixed - sum(phone.GAP + frame.height for frame in frames)) // phone.QUOTED_LINE
    taken = sum(map(limits.length, heads)) + sum(frame.length for frame in frames)
    by_length = (_MAX_TEXT - taken) // phone.QUOTED_CHARACTERS
    return max(0, min(max(by_height, _LEAST_LINES * len(frames)), by_length))


def _controls(told: Sequence[Told], token: str) -> Iterator[Control]:
    if len(told) == 1:
        yield Control(custom_ids.post(custom_ids.SEARCH, token), "Search")
    yield Control(custom_ids.post(custom_ids.MANAGE, token), "Manage")


def _head(told: Told, shown: int) -> str:
    """What was watched for, how much is new, and whose watch it is."""
    watch, found = told.watch, told.found.found
    more = f" · {shown} shown, {found - shown} more" if shown < found else ""
    whose = f" · watched by <@{watch.person}>" if watch.guild is not None else ""
    return f"{wording.query(watch)}\n-# {counted(found, 'new document')}{more if shown else ' · shown above'}{whose}"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around a hit's quotation: the date above everything, the title, and the source below."""

    passage: str
    date: str
    title: str
    linked: str
    """The title with the address to which it leads, which nobody sees."""
    source: str

    @classmethod
    def of(cls, told: index.WatchHit, now: dt.datetime, links: Links) -> _Frame:
        hit = told.hit
        date = dates.span(hit.date)
        title = citations.name(hit.title, hit.title_origin, hit.document, _MAX_TITLE)
        linked = links.titled(title, hit.passage)
        return cls(hit.passage, f"### {date[:1].upper()}{date[1:]}", title, linked, _source(told, now))

    @property
    def length(self) -> int:
        return sum(map(limits.length, (self.date, self.linked, self.source))) + 2

    @property
    def height(self) -> int:
        return phone.SECTION + phone.GAP + phone.text(self.title) + phone.text(self.source)

    def around(self, quote: str, place: int) -> Section:
        """`place` tells its button from another on the same passage."""
        body = "\n".join(part for part in (self.linked, quote, self.source) if part)
        return Section(self.date, passage_buttons.read(self.passage, place), body)


def _source(told: index.WatchHit, now: dt.datetime) -> str:
    hit = told.hit
    place = passages.place(hit.page, hit.paragraph, hit.time, hit.link, confidence=hit.confidence)
    parts = [
        arrived(told.match, hit.date, now),
        f"{text.label(text.path_line(hit.document), _MAX_PATH)} {place}",
        *([f"also in {counted(len(hit.duplicates), 'other document')}"] if hit.duplicates else []),
    ]
    warning = "" if hit.verbatim else f"{passages.NOT_VERBATIM}\n"
    return f"{warning}-# {' · '.join(parts)}"


def arrived(match: index.Match, date: index.DateSpan | None, now: dt.datetime) -> str:
    """Since when the archive has a document, and what it is dated: it may have come long after its date."""
    day = dates.day(match.since)
    since = day.removesuffix(f" {now.year:04}") if match.since.year == now.year else day
    dated = "undated" if date is None else f"dated {dates.span(date)}"
    came = f"new in the archive since {since}" if match.change == "added" else f"changed on {since}"
    return f"{came}, {dated}"
