"""The bars of a timeline lead where two clicks are meant to lead."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from starlette.datastructures import QueryParams

from index import Bar, Query, Reading, Timeline
from index.web.pages.asked import Asked, read
from index.web.pages.chart import HEIGHT, WIDTH, chart

YEARS = range(1960, 1970)


def bar(year: int) -> Bar:
    return Bar(first=dt.date(year, 1, 1), last=dt.date(year, 12, 31), documents=year % 4, all_documents=9)


TIMELINE = Timeline(
    query=Query(text="x"),
    reading=Reading(words="x"),
    generation=1,
    unit="year",
    step=1,
    bars=tuple(map(bar, YEARS)),
    documents=15,
    undated=0,
    in_several=0,
    elapsed_ms=0.0,
)


def clicked(asked: Asked, year: int) -> Asked:
    """The search to which the bar of a year leads."""
    drawn = chart(TIMELINE, asked)
    assert drawn is not None
    return read(QueryParams(urlsplit(drawn.links[year - YEARS[0]].address).query))


def test_one_click_chooses_a_bar_and_a_second_one_a_range() -> None:
    """From any bar to any other, in either order; a click on the one that is chosen takes it back."""
    asked = Asked(text="x", folders=("a",), page=3)
    for one in YEARS:
        first = clicked(asked, one)
        assert first == asked.within(dt.date(one, 1, 1), dt.date(one, 12, 31))
        for other in YEARS:
            second = clicked(first, other)
            if one == other:
                assert second == asked.but(page=1)
            else:
                low, high = sorted((one, other))
                assert second == asked.within(dt.date(low, 1, 1), dt.date(high, 12, 31))
                assert clicked(second, one) == first


def test_bars_are_as_high_as_their_numbers() -> None:
    """Each stands in its own place, the highest fills the picture, and none is drawn where there is nothing."""
    drawn = chart(TIMELINE, Asked(text="x"))
    assert drawn is not None
    assert [link.documents for link in drawn.links] == [year % 4 for year in YEARS]
    assert [link.height for link in drawn.links] == [round(HEIGHT * (year % 4) / 3, 2) for year in YEARS]
    assert all(link.y + link.height == HEIGHT for link in drawn.links if link.documents)
    assert [link.left for link in drawn.links] == [place * WIDTH / 10 for place in range(10)]
    assert drawn.times == ("1960", "1964", "1969")


def test_what_is_chosen_is_shown() -> None:
    """The bars that have a day of the window are marked, with an open end up to the last."""
    drawn = chart(TIMELINE, Asked(text="x", since=dt.date(1966, 5, 5)))
    assert drawn is not None
    assert [link.chosen for link in drawn.links] == [year >= 1966 for year in YEARS]
    assert drawn.chooses
    assert not drawn.from_one


def test_nothing_to_choose_from_is_no_chart() -> None:
    """Where no bar has a document, there is no picture."""
    assert chart(TIMELINE.model_copy(update={"bars": ()}), Asked(text="x")) is None
