"""A timeline in words: numbers that can be read on a phone, within Discord's bounds, whatever the query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.timeline import texts, window
from bot.timeline.custom_ids import Asked
from bot.ui import components, limits, phone
from bot.ui.components import Block, Control, Picture, Row
from tests.bot.drawing import fits
from tests.bot.reading import walk
from tests.bot.timeline.timelines import timeline, timelines


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "0 %"), (0.0004, "<0.1 %"), (0.012, "1.2 %"), (0.0996, "10.0 %"), (0.123, "12 %"), (1.0, "100 %")],
)
def test_percentages_are_as_exact_as_tells_something(share: float, said: str) -> None:
    """Never 0 % for what is something."""
    assert texts.percent(share) == said


def test_days_and_months_have_a_line_a_year() -> None:
    """The year is said once; a bar's time and number are not parted."""
    found = timeline("moon", "1969-07-01", "1970-06-30", [3, 0], of=4)
    first, second = texts.numbers(found, share=False).replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert first == "-# 1969: Jul **3** · Aug **0** · Sep **3** · Oct **0** · Nov **3** · Dec **0**"
    assert second.startswith("-# 1970: Jan **3** · ")
    found = timeline("moon", "1960-01-01", "1966-12-31", [3, 0], of=4)
    shown = texts.numbers(found, share=True).replace("\N{NO-BREAK SPACE}", " ")
    assert shown.startswith("-# 1960 **75 %** of 4 · 1961 **0 %** of 4 · 1962 **75 %** of 4")
    assert " **" not in texts.numbers(found, share=True)


def test_25_bars_are_read_on_a_screen_or_so() -> None:
    """Numbers below the picture are no longer than it is high."""
    found = timeline("moon", "1960-01-01", "1984-12-31", [1234, 0, 7], of=56_789)
    assert phone.text(texts.numbers(found, share=False)) <= 0.3 * phone.SCREEN
    assert phone.text(texts.numbers(found, share=True)) <= 0.5 * phone.SCREEN


@settings(max_examples=60, deadline=None)
@given(timelines(), st.booleans())
def test_any_timeline_fits_a_message(found: index.Timeline, share: bool) -> None:
    """Its texts, its selects of at most 25 options each, and its picture's description."""
    asked = Asked(1, "moon", share=share)
    told = Picture("timeline.png", texts.description(found, share=share))
    blocks: list[Block | Picture] = [texts.head(found, share=share), told, texts.numbers(found, share=share)]
    rows: list[Row] = [
        *window.selects(found, asked, ("t:f", "t:u")),
        [Control("t:s", "As numbers"), Control("t:d", "Delete")],
    ]
    view = components.page(blocks, rows)
    fits(view)
    for part in walk(view.to_components()):  # type: ignore[no-untyped-call]  # discord.py leaves it untyped
        assert 1 <= len(part.get("options", [0])) <= limits.CHOICES
        for item in part.get("items", ()):
            assert 0 < limits.length(item["description"]) <= limits.ALT_TEXT
