"""`dateline compare`: two spans on the terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.makers.archives import WORDS, Place

Command = Callable[..., int]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Smugglers in 1901 and lifeboats in 1902, all of them at the harbour, and one of neither year."""
    told = {1901: "A smuggler came to the harbour by night", 1902: "The lifeboat left the harbour in a gale"}
    dated = {
        f"{year}-{number:02}.txt": f"date {year}-03-{number:02} Note {number}\n\n{said} {' '.join(WORDS[number:])}.\n"
        for year, said in told.items()
        for number in range(1, 13)
    }
    return Place(tmp_path, {**dated, "undated.txt": "A harbour\n\nA harbour \x1b[31m of no time.\n"})


def test_people_read_two_blocks(place: Place, dateline: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with what matches of how many, its best passages and its words; what is in neither comes last."""
    assert dateline("compare", "harbour", "--first", "1901", "--second", "1902 to 1903") == 0
    out = capsys.readouterr().out
    first, second = out.split("1902 – 1903 · 12 of 12 documents (100.0%)")
    assert first.startswith("harbour\n\n1901 · 12 of 12 documents (100.0%)\n 1. ")
    assert "more frequent: night (12:0), smuggler (12:0)" in first
    assert "more frequent: gale (12:0), left (12:0), lifeboat (12:0)" in second
    assert out.endswith("\n\n1 undated document also matches, in neither span\n")
    assert "\x1b" not in out


def test_programs_read_one_object(place: Place, dateline: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """With hits as a search has them, and what was counted."""
    assert dateline("compare", "harbour", "--first", "1901", "--second", "1902", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {name: found["first"][name] for name in ("since", "until", "documents", "of", "share")} == {
        "since": "1901-01-01",
        "until": "1901-12-31",
        "documents": 12,
        "of": 12,
        "share": 1.0,
    }
    assert (found["query"], found["undated"], found["in_both"], found["notes"]) == ({"text": "harbour"}, 1, 0, [])
    assert [hit["rank"] for hit in found["second"]["hits"]] == [1, 2, 3]
    assert found["second"]["keywords"][0].keys() == {"word", "count", "other_count", "log_likelihood"}


def test_a_span_that_cant_be_read_is_one_line(
    place: Place, dateline: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line says how to write one."""
    assert dateline("compare", "harbour", "--first", "long ago", "--second", "1902") == 1
    assert "write it as 1969, July 1969, 1969-07, 1969..1972 or 1969 to 1972" in capsys.readouterr().err
