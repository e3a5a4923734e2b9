"""Searches and timelines: the command line's JSON with addresses, page by page, within what may be seen."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import Query, Scope
from index.cli.show import answers, timelines
from index.web.api import cursors, etags
from index.web.visitors import Visitor
from tests.makers.archives import Place, note
from tests.makers.serving import Served, served

HIDDEN = Scope(hidden=frozenset({"secret"}))


def entry(number: int) -> str:
    """A document about a ferry, which tells what no other does."""
    words = " ".join(f"w{number}x{count}" for count in range(12))
    return f"date {1930 + number}-01-01 Entry {number}\n\nThe ferry with a lantern: {words}.\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Notes in two folders, one of which is hidden."""
    made = Place(tmp_path_factory.mktemp("place"), {f"notes/{number:02d}.txt": entry(number) for number in range(30)})
    made.write({f"secret/{number:02d}.txt": note(number + 40, "smuggler") for number in range(3)})
    made.index()
    return made


@pytest.fixture(scope="module")
def member(place: Place) -> Iterator[Served]:
    """The server as somebody sees it from whom a folder is hidden."""
    with served(place, visitor=Visitor("somebody", HIDDEN), raises=False) as serving:
        yield serving


def got(serving: Served, path: str, **parameters: Any) -> Any:
    """The JSON of an answer that is right."""
    answer = serving.client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_search_is_the_command_lines_json_with_addresses(member: Served) -> None:
    """Each field but the score, which hidden documents would change, is there with its value, and each hit's page."""
    found = got(member, "/v1/search", q="ferry lantern", limit=5)
    told = answers.answer_json(member.archive.search(Query(text="ferry lantern", limit=100, scope=HIDDEN)))
    told["hits"] = told["hits"][:5]
    for name in told.keys() - {"id", "indexed", "elapsed_ms", "hits"}:
        assert found[name] == told[name], name
    for hit, expected in zip(found["hits"], told["hits"], strict=True):
        del expected["score"]
        assert {name: hit[name] for name in expected} == expected
        assert hit["url"] == f"http://127.0.0.1:8321/p/{hit['passage']}"


def test_pages_are_the_whole_list_in_its_order(member: Served) -> None:
    """Followed by its cursors, a list has each hit once, ranked on."""
    whole = got(member, "/v1/search", q="ferry", limit=100)["hits"]
    joined, cursor = list[Any](), dict[str, str]()
    while True:
        page = got(member, "/v1/search", q="ferry", limit=7, **cursor)
        joined += page["hits"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert [hit["passage"] for hit in joined] == [hit["passage"] for hit in whole]
    assert [hit["rank"] for hit in joined] == list(range(1, len(whole) + 1))
    assert len(whole) > 14


def test_a_cursor_of_another_query_is_refused(member: Served) -> None:
    """Whatever it differs by; what is no cursor is refused as well."""
    cursor = got(member, "/v1/search", q="ferry", limit=2)["next"]
    listed = got(member, "/v1/documents", limit=2)["next"]
    for asked in ({"q": "gull"}, {"q": "ferry", "since": "1950"}, {"q": "ferry", "folder": "notes"}):
        for sent in (cursor, listed, "zz", cursor[:-3]):
            answer = member.client.get("/v1/search", params={**asked, "cursor": sent})
            assert answer.status_code == 422
            assert answer.json()["type"] == "http://127.0.0.1:8321/v1/problems/cursor"


@pytest.mark.parametrize(
    "changed", [{"hits": -5}, {"hits": 10**30}, {"today": dt.date(1, 1, 1)}, {"today": dt.date(9999, 12, 31)}]
)
def test_a_cursor_that_somebody_made_up_does_no_harm(member: Served, changed: dict[str, Any]) -> None:
    """It is none, or leads behind the end."""
    asked = {"q": "ferry last week"}
    cursor = got(member, "/v1/search", **asked, limit=1)["next"]
    key = json.loads(base64.urlsafe_b64decode(cursor + "==="))[0]
    made_up = cursors.written(cursors.Cursor(key, 1, etags.today())._replace(**changed))
    answer = member.client.get("/v1/search", params={**asked, "cursor": made_up})
    assert answer.status_code == 422 or answer.json()["hits"] == []


def test_a_cursor_of_another_generation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a conflict that tells to begin again, for searches and for lists."""
    monkeypatch.setattr("index.generations.following.LOOK_EVERY_S", 0)
    place = Place(tmp_path, {f"{number}.txt": note(number) for number in range(4)})
    place.index()
    with served(place) as serving:
        cursors = {
            path: got(serving, path, limit=1, **asked)["next"]
            for path, asked in (("/v1/search", {"q": "ferry"}), ("/v1/documents", {}))
        }
        place.write({"new.txt": note(9)})
        place.index()
        for path, asked in (("/v1/search", {"q": "ferry"}), ("/v1/documents", {})):
            answer = serving.client.get(path, params={**asked, "limit": 1, "cursor": cursors[path]})
            assert answer.status_code == 409
            assert answer.json()["type"].endswith("/v1/problems/outdated-cursor")


def test_facets_are_those_of_the_archive(member: Served) -> None:
    """They count what may be seen, and only where they are asked for."""
    found = got(member, "/v1/search", q="ferry", facets=True)["facets"]
    told = member.archive.overview(Query(text="ferry", limit=100, scope=HIDDEN))
    assert found["folders"] == [one.model_dump() for one in told.folders]
    assert [one["name"] for one in found["folders"]] == ["notes"]
    assert found["kinds"] == [one.model_dump() for one in told.kinds]
    assert got(member, "/v1/search", q="ferry")["facets"] is None


def test_folders_and_kinds_filter(member: Served) -> None:
    """They are strict; a folder that is hidden finds as little as one that isn't there."""
    assert got(member, "/v1/search", q="ferry", folder="notes")["hits"]
    assert not got(member, "/v1/search", q="ferry", kind="pdf")["hits"]
    hidden, none = (got(member, "/v1/search", q="ferry", folder=name) for name in ("secret", "nosuch"))
    assert hidden["hits"] == none["hits"] == []
    assert str({**hidden, "elapsed_ms": 0}).replace("secret", "nosuch") == str({**none, "elapsed_ms": 0})


def test_a_timeline_is_the_command_lines_json(member: Served) -> None:
    """With how it was read beside it."""
    found = got(member, "/v1/timeline", q="ferry", by="year", since="1920")
    told = timelines.timeline_json(
        member.archive.timeline(Query(text="ferry", since="1920-01-01", scope=HIDDEN), "year")  # type: ignore[arg-type]
    )
    for name in told.keys() - {"elapsed_ms"}:
        assert found[name] == told[name], name
    assert found["reading"]["words"] == "ferry"


def test_nothing_of_a_hidden_folder_is_told(member: Served) -> None:
    """Neither its words nor its paths, whatever is asked."""
    for asked in ("smuggler", "in:secret smuggler", "title:note smuggler", '"smuggler"', "secret"):
        for path in ("/v1/search", "/v1/timeline"):
            answer = member.client.get(path, params={"q": asked})
            assert "secret/" not in answer.text
    assert not got(member, "/v1/search", q='"smuggler"')["hits"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "!!"}, "Nothing to search for in '!!'"),
        ({"q": "ferry", "since": "yesteryear"}, "yesteryear"),
        ({"q": "ferry", "since": "1950", "until": "1940"}, "1950"),
    ],
)
def test_a_query_that_cant_be_understood_is_a_problem(member: Served, asked: dict[str, str], said: str) -> None:
    """In one sentence, of a kind that has an address."""
    answer = member.client.get("/v1/search", params=asked)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "http://127.0.0.1:8321/v1/problems/query"
    assert said in problem["detail"]
    assert got(member, "/v1/problems/query")["type"] == problem["type"]
