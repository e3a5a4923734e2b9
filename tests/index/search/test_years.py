"""Years that a query names, and the passages that name them too."""

from __future__ import annotations

import pytest

from index.search import years
from index.storage.engine import Predicate
from tests.makers.archives import Place

KEEPER = "Who kept the lighthouse"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = Place(
        tmp_path_factory.mktemp("years"),
        {
            "a.txt": "The lighthouse was kept by one family from 1904 to 1909.\n",
            "b.txt": "The lighthouse was kept by another family from 1909 on.\n",
            "c.txt": "The lighthouse was kept by the harbour office.\n",
            "1904.txt": "Register of 1904\n\nThe lighthouse was kept by nobody.\n",
            "d.txt": "Part 1904 of the lamp was kept at £1950 and 1,950 more, a rise of 1950%.\n",
        },
    )
    made.index()
    return made


def shares(place: Place, query: str) -> dict[str, float]:
    """What each document has of the years in `query`; those without any are left out."""
    with place.generation() as generation:
        store = generation.passages
        rows = store.fulfilling(Predicate())
        found = zip(store.shown(rows.tolist()), years.shares(store, query, rows), strict=True)
        return {view.path: round(float(share), 2) for view, share in found if share}


def test_all_years_are_one_and_some_are_a_share(place: Place) -> None:
    """A passage with both years has all; one that has one of them, in its text or its title, has a part."""
    found = shares(place, f"{KEEPER} from 1904 to 1909?")
    assert found["a.txt"] == 1
    assert 0 < found["1904.txt"] < 1
    assert 0 < found["b.txt"] < 1
    assert "c.txt" not in found


@pytest.mark.parametrize("query", [f"{KEEPER} 1904-1909", f"{KEEPER} (1904–1909)", f"{KEEPER} 1904/05 and in 1909."])
def test_years_are_found_beside_signs(place: Place, query: str) -> None:
    """A dash, a bracket or a full stop beside a year makes it no other word."""
    assert shares(place, query)["a.txt"] == 1


@pytest.mark.parametrize(
    "query", [KEEPER, f"{KEEPER} in 1777", "1950% more", "£1950", "1,950", "3.1950", "A-1950", "19501"]
)
def test_other_numbers_are_no_years(place: Place, query: str) -> None:
    """An amount, a part of a number, a designation, or a year that no passage has counts for nothing."""
    assert shares(place, query) == {}


def test_the_text_about_the_year_asked_for_comes_first(place: Place) -> None:
    """Of several texts about one subject the one that names the year is first, though all have the other words."""
    assert place.first(f"{KEEPER} from 1909 on?").document == "b.txt"
    assert place.first(f"{KEEPER} in 1904 and in 1909?").document == "a.txt"


def test_nothing_is_asked_of_no_rows(place: Place) -> None:
    """Where nothing was found there is nothing to share."""
    with place.generation() as generation:
        none = generation.passages.fulfilling(Predicate(folders=("nowhere",)))
        assert len(years.shares(generation.passages, "1904", none)) == 0
