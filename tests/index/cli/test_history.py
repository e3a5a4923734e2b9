"""`dateline history`: a document's versions on the terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.makers.archives import Place

TEXT = "date 1901-03-04 The pier\n\nThe pier was opened by the mayor. A brass band played until the rain began.\n"
Command = Callable[..., int]


@pytest.fixture
def passage(tmp_path: Path, dateline: Command, capsys: pytest.CaptureFixture[str]) -> str:
    """The id of what is cited of a document that has two versions by now."""
    place = Place(tmp_path, {"pier.txt": TEXT})
    assert dateline("index") == 0
    capsys.readouterr()
    assert dateline("search", "brass band", "--json") == 0
    found = str(json.loads(capsys.readouterr().out)["hits"][0]["passage"])
    place.edit("pier.txt", "brass", "silver \x1b[31m")
    assert dateline("index") == 0
    return found


def test_people_read_what_changed_and_what_that_touched(
    passage: str, dateline: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """The oldest version first, with the sentence that was edited; a document's escapes don't act."""
    capsys.readouterr()
    assert dateline("history", "pier.txt") == 0
    out = capsys.readouterr().out
    assert out.startswith("pier.txt: 2 versions\n1. until 20")
    assert f"1 citation ({passage})" in out
    assert "then it was edited in 1 place (words and marks: 1 removed, " in out
    assert f"citations touched: {passage} changed" in out
    assert "| A [-brass-] {+silver" in out
    assert "2. now in the index, generation 2 · since 20" in out
    assert "\x1b" not in out


def test_programs_read_one_object(passage: str, dateline: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """With every version, its times in UTC, its edits and citations."""
    capsys.readouterr()
    assert dateline("history", "pier.txt", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["document"], found["served"], len(found["versions"])) == ("pier.txt", True, 2)
    first, last = found["versions"]
    assert first["citations"] == [passage]
    assert first["touched"] == [{"passage": passage, "state": "changed"}]
    assert {part["kind"] for part in first["change"]["edits"][0]["segments"]} == {"kept", "removed", "added"}
    assert first["until"].endswith("Z")
    assert last["until"] is None


def test_an_unknown_document_is_one_line(passage: str, dateline: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """With exit code 1."""
    capsys.readouterr()
    assert dateline("history", "no such\nfile") == 1
    assert capsys.readouterr().err.count("\n") == 1
