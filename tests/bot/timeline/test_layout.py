"""A chart has a bar for each bar, everything in its place and nothing outside the picture."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.timeline import font, layout
from bot.timeline.layout import HEIGHT, WIDTH, Chart, Words
from tests.bot.timeline.timelines import timeline, timelines


def ends(words: Words) -> tuple[float, float]:
    """From where to where a text runs."""
    width = font.width(words.text) * words.size
    before = {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
    return words.x - before, words.x - before + width


def named(chart: Chart) -> list[str]:
    """The times below the bars."""
    ground = chart.lines[0]
    return [words.text for words in chart.words if words.y > ground + layout.SMALL]


@settings(max_examples=60, deadline=None)
@given(timelines(), st.booleans())
def test_every_bar_is_drawn_within_the_picture(found: index.Timeline, share: bool) -> None:
    """As high as its number is among the others, side by side, with words that the font has and that fit."""
    chart = layout.chart(found, share=share)
    assert len(chart.bars) == len(found.bars)
    values = [(bar.share or 0.0) if share else bar.documents for bar in found.bars]
    for box, value in zip(chart.bars, values, strict=True):
        assert chart.left <= box.x
        assert box.x + box.width <= WIDTH
        assert bool(box.height) == bool(value)
        assert min(chart.lines) - 0.01 <= box.y <= HEIGHT
        assert box.height == pytest.approx(
            max(chart.bars[values.index(max(values))].height * value / max(values), 0), abs=3.01
        )
    assert all(before.x + before.width <= after.x + 0.01 for before, after in pairwise(chart.bars))
    assert 2 <= len(chart.lines) <= 6
    for words in chart.words:
        left, right = ends(words)
        assert left >= 0
        assert right <= WIDTH
        assert 0 < words.y < HEIGHT
    assert named(chart)
    rows: dict[float, list[tuple[float, float]]] = {}
    for words in chart.words:
        rows.setdefault(words.y, []).append(ends(words))
    below = [sorted(row) for y, row in rows.items() if y > chart.lines[0] + layout.SMALL]
    assert all(before[1] < after[0] for row in below for before, after in pairwise(row))


@pytest.mark.parametrize(
    ("first", "last", "times"),
    [
        ("1969-07-20", "1969-07-20", ["20 Jul", "1969"]),
        ("1969-01-01", "1969-12-31", ["Jan", "1969", "Mar", "May", "Jul", "Sep", "Nov"]),
        ("2011-04-01", "2015-09-30", ["Jan", "2012", "Jan", "2013", "Jan", "2014", "Jan", "2015"]),
        ("1960-01-01", "1984-12-31", ["1960", "1965", "1970", "1975", "1980"]),
        ("1805-01-01", "2024-12-31", ["1800", "1850", "1900", "1950", "2000"]),
    ],
)
def test_round_times_are_named(first: str, last: str, times: list[str]) -> None:
    """As many as can be read on a phone, the year once."""
    assert named(layout.chart(timeline("moon", first, last, [3, 1]), share=False)) == times


def titles(text: str, *, windowed: bool = False) -> list[str]:
    """The lines above the bars."""
    found = timeline(text, "1969-01-01", "1969-12-31", [3, 1], windowed=windowed)
    chart = layout.chart(found, share=False)
    return [words.text for words in chart.words if words.y < min(chart.lines) - layout.SMALL]


def test_the_title_is_what_was_asked() -> None:
    """The query and the window; of a long query what fits; umlauts and composed letters are drawn."""
    assert titles("moon", windowed=True) == ["moon", "1969 · Documents, each bar a month"]
    assert titles("Ko\u0308nigsberg, Łódź, Ωμέγα, Киев") == [
        "Königsberg, Łódź, Ωμέγα, Киев",
        "Documents, each bar a month",
    ]
    long = titles("a long query " * 20)[0]
    assert long.endswith("…")
    assert long[:-1].strip() in "a long query " * 20


@pytest.mark.parametrize("text", ["שלום", "🚀 rocket", "猫的故事", "moon \u202e gnidnal 猫"])
def test_a_title_that_can_not_be_drawn_is_left_out(text: str) -> None:
    """What the font lacks stands above the picture only; no empty boxes stand in its place."""
    assert titles(text) == ["Documents, each bar a month"]
