"""Quotations: the verdicts of the command line, and nothing but JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from index import EVERYTHING, Quotation
from index.cli.show import verdicts
from index.web.visitors import Visitor
from tests.makers.archives import MOON, Place
from tests.makers.serving import Served, served


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = Place(tmp_path_factory.mktemp("place"), MOON)
    place.index()
    with served(place, visitor=Visitor("somebody", EVERYTHING), raises=False) as made:
        yield made


def checked(serving: Served, **body: Any) -> Any:
    """What was found of a body that is right."""
    answer = serving.client.post("/v1/verify", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    "words", ["The Eagle has landed. They walked.", "The Eagle has not landed.", "Nobody ever said a word of this."]
)
def test_a_verdict_is_the_command_lines_json(serving: Served, words: str) -> None:
    """Each field that the command line prints is there, with the same value."""
    found = checked(serving, text=words)
    verdict = serving.archive.verify(Quotation(text=words), EVERYTHING)
    told = verdicts.verdict_json(verdict)
    assert {name: found["findings"][0][name] for name in told} == told
    assert found["holds"] == verdict.holds


def test_what_a_draft_quotes_and_cites_is_checked_in_its_order(serving: Served) -> None:
    """Each with its place, the marks that nothing closes beside them."""
    passage = serving.client.get("/v1/search?q=eagle").json()["hits"][0]["passage"]
    draft = f"“The Eagle has landed. They walked.”\n\n(passage {passage[::-1]}) and (passage {passage})\n\n“An open end"
    found = checked(serving, draft=draft)
    assert [one.get("verdict") or one["outcome"] for one in found["findings"]] == ["exact", "unknown id", "unchanged"]
    assert [one["at"]["line"] for one in found["findings"]] == [1, 3, 3]
    assert [one["line"] for one in found["unclosed"]] == [5]
    assert not found["holds"]


def test_a_named_source_decides(serving: Served) -> None:
    """Words of another document than the one named are elsewhere."""
    found = checked(serving, text="The Eagle has landed. They walked.", sources=["orbit.txt"])["findings"][0]
    assert (found["verdict"], found["elsewhere_as"]) == ("elsewhere", "exact")


@pytest.mark.parametrize(
    "declared", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", None]
)
def test_a_page_of_another_site_cant_post(serving: Served, declared: str | None) -> None:
    """What browsers send across sites without asking first is refused, whatever is in it."""
    headers = {} if declared is None else {"Content-Type": declared}
    answer = serving.client.post("/v1/verify", content=b'{"text": "The Eagle has landed."}', headers=headers)
    assert answer.status_code == 415
    assert answer.json()["type"].endswith("/v1/problems/media-type")


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"text": " "}',
        b'{"text": "a", "draft": "b"}',
        b'{"draft": "b", "sources": ["a"]}',
        b'{"text": "a", "more": 1}',
        b'{"text": "\\ud800 half of a character"}',
        b'{"text": 1}',
        b"[]",
        b"{",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_wrong_is_a_problem(serving: Served, body: bytes) -> None:
    """It says what is wrong, and repeats nothing of what was sent."""
    answer = serving.client.post("/v1/verify", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert "half" not in answer.text
