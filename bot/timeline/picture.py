"""A chart as a PNG: the one home of resvg, which draws an SVG of our own. Blocking, some 50 milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from bot.timeline import font
from bot.timeline.layout import HEIGHT, WIDTH, Box, Chart, Words

_PAPER: Final = "#f7f8fa"
_LINE: Final = "#d9dde3"
_GROUND: Final = "#59616e"
_BAR: Final = "#3b6ea5"
_INK: Final = {"strong": "#1b1f27", "soft": "#4a5160"}
"""Colours of its own, since Discord shows it on dark and on light."""
_RIGHT: Final = WIDTH - 28


def png(chart: Chart) -> bytes:
    """The picture of a chart."""
    import resvg_py  # noqa: PLC0415 (loaded with the first picture)

    return bytes(resvg_py.svg_to_bytes(svg_string=svg(chart), font_files=[str(font.FILE)], skip_system_fonts=True))


def svg(chart: Chart) -> str:
    """The drawing, with no reference to anything outside it."""
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="{font.FAMILY}">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
            *_lines(chart),
            *(_box(box) for box in chart.bars if box.height),
            *(_words(words) for words in chart.words),
            "</svg>",
        )
    )


def _lines(chart: Chart) -> Iterator[str]:
    for at, y in enumerate(chart.lines):
        colour, width = (_LINE, 2) if at else (_GROUND, 3)
        yield f'<path d="M{chart.left:.1f} {y:.1f}H{_RIGHT}" stroke="{colour}" stroke-width="{width}"/>'


def _box(box: Box) -> str:
    place = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    return f'<rect {place} fill="{_BAR}"/>'


def _words(words: Words) -> str:
    place = f'x="{words.x:.1f}" y="{words.y:.1f}" font-size="{words.size}" text-anchor="{words.anchor}"'
    return f'<text {place} fill="{_INK[words.tone]}" xml:space="preserve">{escape(words.text)}</text>'
