"""Timelines to be drawn: of any bars that the engine makes, and with words of any kind."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

import index
from index.search.bins import bins
from tests.bot.hostile import hostile


def timeline(
    text: str, first: str, last: str, counts: list[int], *, windowed: bool = False, of: int = 100
) -> index.Timeline:
    """A timeline from one day to another whose bars have these counts, in turns, of so many documents each."""
    since, until = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    divided = bins(since, until)
    bars = tuple(
        index.Bar(first=start, last=end, documents=counts[at % len(counts)], all_documents=of)
        for at, (start, end) in enumerate(divided.spans)
    )
    return index.Timeline(
        query=index.Query(text=text),
        reading=index.Reading(words=text, since=since if windowed else None, until=until if windowed else None),
        generation=1,
        unit=divided.unit,
        step=divided.step,
        bars=bars,
        documents=sum(bar.documents for bar in bars),
        undated=2,
        in_several=3,
        elapsed_ms=1.0,
    )


@st.composite
def timelines(draw: st.DrawFn) -> index.Timeline:
    """Any timeline that has documents."""
    first, last = sorted(draw(st.tuples(st.dates(), st.dates())))
    days = draw(st.sampled_from([0, 20, 90, 700, 2000, None]))
    if days is not None:
        last = min(dt.date.fromordinal(min(first.toordinal() + days, dt.date.max.toordinal())), dt.date.max)
    most = draw(st.sampled_from([1, 9, 5_000, 3_000_000]))
    counts = draw(st.lists(st.integers(0, most), min_size=1, max_size=25).filter(lambda counts: counts[0] > 0))
    of = draw(st.sampled_from([most, 10 * most]))
    text = draw(hostile.filter(str.strip))
    return timeline(text, first.isoformat(), last.isoformat(), counts, windowed=draw(st.booleans()), of=of)
