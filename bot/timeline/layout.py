"""A timeline as shapes at their places: a chart that can be read 330 pixels wide, as a phone shows it. Pure.

Lengths are in pixels of the picture, which is three times as wide; y runs downwards.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import index
from bot.timeline import font, scale

WIDTH: Final = 1000
HEIGHT: Final = 640
TITLE: Final = 44
SMALL: Final = 36
"""Heights of letters: of the title, and of all else."""
_LEFT: Final = 28
_TOP: Final = 156
_BOTTOM: Final = HEIGHT - 104
"""Where the bars' field begins and ends; below it stand two lines of times."""
_GAP: Final = 16
"""Between numbers and lines, and between words that stand side by side."""
_WIDEST: Final = 120
"""Of a bar, however few there are."""
_FILLED: Final = 0.76
"""Of a bar's place, how much it fills."""
_LEAST_HEIGHT: Final = 3
"""Of a bar that is not nothing."""
_ROUND: Final[dict[index.TimeUnit, tuple[int, ...]]] = {
    "day": (1, 2, 5, 7, 10),
    "month": (1, 2, 3, 6, 12, 24),
    "year": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000),
}
"""Bars that begin at a multiple of so many months or years are named, or every so many of bars of days."""

Anchor = Literal["start", "middle", "end"]
Tone = Literal["strong", "soft"]


@dataclass(frozen=True, slots=True)
class Box:
    """A bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is where its letters stand."""

    x: float
    y: float
    text: str
    size: int = SMALL
    anchor: Anchor = "start"
    tone: Tone = "soft"


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `bars` has a box for each bar of the timeline, of no height where there is nothing."""

    bars: tuple[Box, ...]
    words: tuple[Words, ...]
    left: float
    lines: tuple[float, ...]
    """The heights of the lines behind the bars, which run from `left` to the right edge; the first is the ground."""


def chart(found: index.Timeline, *, share: bool) -> Chart:
    """The chart of a timeline that has bars: of numbers, or of the share of all documents of that time."""
    values = [100 * (bar.share or 0.0) if share else float(bar.documents) for bar in found.bars]
    ticks = scale.ticks(max(values), whole=not share)
    marks = [f"{scale.short(tick)}{' %' if share else ''}" for tick in ticks]
    left = _LEFT + max(map(_small, marks)) + _GAP
    place = (WIDTH - _LEFT - left) / len(values)

    def height(value: float) -> float:
        return (_BOTTOM - _TOP) * value / ticks[-1]

    boxes = [_box(left + place * at, place, height(value), seen=value > 0) for at, value in enumerate(values)]
    lines = tuple(_BOTTOM - height(tick) for tick in ticks)
    axis = [Words(left - _GAP, line + SMALL / 3, mark, anchor="end") for line, mark in zip(lines, marks, strict=True)]
    names = _names(found, [box.x + box.width / 2 if found.step == 1 else box.x for box in boxes], place)
    return Chart(tuple(boxes), (*_titles(found, share=share), *axis, *names), left, lines)


def _box(x: float, place: float, height: float, *, seen: bool) -> Box:
    width = min(place * _FILLED, _WIDEST)
    height = max(height, _LEAST_HEIGHT) if seen else 0.0
    return Box(x + (place - width) / 2, _BOTTOM - height, width, height)


def _small(text: str) -> float:
    return font.width(text) * SMALL


def _titles(found: index.Timeline, *, share: bool) -> list[Words]:
    """What was asked, as far as the font has its letters and a line has room, and what the bars are."""
    room = WIDTH - 2 * _LEFT
    typed = unicodedata.normalize("NFC", index.one_line(found.query.text))
    window = index.days_span(found.reading.since, found.reading.until)
    title = _cut(typed, TITLE, room) if font.draws(typed) else ""
    bar = f"each bar {found.bar_length}"
    said = ("Share of all documents", "Share") if share else ("Documents",)
    offered = [f"{window} · {what}, {bar}" if window else f"{what}, {bar}" for what in said]
    second = next((line for line in offered if _small(line) <= room), window)
    lines = [line for line in (title, second) if line]
    sizes = (TITLE, SMALL) if title else (SMALL,)
    tones: tuple[Tone, ...] = ("strong", "soft") if title else ("strong",)
    places = (60, 114) if title else (84,)
    return [
        Words(_LEFT, y, line, size, tone=tone) for line, size, tone, y in zip(lines, sizes, tones, places, strict=True)
    ]


def _cut(text: str, size: int, room: float) -> str:
    """As much of `text` as fits, with a mark where it was cut."""
    if font.width(text) * size <= room:
        return text
    kept = text
    while kept and font.width(f"{kept}…") * size > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _names(found: index.Timeline, xs: Sequence[float], place: float) -> list[Words]:
    """The times of as many bars as there is room for, at round ones; years stand below days and months once."""
    name: Callable[[index.Bar], str] = _NAMES[found.unit]
    below = [] if found.unit == "year" else [_year(bar) for bar in found.bars]
    widest = max(map(_small, [*map(name, found.bars), *below]))
    named = _named(found, int((WIDTH - _LEFT - xs[0] + place) / (widest + _GAP)))
    words: list[Words] = []
    year = None
    for at in named:
        bar = found.bars[at]
        x = _inside(xs[at], widest)
        words.append(Words(x, _BOTTOM + SMALL + 8, name(bar), anchor="middle"))
        if found.unit != "year" and bar.first.year != year:
            words.append(Words(x, _BOTTOM + 2 * SMALL + 14, _year(bar), anchor="middle"))
            year = bar.first.year
    return words


def _year(bar: index.Bar) -> str:
    return f"{bar.first.year:04}"


def _inside(x: float, width: float) -> float:
    """Where the middle of a word that wide stands so that it is within the picture."""
    return min(max(x, width / 2 + 4), WIDTH - width / 2 - 4)


def _named(found: index.Timeline, most: int) -> list[int]:
    """Which bars are named: at most so many, evenly apart, at round times."""
    for every in _ROUND[found.unit]:
        chosen = [at for at, bar in enumerate(found.bars) if _number(found, bar, at) % every == 0]
        if chosen and len(chosen) <= max(most, 1):
            return chosen
    return [0]


def _number(found: index.Timeline, bar: index.Bar, at: int) -> int:
    """What must be round for a bar to be named."""
    if found.unit == "day":
        return at
    return bar.first.year * 12 + bar.first.month - 1 if found.unit == "month" else bar.first.year


_NAMES: Final[dict[index.TimeUnit, Callable[[index.Bar], str]]] = {
    "day": lambda bar: f"{bar.first.day} {index.MONTHS[bar.first.month - 1][:3]}",
    "month": lambda bar: index.MONTHS[bar.first.month - 1][:3],
    "year": _year,
}
