"""Queries that speak of times: written from a grammar with what they mean, and long ones that are made to be slow."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable
from typing import Final, NamedTuple

from hypothesis import strategies as st

Bounds = tuple[dt.date | None, dt.date | None]
"""The first and the last day of a window, None where it is open."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9}
_ONE: Final = dt.timedelta(days=1)


class Said(NamedTuple):
    """A query and the window it asks for; None if it asks for none, or for one with gaps."""

    text: str
    window: Bounds | None


class _Time(NamedTuple):
    text: str
    first: dt.date
    last: dt.date


def _month_last(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])


def _day_texts(day: dt.date) -> tuple[str, ...]:
    month = _MONTHS[day.month - 1]
    return (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month} {day.day} {day.year}",
        f"the {day.day}th of {month} {day.year}",
        day.isoformat(),
    )


_years = st.integers(1900, 2024)
_months = st.integers(1, 12)


@st.composite
def _a_year(draw: st.DrawFn) -> _Time:
    year = draw(_years)
    return _Time(str(year), dt.date(year, 1, 1), dt.date(year, 12, 31))


@st.composite
def _a_month(draw: st.DrawFn) -> _Time:
    year, month = draw(_years), draw(_months)
    name = draw(st.sampled_from((_MONTHS[month - 1], _MONTHS[month - 1][:3], _MONTHS[month - 1].upper())))
    return _Time(f"{name} {year}", dt.date(year, month, 1), _month_last(year, month))


@st.composite
def _a_season(draw: st.DrawFn) -> _Time:
    year, (name, month) = draw(_years), draw(st.sampled_from(tuple(_SEASONS.items())))
    text = draw(st.sampled_from((f"the {name} of {year}", f"{name} {year}")))
    return _Time(text, dt.date(year, month, 1), _month_last(year, month + 2))


@st.composite
def _a_day(draw: st.DrawFn) -> _Time:
    day = draw(st.dates(dt.date(1900, 1, 1), dt.date(2024, 12, 31)))
    return _Time(draw(st.sampled_from(_day_texts(day))), day, day)


_times = st.one_of(_a_year(), _a_month(), _a_season(), _a_day())

_BEFORE_IT: Final[dict[str, Callable[[_Time], Bounds | None]]] = {
    **dict.fromkeys(("in", "during", "on"), lambda time: (time.first, time.last)),
    **dict.fromkeys(
        ("since", "no earlier than", "not before", "on or after", "in or after"), lambda time: (time.first, None)
    ),
    **dict.fromkeys(("after", "later than"), lambda time: (time.last + _ONE, None)),
    **dict.fromkeys(
        ("until", "till", "through", "thru", "up to", "up through", "no later than", "not after", "until the end of"),
        lambda time: (None, time.last),
    ),
    **dict.fromkeys(("before", "prior to", "earlier than"), lambda time: (None, time.first - _ONE)),
    **dict.fromkeys(("by", "by the end of"), lambda time: (None, time.last)),
    **dict.fromkeys(
        (
            *("outside", "except for", "except in", "all but", "other than", "apart from", "not in", "excluding in"),
            *("before and after", "neither before nor after", "not since", "up to and after", "nearest", "as of"),
            *("as early as", "just before", "barely after", "ten years since", "a month before", "the summer after"),
            *("leading up to", "two years prior to", "different from those in", "lived through", "filter out those in"),
        ),
        lambda _: None,
    ),
}
_AFTER_IT: Final[dict[str, Callable[[_Time], Bounds | None]]] = {
    "": lambda time: (time.first, time.last),
    **dict.fromkeys(
        ("or later", "or after", "and after", "and later", "and beyond", "onwards", "and onwards", "or newer"),
        lambda time: (time.first, None),
    ),
    **dict.fromkeys(("or earlier", "and before", "or before", "and earlier"), lambda time: (None, time.last)),
    **dict.fromkeys(("at the earliest", "at the very earliest"), lambda time: (time.first, None)),
    **dict.fromkeys(("at the latest", "at the very latest"), lambda time: (None, time.last)),
    **dict.fromkeys(
        (
            *("excluded", "or so", "give or take a week", "± 1", "at least", "or maybe later", "if not earlier"),
            *(
                ", before and after",
                "or earlier or later",
                "outside May",
                "compared with last year",
                "but for the summer",
            ),
        ),
        lambda _: None,
    ),
}
_SUBJECTS: Final = ("harvests", "harvests of rye", "what the ferries carried")


@st.composite
def _bounded(draw: st.DrawFn) -> Said:
    """Words before a time: "no later than July 1931"."""
    time, lead = draw(_times), draw(st.sampled_from(tuple(_BEFORE_IT)))
    return Said(f"{draw(st.sampled_from(_SUBJECTS))} {lead} {time.text}", _BEFORE_IT[lead](time))


@st.composite
def _extended(draw: st.DrawFn) -> Said:
    """Words after a time: "in 1931 or later"."""
    time, tail = draw(_times), draw(st.sampled_from(tuple(_AFTER_IT)))
    lead = draw(st.sampled_from(("in ", "on ", "")))
    return Said(f"{draw(st.sampled_from(_SUBJECTS))} {lead}{time.text} {tail}".rstrip(), _AFTER_IT[tail](time))


@st.composite
def _between(draw: st.DrawFn) -> Said:
    """Two whole times: "from July 1931 to 5 May 1932"; the later one first asks for nothing."""
    first, last = draw(_times), draw(_times)
    lead, joint = draw(
        st.sampled_from(
            [("from", joint) for joint in ("to", "until", "through", "-", "–")]
            + [("between", joint) for joint in ("and", "-")]
            + [(lead, joint) for lead in ("in", "") for joint in ("to", "-", "–", "through", "thru")]
        )
    )
    follows = first.first <= last.first and first.last <= last.last
    window = (first.first, last.last) if follows else None
    return Said(f"{draw(st.sampled_from(_SUBJECTS))} {lead} {first.text} {joint} {last.text}", window)


@st.composite
def _shortened(draw: st.DrawFn) -> Said:
    """Months or days that share their year: "April - July 1969", "20-25 July 1969", "July & November 2014"."""
    year, month = draw(_years), draw(_months)
    lead = draw(st.sampled_from(("", "in ", "from ", "between ", "during ")))
    subject = draw(st.sampled_from(_SUBJECTS))
    if draw(st.booleans()):
        other = draw(_months)
        joint = draw(
            st.sampled_from((" - ", "-", "–", " to ", " through ", " thru ", " and ", " & ", ", ", "/", " or "))
        )
        text = f"{_MONTHS[month - 1]}{joint}{_MONTHS[other - 1]} {year}"
        ranges = joint in {" - ", "-", "–", " to ", " through ", " thru "} or (
            lead == "between " and joint in {" and ", " & "}
        )
        fits = month < other if ranges else other == month + 1
        return Said(f"{subject} {lead}{text}", (dt.date(year, month, 1), _month_last(year, other)) if fits else None)
    begin, end = draw(st.integers(1, 28)), draw(st.integers(1, 28))
    days = draw(st.sampled_from((f"{begin}-{end}", f"{begin} to {end}", f"{begin} - {end}")))
    name = _MONTHS[month - 1]
    text = draw(st.sampled_from((f"{days} {name} {year}", f"{name} {days}, {year}")))
    window = (dt.date(year, month, begin), dt.date(year, month, end)) if begin < end else None
    return Said(f"{subject} {lead}{text}", window)


@st.composite
def _of_years(draw: st.DrawFn) -> Said:
    """Years with an abbreviated end: "in 1969–72"; with a hyphen it may be a month instead."""
    first, count = draw(_years), draw(st.integers(1, 30))
    last, mark = first + count, draw(st.sampled_from("-–"))
    lead = draw(st.sampled_from(("in", "from", "between", "during")))
    text = f"{_SUBJECTS[0]} {lead} {first}{mark}{last % 100:02}"
    if mark == "-" and 1 <= last % 100 <= 12 and count > 1:  # "2003-05"
        return Said(text, (dt.date(first, last % 100, 1), _month_last(first, last % 100)))
    if last // 100 != first // 100:
        return Said(text, None)
    return Said(text, (dt.date(first, 1, 1), dt.date(last, 12, 31)))


_TODAY_SAID: Final[dict[str, Bounds]] = {
    "last year": (dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    "last month": (dt.date(2025, 5, 1), dt.date(2025, 5, 31)),
    "this week": (dt.date(2025, 6, 16), dt.date(2025, 6, 22)),
    "three years ago": (dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
}
"""Seen from Wednesday 18 June 2025."""
_PIECES: Final = (
    *(
        "the end of",
        "the first half of",
        "the middle of",
        "early",
        "later",
        "earlier",
        "Q2 of",
        "this time",
        "Monday of",
    ),
    *("the start of", "most of", "her", "the king's", "more than", "not", "except", "outside", "just over"),
)


@st.composite
def _seen_from_today(draw: st.DrawFn) -> Said:
    """A time seen from today, whole or a piece of it."""
    time, subject = draw(st.sampled_from(tuple(_TODAY_SAID))), draw(st.sampled_from(_SUBJECTS))
    piece = draw(st.sampled_from(("", *_PIECES)))
    if piece == "more than" and time.endswith("ago"):
        return Said(f"{subject} {piece} {time}", (None, dt.date(2022, 6, 18)))
    return Said(f"{subject} {piece} {time}", None if piece else _TODAY_SAID[time])


said: Final = st.one_of(_seen_from_today(), _bounded(), _extended(), _between(), _shortened(), _of_years())
"""Queries with what they mean."""

SLOW: Final = (
    "in in in March March 2020 to to ",
    "1-1-1-1-1-1-1-1-1-1",
    "1 - 1 - ",
    "March ",
    "March, ",
    "in March 2020 ",
    "in March 2020 and ",
    "since x in 1914 ",
    "except x May ",
    "of last year ",
    "from March 2020 to ",
    "between 1 and 2 and ",
    "last ",
    "the last the ",
    "1 ",
    "1969 ",
    "1969-",
    "1969, ",
    "1111111111",
    "no later than the end of ",
    "x March y ",
    "since x ",
    "((((1969",
    "not ",
    "except ",
    "a couple of ",
    "im Juli en juillet в июле ",
    "在1969年7月 ",
    "1969年",
    "'''''",
    "or later ",
    "x" * 10,
    "more than two years ago ",
    "July 20, ",
    "the the the ",
    "- – — ",
)
"""Each, repeated, would be slow for a reader that tries a part of the query again and again."""


def repeated(pattern: str, characters: int) -> list[str]:
    """The words of a query of so many characters."""
    return (pattern * (characters // len(pattern) + 1))[:characters].split()
