"""Times in words are read as they are meant or not at all, and in time that grows with their length only."""

from __future__ import annotations

import datetime as dt
import sys
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings

from index.dates import phrases
from index.dates.expressions import atoms_in
from index.dates.forms import FORMS, PARTS
from index.dates.tokens import tokens_of
from tests.makers.spoken_times import SLOW, Said, repeated, said

TODAY = dt.date(2025, 6, 18)
CHARACTERS = 6000


def window(text: str) -> phrases.SpokenWindow | None:
    found = phrases.window(text.split(), TODAY)
    return found[0] if found else None


def steps(words: list[str]) -> int:
    """How many calls, of the interpreter's own functions too, reading the words takes."""
    count = 0

    def note(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        phrases.window(words, TODAY)
        phrases.whole(words, TODAY)
    finally:
        sys.setprofile(before)
    return count


def test_what_is_written_with_its_meaning_is_read_so_or_not_at_all() -> None:
    """Queries from a grammar have the window that the grammar means, or none, and most that mean one have it."""
    meant: list[bool] = []

    @settings(max_examples=500, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(said)
    def reads_right(query: Said) -> None:
        read = window(query.text)
        assert read is None or (read.since, read.until) == query.window, query
        if query.window:
            meant.append(read is not None)

    reads_right()
    assert len(meant) >= 150
    assert sum(meant) >= 0.7 * len(meant)


@pytest.mark.parametrize("pattern", SLOW)
def test_reading_takes_steps_by_length_only(pattern: str) -> None:
    """Of any query, twice the length takes twice the steps, and 6,000 characters no more than a few for each."""
    once, twice = (steps(repeated(pattern, length)) for length in (CHARACTERS, 2 * CHARACTERS))
    assert twice <= 2.2 * once + 100
    assert once <= 16 * CHARACTERS


def test_what_a_time_looks_like_has_no_open_end() -> None:
    """No form of a time repeats anything without a bound, so that none can be tried again and again."""
    patterns = [kinds for kinds, _ in FORMS.values()] + list(PARTS.values())
    assert not [pattern for pattern in patterns if set(pattern) & set("*+{")]


def test_no_time_takes_many_words() -> None:
    """The longest time is a handful of tokens, however long the query is."""
    for pattern in SLOW:
        tokens = tokens_of(repeated(pattern, 300))
        assert all(atom.end - atom.begin <= 9 for atom in atoms_in(tokens, TODAY))


def test_a_query_of_more_times_than_anybody_asks_for_has_no_window() -> None:
    """Beyond a bound they are not looked at, and one time among ordinary words is found however many these are."""
    assert window("floods " + "in March 2020 " * 40) is None
    assert window("floods " + "which were high " * 300 + "in March 2020") is not None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2018-02-01", dt.date(2018, 2, 1), dt.date(2018, 2, 1)),
        ("2018-02", dt.date(2018, 2, 1), dt.date(2018, 2, 28)),
        ("March 2018", dt.date(2018, 3, 1), dt.date(2018, 3, 31)),
        ("march 2018", dt.date(2018, 3, 1), dt.date(2018, 3, 31)),
        ("may 2018?", dt.date(2018, 5, 1), dt.date(2018, 5, 31)),
        ("20 July 1969", dt.date(1969, 7, 20), dt.date(1969, 7, 20)),
        ("July 20, 1969", dt.date(1969, 7, 20), dt.date(1969, 7, 20)),
        ("(July 1969)", dt.date(1969, 7, 1), dt.date(1969, 7, 31)),
        ("in 2019", dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
        ("since 2019", dt.date(2019, 1, 1), None),
        ("2019 or later", dt.date(2019, 1, 1), None),
        ("no later than July 1969", None, dt.date(1969, 7, 31)),
        ("April - July 1969", dt.date(1969, 4, 1), dt.date(1969, 7, 31)),
        ("1939-1945", dt.date(1939, 1, 1), dt.date(1945, 12, 31)),
        ("summer 2019", dt.date(2019, 6, 1), dt.date(2019, 8, 31)),
        ("the 1960s", dt.date(1960, 1, 1), dt.date(1969, 12, 31)),
        ("Q3 2024", dt.date(2024, 7, 1), dt.date(2024, 9, 30)),
        ("this week", dt.date(2025, 6, 16), dt.date(2025, 6, 22)),
        ("im Juli 1969", dt.date(1969, 7, 1), dt.date(1969, 7, 31)),
        ("1969年7月", dt.date(1969, 7, 1), dt.date(1969, 7, 31)),
    ],
)
def test_a_time_alone_is_a_window(text: str, since: dt.date | None, until: dt.date | None) -> None:
    """A query that is nothing but a time is known for one, with or without its preposition."""
    read = phrases.whole(text.split(), TODAY)
    assert read is not None
    assert (read.since, read.until) == (since, until)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1984",
            "2001",
            "room 1969",
            "yesterday",
            "Monday",
            "March",
            "20 July",
            "moon landing July 1969",
            "not in 1969",
        ),
        *(
            "Prague Spring 1968",
            "September 11 2001 attacks",
            "03/04/2025",
            "31 June 2024",
            "July 2049",
            "July & May 1969",
        ),
        *(
            "before and after 1969",
            "outside 1986",
            "2003-04",
            "1969年7月的登月",
            "1969年7月20日",
            "in 1969 or so",
            "",
            "...",
        ),
    ],
)
def test_what_is_more_or_less_than_a_time_is_none(text: str) -> None:
    """A year alone may be a title; other words beside a time, and times that are none, make no time of the query."""
    assert phrases.whole(text.split(), TODAY) is None


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("storms last week", True),
        ("storms this year", True),
        ("storms since Monday", True),
        ("storms since March", True),
        ("storms over the last two years", True),
        ("storms more than two years ago", True),
        ("storms from 2020 to today", True),
        ("storms in 2020", False),
        ("storms from 2020 to the present", False),
        ("storms since 1990 and before 2000", False),
        ("Sturm im Juli 1954", False),
    ],
)
def test_a_window_by_today_is_known_for_one(text: str, *, relative: bool) -> None:
    """Whether a window depends on today's date is told, since an archive may end long before it."""
    read = window(text)
    assert read is not None
    assert read.relative is relative


@pytest.mark.parametrize(
    ("text", "places", "left"),
    [
        ("moon landing in July 1969", ((2, 5),), "moon landing"),
        ("In July 1969, who landed", ((0, 3),), "who landed"),
        ("since 1990 rain and before 2000", ((0, 2), (4, 6)), "rain"),
        ("ferries in 2012 (or later) at sea", ((1, 5),), "ferries at sea"),
        ("1954年7月的洪水", ((0, 1),), "洪水"),
    ],
)
def test_the_places_of_the_words_read(text: str, places: tuple[tuple[int, int], ...], left: str) -> None:
    """The places are those of the phrase in the words, and all other words are left."""
    words = text.split()
    found = phrases.window(words, TODAY)
    assert found is not None
    assert (found[0].places, " ".join(found[1])) == (places, left)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "ferries İ in 2012",
            "ferries ß in 2012",
            "in ² 2012 ferries",
            "ferries in ٢٠١٢",
            "ferries ''' in ’60s",
            "\ud800 2012",
        ),
        *(
            "ferries more than 999 years ago 2",
            "ferries before 1 January 0001",
            "في 2012",
            "ferries 2012-99-99",
            "twenty-first",
        ),
    ],
)
def test_odd_letters_and_figures_are_read_or_left(text: str) -> None:
    """Letters that change their length in lower case, digits of other scripts and days that don't exist do no harm."""
    found = phrases.window(text.split(), TODAY)
    assert found is None or found[0].since == dt.date(2012, 1, 1)
