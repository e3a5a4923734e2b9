"""The days that a page's text names, outside of comments, menus and other stories, and what speaks for each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from index.dates.days_in_text import DATE_LIKE, days_in
from index.read.names import names
from index.read.page_labels import COPYRIGHT, STATE, day_first_in, is_caption, is_hint, is_of_change, label_in
from index.read.page_regions import Regions
from index.read.title import single_spaced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS: Final = names(
    "address article aside blockquote body br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section table td th time tr ul"
)
_INVISIBLE: Final = names("script style noscript template head svg select iframe textarea button")

MAX_CHUNK: Final = 600
"""Characters of a paragraph in which a date is looked for: the beginning, where a byline or dateline stands."""
MAX_CHUNKS: Final = 20_000
MAX_DAYS: Final = 500
OF_CHANGE: Final = -10
"""The score of a date that is said to be that of a change."""
_HEADINGS: Final = names("h1 h2 h3 h4")
MIN_HEADING: Final = 8
"""Letters of a heading that a page's title has not just by chance."""
BELOW: Final = range(-1, 6)
"""Lines after a heading, or just before it, where the date of a story stands."""
MAX_LABEL: Final = 30
"""Characters of a line that is a label of the next one."""
LABEL_REACH: Final = 48
"""Characters before a date in which its label is looked for."""
BESIDE: Final = 90
"""Characters beside a date in a byline; a line with more is prose."""
DATE_BOX: Final = 60
"""Characters in an element whose class is for dates, and which may have day, month and year in blocks of their own."""

_BOXES: Final = (
    "//*[(self::div or self::p or self::span or self::li or self::time or self::td or self::header or self::a or "
    "self::abbr) and (contains(@class, 'date') or contains(@class, 'Date') or contains(@class, 'datum') or "
    "contains(@class, 'time') or contains(@class, 'calend') or contains(@id, 'date') or contains(@class, 'fecha') or "
    "contains(@class, 'published'))]"
)


_TITLED: Final = (
    "//*[(self::span or self::abbr or self::a or self::time) and starts-with(translate(@title, '129', '000'), '00')]"
)
"""Elements whose tooltip begins as a date does: "3 hours ago"."""


class Line(NamedTuple):
    """A paragraph, heading, cell or line; `number` counts them from 0, `label` is the short one before it."""

    text: str
    element: Element
    number: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A day that the text names. `distance` is how many lines after the page's heading, None if that is unknown."""

    days: tuple[dt.date, ...]
    written: str
    line: str
    published: bool
    changed: bool
    hinted: bool
    prose: bool
    distance: int | None
    element: Element

    @property
    def score(self) -> int:
        """What speaks for its being the day on which the page was published."""
        if self.changed:
            return OF_CHANGE
        score = 4 * self.published + self.hinted - self.prose
        if self.distance is None or self.prose:
            return score + (not self.prose)
        near = 5 if -4 <= self.distance <= 8 else 3 if -10 <= self.distance <= 20 else -2 if self.distance < -10 else 1
        return score + near


class PageDays(NamedTuple):
    """Every full day that a page's own text names, in the page's order, and the page's heading, if it has one."""

    named: list[Named]
    heading: Element | None = None

    def part_around(self, named: Named) -> Element:
        """The smallest part of the page with both the heading and this date."""
        heading = self.heading
        around = set() if heading is None else {heading, *heading.iterancestors()}
        parts = [named.element, *named.element.iterancestors()]
        return next((part for part in parts if part in around), parts[min(1, len(parts) - 1)])


def page_days(
    page: Element, regions: Regions, titles: Iterable[str], *, language: str, day_first: bool | None
) -> PageDays:
    """`titles` is what the page calls itself, `language` its language, `day_first` how it means 03/04/2020."""
    lines: list[Line] = []
    heading: Line | None = None
    title = single_spaced(" ".join(titles)).casefold()
    total = 0
    for line in _lines(page):
        total = line.number
        if line.element.tag in _HEADINGS:
            heading = _better(heading, line, title, regions)
        if DATE_LIKE.search(line.text[:MAX_CHUNK]):
            lines.append(line)
    lines += _boxes(page, total)
    found: list[Named] = []
    for line in lines[:MAX_DAYS]:
        if regions.is_aside(line.element):
            continue
        distance = None if heading is None or line.number < 0 else line.number - heading.number
        found += _in_line(line, distance, language, day_first)
    return PageDays(found, heading.element if heading else None)


def _better(heading: Line | None, line: Line, title: str, regions: Regions) -> Line | None:
    """The page's heading: the first that its title has, else the first of the highest rank outside of menus."""
    if heading is not None and (heading.text.casefold() in title and len(heading.text) >= MIN_HEADING):
        return heading
    if len(line.text) >= MIN_HEADING and line.text.casefold() in title:
        return line
    if heading is None and line.element.tag == "h1" and len(line.text) > 3 and not regions.is_aside(line.element):
        return line
    return heading


def _in_line(line: Line, distance: int | None, language: str, day_first: bool | None) -> Iterator[Named]:
    text = line.text[:MAX_CHUNK]
    hinted, caption = _is_hinted(line.element), _is_caption(line.element)
    order = day_first_in(text) if day_first is None else day_first
    for day in days_in(text, language=language, day_first=order):
        before = f"{line.label} {text[: day.start]}"[-LABEL_REACH:]
        if COPYRIGHT.search(before):
            continue
        label = label_in(before)
        changed = label.changed or (not label.published and _is_of_change(line.element))
        if changed and STATE.search(before) and distance in BELOW:
            changed = False
        yield Named(
            days=day.days,
            written=text[day.start : day.end],
            line=line.text,
            published=label.published and not caption,
            changed=changed,
            hinted=hinted and not caption,
            prose=caption or len(line.text) - (day.end - day.start) > BESIDE,
            distance=distance,
            element=line.element,
        )


def _is_hinted(element: Element) -> bool:
    around: Element | None = element
    for _ in range(3):
        if around is None or around.tag in ("body", "html", "main", "article"):
            return False
        if around.tag == "time" or is_hint(f"{around.get('class') or ''} {around.get('id') or ''}"):
            return True
        around = around.getparent()
    return False


def _is_of_change(element: Element) -> bool:
    """Whether its class says that it holds when the page was changed, and not also when it was published."""
    return is_of_change(f"{element.get('class') or ''} {element.get('itemprop') or ''}")


def _is_caption(element: Element) -> bool:
    """Whether it is about a picture, whose date is another."""
    if element.tag == "time":
        return False
    around: Element | None = element
    for _ in range(3):
        if around is None:
            return False
        if around.tag in ("figure", "figcaption") or is_caption(around.get("class") or ""):
            return True
        around = around.getparent()
    return False


def _boxes(page: Element, number: int) -> Iterator[Line]:
    """Elements for dates with day, month and year in elements of their own."""
    for element in page.xpath(_BOXES)[:MAX_DAYS]:
        pieces: list[str] = []
        for piece in element.itertext():
            pieces.append(piece)
            if len(pieces) > 12:
                break
        text = single_spaced(" ".join(pieces))
        if len(pieces) > 1 and len(text) <= DATE_BOX and DATE_LIKE.search(text):
            yield Line(text, element, -1)
    for element in page.xpath(_TITLED)[:MAX_DAYS]:
        yield Line(element.get("title")[:DATE_BOX], element, -1)


def _lines(page: Element) -> Iterator[Line]:
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    pieces: list[str] = []
    number = 0
    label = ""
    holder = page
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, node in walk:
        if event == "start" and node.tag in _INVISIBLE:
            walk.skip_subtree()
            continue
        if node.tag in _BLOCKS:
            text = single_spaced("".join(pieces))
            if text:
                yield Line(text, holder, number, label)
                label = text if len(text) <= MAX_LABEL and not DATE_LIKE.search(text) else ""
                number += 1
                if number > MAX_CHUNKS:
                    return
            pieces = []
            parent = node.getparent()
            holder = node if event == "start" or parent is None else parent
        piece = (node.text if event == "start" else node.tail) or ""
        if not pieces and piece.strip() and node.tag not in _BLOCKS:
            parent = node.getparent()
            holder = node if event == "start" or parent is None else parent
        pieces.append(piece)
    if text := single_spaced("".join(pieces)):
        yield Line(text, holder, number, label)
