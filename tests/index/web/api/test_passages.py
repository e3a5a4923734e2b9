"""Citations: their state, both texts where they changed, and what is left of those that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import index
from index import STYLES, Scope
from index.web.visitors import Visitor
from tests.makers.archives import MOON, Place
from tests.makers.serving import Served, served
from tests.stand_ins.in_process import InProcessReaders

EAGLE = "The Eagle has landed. They walked."


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, MOON)
    made.index()
    return made


@pytest.fixture
def serving(place: Place) -> Iterator[Served]:
    with served(place) as made:
        yield made


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An archive that nobody changes."""
    made = Place(tmp_path_factory.mktemp("still"), MOON)
    made.index()
    with served(made) as serving:
        yield serving


@pytest.fixture
def passage(serving: Served) -> str:
    """The id of a passage that was found, and so is cited."""
    found: str = serving.client.get("/v1/search?q=eagle").json()["hits"][0]["passage"]
    return found


def gone(serving: Served, path: str) -> Any:
    """What is kept of a citation whose words are gone."""
    answer = serving.client.get(path)
    assert answer.status_code == 410
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"].endswith(f"/v1/problems/{problem['passage']['outcome']}")
    return problem["passage"]


def test_an_unchanged_citation(still: Served) -> None:
    """It has its words, where they stand, and the addresses of its pages."""
    passage = still.client.get("/v1/search?q=eagle").json()["hits"][0]["passage"]
    found = still.client.get(f"/v1/passages/{passage}").json()
    assert (found["outcome"], found["verbatim"], found["quotation"]) == ("unchanged", True, EAGLE)
    assert found["now"]["text"] == EAGLE
    assert found["document"] == "moon/apollo-11.txt"
    assert found["url"] == f"http://127.0.0.1:8321/p/{passage}"
    assert found["document_url"] == "http://127.0.0.1:8321/d/moon/apollo-11.txt"
    assert found["date"]["earliest"] == "1969-07-20"


def test_a_changed_citation_has_both_texts_and_the_difference(place: Place, serving: Served, passage: str) -> None:
    """The files say so before they are indexed again; what is stored is told beside it."""
    place.edit("moon/apollo-11.txt", "has landed", "had landed")
    found = serving.client.get(f"/v1/passages/{passage}").json()
    assert (found["outcome"], found["quotation"]) == ("changed", EAGLE)
    assert found["now"]["text"] == EAGLE.replace("has", "had")
    assert found["difference_marked"] == "The Eagle [-has-] {+had+} landed. They walked."
    assert "".join(part["text"] for part in found["difference"] if part["kind"] != "added") == EAGLE
    assert found["stored"]["outcome"] == "unchanged"


def test_a_removed_citation_is_gone_with_its_words(place: Place, serving: Served, passage: str) -> None:
    """The quotation and its date stay; a reference is still to be had, and says so."""
    place.remove("moon/apollo-11.txt")
    found = gone(serving, f"/v1/passages/{passage}")
    assert (found["outcome"], found["quotation"], found["now"]) == ("removed", EAGLE, None)
    assert found["date"]["earliest"] == "1969-07-20"
    cited = serving.client.get(f"/v1/cite/{passage}?style=apa").json()
    assert cited["outcome"] == "removed"
    assert "removed" in cited["said"]


def test_of_an_erased_citation_nothing_is_left(
    place: Place, serving: Served, passage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No word, title, date or path, in any form."""
    monkeypatch.setattr("index.generations.following.LOOK_EVERY_S", 0)
    monkeypatch.setattr("index.build.erasures.READERS_LEAVE_S", 0)
    index.Eraser(place.settings, InProcessReaders).begin("moon/apollo-11.txt", "the sender asked")
    for path in (f"/v1/passages/{passage}", f"/v1/cite/{passage}"):
        found = gone(serving, path)
        assert found["outcome"] == "erased"
        assert found["erased"]["why"] == "the sender asked"
        text = serving.client.get(path).text.lower()
        assert not any(word in text for word in ("eagle", "apollo", "1969", "first people"))


def test_hidden_and_unknown_ids_look_alike(place: Place, passage: str) -> None:
    """The answers differ in nothing but the id that was typed."""
    with served(place, visitor=Visitor("somebody", Scope(hidden=frozenset({"moon"})))) as serving:
        for path in ("/v1/passages/", "/v1/cite/"):
            hidden, unknown = (serving.client.get(path + identifier) for identifier in (passage, "zzzzzzzz"))
            assert hidden.status_code == unknown.status_code == 404
            assert hidden.text.replace(passage, "…") == unknown.text.replace("zzzzzzzz", "…")


@pytest.mark.parametrize("style", STYLES)
def test_each_style_is_the_engines(still: Served, style: index.StyleName) -> None:
    """To the character."""
    passage = still.client.get("/v1/search?q=eagle").json()["hits"][0]["passage"]
    found = still.client.get(f"/v1/cite/{passage}?style={style}").json()
    (cited,) = still.archive.cite([passage], index.EVERYTHING)
    assert isinstance(cited, index.Cited)
    assert found["citation"] == index.format_citations([cited.citation], style)


def test_what_is_found_is_cited(still: Served) -> None:
    """A passage that a search gave is known for good, as one that was shown."""
    (found,) = still.client.get("/v1/search?q=agency").json()["hits"][:1]
    (record,) = still.archive.records([found["passage"]], index.EVERYTHING)
    assert record.quotation == found["text"]
