"""Whether whoever asks holds the answer: found out before it is made, and never told of what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import index
from index import Archive, Scope
from index.web.visitors import Visitor
from tests.makers.archives import MOON, Place
from tests.makers.serving import Served, served
from tests.stand_ins.in_process import InProcessReaders

OF_THE_INDEX = (
    "/v1/search?q=eagle",
    "/v1/timeline?q=eagle",
    "/v1/documents",
    "/v1/documents/moon/apollo-11.txt",
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Four documents, whose next generation is taken up at once."""
    monkeypatch.setattr("index.generations.following.LOOK_EVERY_S", 0)
    monkeypatch.setattr("index.build.erasures.READERS_LEAVE_S", 0)
    made = Place(tmp_path, MOON)
    made.index()
    return made


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An archive that nobody changes."""
    made = Place(tmp_path_factory.mktemp("still"), MOON)
    made.index()
    with served(made) as serving:
        yield serving


@pytest.fixture
def serving(place: Place) -> Iterator[Served]:
    with served(place) as made:
        yield made


def tag(serving: Served, path: str) -> str:
    """The `ETag` of an answer."""
    answer = serving.client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["vary"] == "Authorization, Cookie"
    found: str = answer.headers["etag"]
    return found


def holding(serving: Served, path: str, held: str) -> Any:
    """The answer to somebody who holds one."""
    return serving.client.get(path, headers={"If-None-Match": held})


def test_an_answer_that_is_held_isnt_made_again(still: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is searched or read for it, and the answer is empty with the same tag."""
    tags = {path: tag(still, path) for path in OF_THE_INDEX}
    for name in ("search", "timeline", "documents", "document", "overview"):
        monkeypatch.delattr(Archive, name)
    for path, held in tags.items():
        for sent in (held, f'"other", {held}', held.removeprefix("W/")):
            answer = holding(still, path, sent)
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", held)
            assert answer.headers["vary"] == "Authorization, Cookie"


def test_each_address_has_a_tag_of_its_own(still: Served) -> None:
    """A tag of one is none of another."""
    tags = [tag(still, path) for path in (*OF_THE_INDEX, "/v1/search?q=eagle&limit=2", "/v1/search?q=eagles")]
    assert len(set(tags)) == len(tags)


def test_a_new_generation_has_new_tags(place: Place, serving: Served) -> None:
    """Whatever it changed."""
    tags = {path: tag(serving, path) for path in OF_THE_INDEX}
    place.write({"more.txt": "date 1970-01-01 More\n\nAn eagle more.\n"})
    place.index()
    for path, held in tags.items():
        answer = holding(serving, path, held)
        assert answer.status_code == 200
        assert answer.headers["etag"] != held


def test_an_erasure_has_new_tags(place: Place, serving: Served) -> None:
    """What was erased is not confirmed to whoever holds it."""
    held = tag(serving, "/v1/documents/moon/apollo-11.txt")
    index.Eraser(place.settings, InProcessReaders).begin("moon/apollo-11.txt", "the sender asked")
    assert holding(serving, "/v1/documents/moon/apollo-11.txt", held).status_code != 304
    place.index()
    assert holding(serving, "/v1/documents/moon/apollo-11.txt", held).status_code == 404


def test_another_day_has_new_tags(still: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """For "last week" is another one then."""
    held = tag(still, "/v1/search?q=eagle")
    monkeypatch.setattr("index.web.api.etags.today", lambda: index.read_days("2001-02-03").first)
    assert holding(still, "/v1/search?q=eagle", held).status_code == 200


def test_another_scope_has_other_tags(place: Place) -> None:
    """Which say nothing of what is hidden: nobody can make them up who knows all that they are made of."""
    scopes = [Scope(), Scope(hidden=frozenset({"moon"})), Scope(only=frozenset({"moon"})), Scope(only=frozenset())]
    tags = []
    for scope in scopes:
        with served(place, visitor=Visitor("somebody", scope)) as serving:
            tags.append(tag(serving, "/v1/documents"))
    assert len(set(tags)) == len(scopes)


def test_a_tag_made_by_another_process_is_none_of_this_one(still: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that another version's answers, and other settings', are asked for again."""
    held = tag(still, "/v1/search?q=eagle")
    monkeypatch.setattr("index.web.api.etags.KEY", b"another")
    assert holding(still, "/v1/search?q=eagle", held).status_code == 200


def test_an_answer_that_warns_is_not_kept(still: Served) -> None:
    """What it warns of may pass without a new generation."""
    answer = still.client.get("/v1/search?q=egale")
    assert answer.json()["notes"]
    assert "etag" not in answer.headers


def test_what_depends_on_files_is_compared_with_them(place: Place, serving: Served) -> None:
    """A citation is held while its file is as it was, and no longer."""
    passage = serving.client.get("/v1/search?q=eagle").json()["hits"][0]["passage"]
    for path in (f"/v1/passages/{passage}", f"/v1/cite/{passage}"):
        held = tag(serving, path)
        assert holding(serving, path, held).status_code == 304
    place.edit("moon/apollo-11.txt", "has landed", "had landed")
    for path in (f"/v1/passages/{passage}", f"/v1/cite/{passage}"):
        assert holding(serving, path, held).json()["outcome"] == "changed"


def test_faults_are_kept_by_nobody(still: Served) -> None:
    """They have no tag, and say so."""
    for path in ("/v1/search", "/v1/documents/nothing.txt", "/v1/passages/nothing", "/v1/nothing"):
        answer = still.client.get(path, headers={"If-None-Match": "*"})
        assert answer.status_code in {404, 422}
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "private, no-store"
