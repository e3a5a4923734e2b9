"""`dateline explain` on the terminal and for programs, and what `dateline search --explain` adds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.makers.archives import MOON, Place

Command = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, dateline: Command) -> Command:
    Place(tmp_path, MOON)
    return dateline


def test_people_read_each_reason(run: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """The document, how the query was read, and a line for each thing that keeps it out."""
    assert run("explain", "moon -eagle", "moon/apollo-11.txt", "--since", "2000") == 0
    out = capsys.readouterr().out
    assert out.startswith("20 July 1969 · First people on the Moon · moon/apollo-11.txt\n    words: moon\n")
    assert (
        "    not among the hits: it is out of the window: it is dated 20 July 1969, not since 1 January 2000\n" in out
    )
    assert "    not among the hits: it has “eagle”, which the query excludes\n" in out


def test_people_read_the_place_of_what_is_found(run: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Its rank, and by which words and places it has it."""
    assert run("explain", "eagle landed", "apollo", "--limit", "1") == 0
    out = capsys.readouterr().out
    assert "    among the hits: rank 1\n    why: place 1 by words (eagle, landed); place 1 by meaning\n" in out
    assert "    nearness in meaning: 0." in out


def test_programs_read_one_object(run: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """With the reasons, or the rank and the hit."""
    assert run("explain", "moon", "orbit.txt", "--until", "1970", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["query"] == {"text": "moon", "since": None, "until": "1970-12-31"}
    assert (found["document"], found["date"], found["matches"]) == ("orbit.txt", None, False)
    assert "undated" in [reason["kind"] for reason in found["reasons"]]
    assert run("explain", "eagle", "moon/apollo-11.txt", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["reasons"], found["rank"], found["hit"]["why"]["words"]) == ([], 1, ["eagle"])


def test_an_unknown_document_is_one_line(run: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """And an error."""
    assert run("explain", "moon", "nowhere.txt") == 1
    assert capsys.readouterr().err.endswith("unknown document “nowhere.txt”; give its path\n")


def test_a_search_says_what_its_window_left_out(run: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """What matches but for its date, on the terminal and in JSON, where it is asked for."""
    assert run("search", "moon agency orbit", "--since", "1960", "--until", "1970", "--explain") == 0
    line = "    left out by the window, though they match: 1 before it, 1 after it, 1 undated\n"
    assert line in capsys.readouterr().out
    assert run("search", "moon agency orbit", "--since", "1960", "--until", "1970", "--explain", "--json") == 0
    assert json.loads(capsys.readouterr().out)["window_left_out"] == {"before": 1, "after": 1, "undated": 1}
    assert run("search", "moon", "--explain", "--json") == 0
    assert json.loads(capsys.readouterr().out)["window_left_out"] is None
