"""Operators alone, or nothing but a time, give all documents that they select, in the order of their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from index.models.answers import Answer, Query
from index.models.scope import Scope
from index.search.archive import Archive
from tests.makers.archives import Place

TODAY = dt.date(2026, 1, 15)
DOCUMENTS = {
    "pier/storm.txt": "date 1953-02-01 The storm\n\nThe storm broke the pier.\n",
    "pier/repair.txt": "date 1953-02 Repair\n\nThe pier was mended with oak.\n",
    "Harbour Board/minutes.txt": "date 1953 Minutes\n\nThe board met about the pier.\n",
    "Harbour Board/secret/plan.txt": "date 1960-05-17 The plan of the storm wall\n\nA wall is to be built.\n",
    "goat.txt": "The goat\n\nA goat ate the rope.\n",
    "pier/long.txt": "date 1954-07-01 Long\n\n" + "\n\n".join(f"Part {n} tells of rope and bread." for n in range(60)),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    place = Place(tmp_path_factory.mktemp("listing"), DOCUMENTS, passage_tokens=16)
    place.index()
    with place.opened() as opened:
        yield opened


def ask(archive: Archive, text: str, **options: Any) -> Answer:
    return archive.search(Query(text=text, today=TODAY, **options))


def paths(answer: Answer) -> list[str]:
    return [hit.document for hit in answer.hits]


STORM, REPAIR, MINUTES = "pier/storm.txt", "pier/repair.txt", "Harbour Board/minutes.txt"
PLAN, GOAT, LONG = "Harbour Board/secret/plan.txt", "goat.txt", "pier/long.txt"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("during:1953", [MINUTES, STORM, REPAIR]),
        ("since:1953-12-31", [MINUTES, LONG, PLAN]),
        ("until:1953", [MINUTES, STORM, REPAIR]),
        ("February 1953", [MINUTES, STORM, REPAIR]),
        ("1 February 1953", [MINUTES, STORM, REPAIR]),
        ("1953-02-01", [MINUTES, STORM, REPAIR]),
        ("1953-02-02", [MINUTES, REPAIR]),
        ("in February 1953 -minutes", [STORM, REPAIR]),
        ("title:storm", [STORM, PLAN]),
        ("in:pier", [STORM, REPAIR, LONG]),
        ("in:pier February 1953", [STORM, REPAIR]),
        ("-oak in:pier since:1950", [STORM, LONG]),
        ("in:/", [MINUTES, STORM, REPAIR, LONG, PLAN, GOAT]),
    ],
)
def test_what_is_selected_is_listed_oldest_first(archive: Archive, text: str, found: list[str]) -> None:
    """Each document that fulfils it comes once, by its first day, undated ones last, and all of them are counted."""
    answer = ask(archive, text)
    assert (paths(answer), answer.documents_found) == (found, len(found))
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(set(scores), reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_a_listing_is_brute_force_over_the_passages_in_the_window(archive: Archive) -> None:
    """Every window lists the documents with a day in it and counts their passages, whatever the limit."""
    everything = ask(archive, "in:/", limit=100)
    for year in range(1950, 1962):
        for text, since, until in ((f"during:{year}", year, year), (f"since:{year}", year, 9999)):
            answer = ask(archive, text, limit=2)
            inside = [
                hit
                for hit in everything.hits
                if hit.date and hit.date.overlaps(dt.date(since, 1, 1), dt.date(until, 12, 31))
            ]
            assert paths(answer) == [hit.document for hit in inside[:2]]
            assert answer.documents_found == len(inside)
            assert answer.passages_found == sum(1 + hit.others for hit in inside)


def test_the_order_asked_for_is_kept(archive: Archive) -> None:
    """Newest first is the reverse among dated documents; best match has nothing to go by, so the oldest come first."""
    assert paths(ask(archive, "since:1953-03", sort="newest")) == [PLAN, LONG, MINUTES]
    assert paths(ask(archive, "since:1953-03", sort="relevance")) == [MINUTES, LONG, PLAN]
    assert ask(archive, "since:1953-03").reading.sort == "oldest"


def test_a_long_document_is_listed_by_its_first_passage(archive: Archive) -> None:
    """The passage shown is where the document begins, and its others are counted."""
    (hit,) = ask(archive, "title:long").hits
    assert hit.text.startswith(("date 1954", "Long", "Part 0"))
    assert hit.others == ask(archive, "title:long").passages_found - 1 > 0
    assert (hit.best, hit.meaning_rank, hit.words_rank) == (None, None, None)


def test_a_time_of_which_there_is_no_document_is_searched_as_words(archive: Archive) -> None:
    """The answer says so; a window that an operator set stays, and finds nothing."""
    answer = ask(archive, "20 July 1955")
    assert answer.reading.words == "20 July 1955"
    assert answer.hits
    assert answer.warnings[0].startswith("no document is dated “20 July 1955”")
    assert ask(archive, "during:1955").hits == ()


@pytest.mark.parametrize("text", ["1953", "yesterday", "storm February 1953"])
def test_what_may_be_more_than_a_time_lists_nothing(archive: Archive, text: str) -> None:
    """A bare year may be a title and yesterday a song; and beside other words a time is no listing."""
    assert not ask(archive, text).reading.lists


def test_hidden_documents_are_not_listed(archive: Archive) -> None:
    """Whoever may not see a folder gets no document, count or date of it."""
    scope = Scope(hidden=frozenset({"Harbour Board"}))
    assert paths(ask(archive, "during:1953", scope=scope)) == [STORM, REPAIR]
    answer = ask(archive, "17 May 1960", scope=scope)
    assert answer.warnings[0].startswith("no document here is dated")
    assert PLAN not in paths(answer)


@pytest.mark.parametrize(
    ("typed", "folder"),
    [
        ("in:PIER", "pier"),
        ("in:Pier/", "pier"),
        ('in:"harbour board"', "Harbour Board"),
        ("in:'HARBOUR board'", "Harbour Board"),
        ('in:"harbour board\\secret"', "Harbour Board/secret"),
        ("in:pier/storm.txt", "pier/storm.txt"),
    ],
)
def test_a_folder_is_found_whatever_its_case(archive: Archive, typed: str, folder: str) -> None:
    """The reading has the folder as the archive spells it, and nothing needs to be said."""
    answer = ask(archive, typed)
    assert answer.reading.folders == (folder,)
    assert answer.hits
    assert answer.warnings == ()


def test_a_folder_in_another_form_of_unicode_is_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An accent typed as one character finds the folder whose name has it as two."""
    place = Place(tmp_path_factory.mktemp("forms"), {"cafe\u0301/menu.txt": "date 1990 Menu\n\nSoup.\n"})
    place.index()
    assert [hit.document for hit in place.ask("in:CAF\u00c9").hits] == ["cafe\u0301/menu.txt"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("in:peir", "; the nearest: in:pier"),
        ("in:board", '; the nearest: in:"Harbour Board"'),
        ("in:secrets", '; the nearest: in:"Harbour Board/secret"'),
        ("in:zzz", '; the nearest: in:"Harbour Board"'),
    ],
)
def test_the_folders_nearest_to_an_unknown_one_are_named(archive: Archive, typed: str, named: str) -> None:
    """An unknown folder stays a demand, so nothing is found, and the line says what there is."""
    answer = ask(archive, f"storm {typed}")
    assert answer.hits == ()
    assert f"there is no folder “{typed[3:]}”{named}" in answer.warnings[0]
    assert answer.chat_warnings == answer.warnings


def test_of_several_folders_those_that_are_there_are_searched(archive: Archive) -> None:
    """Any of them will do; the one that isn't there is named."""
    answer = ask(archive, "storm in:pier in:peer")
    assert answer.reading.folders == ("pier",)
    assert answer.hits
    assert "no folder “peer”" in answer.warnings[0]


@pytest.mark.parametrize("typed", ['in:"Harbour Board"', "in:board", "in:secret", "in:Harbour"])
def test_hidden_folders_are_never_named(archive: Archive, typed: str) -> None:
    """Who may not see a folder is told the same of it as of one that there never was."""
    hidden = ask(archive, f"storm {typed}", scope=Scope(hidden=frozenset({"Harbour Board"})))
    assert hidden.hits == ()
    assert hidden.warnings[0].endswith(" here; the nearest: in:pier")
