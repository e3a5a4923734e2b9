"""`dateline timeline`: bars a terminal of any width can hold, and the JSON that scripts rely on."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from index import Bar, read_days
from index.cli.show import timelines
from tests.makers.archives import Place

Command = Callable[..., int]
NOTES = {
    **{f"{n}.txt": f"date 1961-0{1 + n}-04 Note {n}\n\nThe harbour was calm on day {n}.\n" for n in range(4)},
    "later.txt": "date 1963-05-01 Later\n\nThe harbour froze.\n",
    "other.txt": "date 1963-06-01 Other\n\nA goat ate the bread.\n",
    "long.txt": "date 1961 A year\n\nThe harbour was busy all year.\n",
    "undated.txt": "Undated\n\nThe harbour, again.\n",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


def test_bars_are_drawn_a_line_each(place: Place, dateline: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Empty bars stay; the longest fills the width, and what bars don't show stands below. Nothing is coloured."""
    assert dateline("timeline", "harbour", "--by", "year") == 0
    assert capsys.readouterr().out.splitlines() == [
        "harbour",
        "",
        f"1961  5  {'█' * 71}",
        "1962  0",
        f"1963  1  {'█' * 14}▎",
        "",
        "6 dated documents · each bar is a year · 1 undated",
    ]
    assert dateline("timeline", "harbour", "--since", "1961", "--until", "1961-06") == 0
    out = capsys.readouterr().out
    assert "harbour · January 1961 – June 1961" in out
    assert "Feb 1961  2  " in out
    assert "1 dated to several bars and counted in each · 1 undated" in out


def test_shares_are_of_all_documents_of_that_time(
    place: Place, dateline: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half of two is a bar half as long as all of five, however few documents it is; none of none is no share."""
    assert dateline("timeline", "harbour", "--by", "year", "--share") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:5] == [
        f"1961  5 of 5  100.0 %  {'█' * 57}",
        "1962  0 of 0        -",
        f"1963  1 of 2   50.0 %  {'█' * 28}▌",
    ]


def test_programs_read_one_object(place: Place, dateline: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """All fields, with and without `--share`, in one line."""
    assert dateline("timeline", "harbour", "--since", "1963", "--until", "1964", "--by", "year", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found.pop("elapsed_ms") >= 0
    assert found == {
        "query": {"text": "harbour", "since": "1963-01-01", "until": "1964-12-31"},
        "generation": 1,
        "by": "year",
        "step": 1,
        "bars": [
            {"first": "1963-01-01", "last": "1963-12-31", "documents": 1, "all_documents": 2, "share": 0.5},
            {"first": "1964-01-01", "last": "1964-12-31", "documents": 0, "all_documents": 0, "share": None},
        ],
        "documents": 1,
        "undated": 1,
        "in_several": 0,
        "notes": [],
    }


def test_nothing_dated_is_said(place: Place, dateline: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """In words, with what may help; it is no fault."""
    assert dateline("timeline", "zeppelin") == 0
    assert "Nothing dated matches." in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("width", [30, 80, 200])
def test_bars_fit_a_terminal(width: int, share: bool, encoding: str) -> None:
    """No line is wider; the longest bar ends at the edge, a bar of one in a million is seen, one of none is not."""
    days = [read_days(f"1969-0{month}") for month in (1, 2, 3)]
    bars = [
        Bar(first=first, last=last, documents=count, all_documents=1_000_000)
        for (first, last), count in zip(days, (1_000_000, 1, 0), strict=True)
    ]
    out = Console(file=io.TextIOWrapper(io.BytesIO(), encoding), width=width, force_terminal=True)
    lines = [line.plain for line in timelines.lines(out, bars, share=share)]
    block = "█" if encoding == "utf-8" else "#"
    room = width - len(lines[2]) - len(timelines.GAP)
    assert cell_len(lines[0]) == len(lines[2]) + len(timelines.GAP) + max(room, timelines.SHORTEST)
    assert lines[0].endswith(block * max(room, timelines.SHORTEST))
    assert len(lines[1]) == len(lines[2]) + len(timelines.GAP) + 1
    assert lines[0].isascii() == (encoding == "ascii")
