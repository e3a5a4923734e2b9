"""A window said in words prefers: its documents first, the others as well ranked as ever."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.models.answers import Query
from index.search.fusion import RankedDocument
from index.search.preferring import bar, merged
from tests.makers.archives import Place

SCORES = st.lists(st.floats(0.01, 3), max_size=12).map(lambda scores: sorted(scores, reverse=True))


def documents(scores: list[float], first: int) -> list[RankedDocument]:
    return [RankedDocument(first + n, n, score, 0, None, None, fused=score) for n, score in enumerate(scores)]


def fused(document: RankedDocument) -> float:
    return document.fused


@given(SCORES, SCORES)
def test_two_rankings_are_merged_in_their_own_orders(inside: list[float], others: list[float]) -> None:
    """Each document once, nobody overtakes their like, and only who answers much better comes before the window's."""
    preferred, rest = documents(inside, 0), documents(others, 100)
    everywhere = sorted([*preferred, *rest], key=lambda one: -one.fused)
    order = merged(preferred, everywhere, fused)
    assert sorted(order) == sorted(everywhere)
    assert [one for one in order if one.document < 100] == preferred
    assert [one for one in order if one.document >= 100] == rest
    for place, one in enumerate(order):
        if one.document >= 100:
            assert all(later.fused < bar(one.fused) for later in order[place:] if later.document < 100)


@pytest.mark.parametrize(("inside", "other", "first"), [(1.8, 2.5, 0), (1.7, 2.5, 100), (0.6, 1.1, 0), (0.5, 1.1, 100)])
def test_what_comes_before_the_time_is_much_better(inside: float, other: float, first: int) -> None:
    """By a difference that chance does not make, and where all scores are low, by twice as much."""
    assert merged(documents([inside], 0), documents([other], 100), fused)[0].document == first


@given(SCORES, SCORES)
def test_an_order_by_date_is_not_mixed(inside: list[float], others: list[float]) -> None:
    """Those of the window that answer come first as they are, then all others as they are."""
    preferred, rest = documents(inside, 0), documents(others, 100)
    order = merged(preferred, [*rest, *preferred], fused, by_date=True)
    best = max(others, default=0.0)
    first = [one for one in preferred if one.fused >= bar(best)]
    assert order == [*first, *(one for one in [*rest, *preferred] if one not in first)]


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2020, 6, 30))
WORDS = ["whale", "tower", "lamp", "goat", "rope", "ice", "bread", "oil"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=2, max_size=8).map(lambda words: " ".join(words).capitalize() + ".")
SMALL = hypothesis_settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@SMALL
@given(
    texts=st.lists(st.tuples(st.none() | DAYS, TEXTS), min_size=1, max_size=20),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True).map(" ".join),
    month=st.sampled_from(["January", "March", "May"]),
)
def test_inside_as_in_the_strict_window_and_outside_as_without_one(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[dt.date | None, str]], words: str, month: str
) -> None:
    """The window's that are put first come in the strict search's order, all others in that without a window."""
    files = {f"{n:02d}.txt": f"date {day} {text}" if day else text for n, (day, text) in enumerate(texts)}
    place = Place(tmp_path_factory.mktemp("preferring"), {"first.txt": "date 2019-12-31 A quay.", **files})
    place.index()
    with place.opened() as archive:
        spoken = archive.search(Query(text=f"{words} in {month} 2020", limit=50))
        since, until = spoken.reading.since, spoken.reading.until
        assert spoken.reading.prefers
        strict = [hit.passage for hit in archive.search(Query(text=words, limit=50, since=since, until=until)).hits]
        plain = [hit.passage for hit in archive.search(Query(text=words, limit=50)).hits]
    assert {hit.passage for hit in spoken.hits if hit.in_window} >= set(strict) & set(plain)
    assert [hit.passage for hit in spoken.hits if not hit.in_window] == [one for one in plain if one not in strict]
    for hit in spoken.hits:
        assert hit.in_window == (hit.date is not None and hit.date.overlaps(since, until))


ARCHIVE = {
    "january.txt": "date 2020-01-06 Riot\n\nA riot at the harbour was reported.\n",
    "bread.txt": "date 2020-01-06 Bread\n\nBread was dear on the islands.\n",
    "later.txt": "date 2020-05-20 Inquiry\n\nAn inquiry into the riot at the harbour began.\n",
    "undated.txt": "What a riot is\n\nA riot is a harbour for anger.\n",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("riot"), ARCHIVE)
    place.index()
    return place


def test_who_is_of_that_time_but_about_something_else_does_not_come_first(place: Place) -> None:
    """A document of the day that shares no telling word stays where the ranking without a window puts it."""
    answer = place.ask("riot at the harbour on 6 January 2020")
    assert answer.hits[0].document == "january.txt"
    assert {hit.document for hit in answer.hits[1:3]} == {"later.txt", "undated.txt"}
    assert [hit.in_window for hit in answer.hits[:3]] == [True, False, False]
    assert answer.undated_not_shown == 0
    assert answer.warnings == ()


def test_options_and_operators_stay_strict(place: Place) -> None:
    """Only words are guesses: who says since: means it."""
    answer = place.ask("riot at the harbour since:2020-01-06 until:2020-01-06")
    assert [(hit.document, hit.in_window) for hit in answer.hits] == [("january.txt", True)]
    assert answer.undated_not_shown == 1


def test_a_phrase_that_nothing_of_that_time_says_is_no_demand_of_it(place: Place) -> None:
    """As in a strict window; of other documents it is one, and where nothing of the time answers, nothing is said."""
    answer = place.ask('riot "an inquiry" on 6 January 2020')
    assert [(hit.document, hit.in_window) for hit in answer.hits] == [("later.txt", False), ("january.txt", True)]
    assert answer.warnings == (
        "no document in these dates or folders says “an inquiry”, so its words were searched like the others",
    )
    answer = place.ask('riot "an inquiry" on 7 January 2020')
    assert [hit.document for hit in answer.hits] == ["later.txt"]
    assert answer.warnings == ("no document of 7 January 2020 answers; others are shown",)


def test_a_title_stays_a_demand_inside_and_outside(place: Place) -> None:
    """Who names an operator means it."""
    assert [hit.document for hit in place.ask("riot title:inquiry on 6 January 2020").hits] == ["later.txt"]
