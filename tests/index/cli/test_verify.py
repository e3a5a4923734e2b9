"""`dateline verify` as people and newsrooms' checks use it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.cli.show import verdicts
from tests.makers.archives import Place

WELL = (
    "date 1960-02-01 The new well\n\n"
    "The committee agreed that the well would be dug behind the school, where 14 oaks stood.\n"
)
SOUND = "The committee agreed that the well would be dug behind the school"
NEAR = "The committee agreed that the well would never be dug behind the school"
TYPOGRAPHIC = "the committee agreed that the well would be dug behind the school"
Command = Callable[..., int]


@pytest.fixture
def place(tmp_path: Path, dateline: Command) -> Place:
    place = Place(tmp_path, {"well.txt": WELL, "mill.txt": "date 1961 The mill\n\nThe mill was closed in spring.\n"})
    assert dateline("index") == 0
    return place


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (SOUND, [], 0),
        (TYPOGRAPHIC, [], 0),
        (TYPOGRAPHIC, ["--strict"], 3),
        (NEAR, [], 3),
        ("The mayor bought a violet umbrella in the capital", [], 3),
        ("the well", [], 0),
        ("", [], 1),
        ("— …", [], 1),
    ],
)
def test_the_exit_code_is_what_a_check_stops_at(
    place: Place, dateline: Command, text: str, options: list[str], code: int
) -> None:
    """0 for what holds, 3 for what doesn't, 1 for what is no quotation."""
    assert dateline("verify", text, *options) == code


def test_neither_words_nor_a_draft_is_wrong_usage(place: Place, dateline: Command, tmp_path: Path) -> None:
    """And so is both."""
    assert dateline("verify") == 2
    assert dateline("verify", SOUND, "--file", str(tmp_path / "draft.txt")) == 2


def test_a_verdict_as_json(place: Place, dateline: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """The fields that scripts rely on, with what differs."""
    assert dateline("verify", NEAR, "--json") == 3
    found = json.loads(capsys.readouterr().out)
    fields = {"quotation", "verdict", "passage", "document", "date", "start", "end", "text", "differences", "also_in"}
    assert fields <= found.keys()
    assert (found["verdict"], found["document"], found["date"]["earliest"]) == ("near", "well.txt", "1960-02-01")
    assert found["text"] == SOUND
    differences = [{key: one[key] for key in ("kind", "said", "is")} for one in found["differences"]]
    assert {"kind": "negation", "said": "never", "is": ""} in differences


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_draft_is_checked_a_line_for_each_quotation_and_id(
    place: Place, dateline: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In its order, with the line on which each stands; ids whose source still has its words hold."""
    assert dateline("search", "oaks", "--json") == 0
    passage = json.loads(capsys.readouterr().out.splitlines()[-1])["hits"][0]["passage"]
    draft = tmp_path / "draft.md"
    draft.write_text(
        f"“{SOUND}” [@dateline-{passage}].\n\nThen: “{NEAR}”.\n\n> The mayor bought an umbrella.\n", "utf-8"
    )
    assert dateline("verify", "--file", str(draft), "--json") == 3
    told = lines(capsys)
    assert [one.get("verdict") for one in told if "verdict" in one] == ["exact", "near", "not in this archive"]
    assert [one["at"]["line"] for one in told] == [1, 1, 3, 5]
    draft.write_text(f"“{SOUND}” [@dateline-{passage}].\n", "utf-8")
    assert dateline("verify", "--file", str(draft)) == 0


def test_a_draft_comes_from_standard_input(
    place: Place, dateline: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a check in a pipe has it."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"He said “{SOUND}”.".encode())))
    assert dateline("verify", "--file", "-", "--json") == 0
    assert [one["verdict"] for one in lines(capsys)] == ["exact"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("draft.txt", None),
        ("draft.txt", b"\x00\x01\x02\xff" * 500),
        ("draft.txt", b""),
        ("draft.docx", b"PK\x03\x04 broken"),
        ("draft.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("folder", None),
    ],
)
def test_a_draft_that_can_not_be_read_is_a_line(
    place: Place, dateline: Command, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None
) -> None:
    """A missing file, a folder, and what is no text or is damaged or locked: exit code 1 and one line, no traceback."""
    place.file("folder").mkdir()
    draft = place.file(name)
    if content is not None:
        draft.write_bytes(content)
    assert dateline("verify", "--file", str(draft)) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.strip().splitlines()) == 1


def test_a_mark_that_never_closes_is_told(
    place: Place, dateline: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, with its line; it fails nothing."""
    draft = tmp_path / "draft.txt"
    draft.write_text("First.\n\nHe said “the well would be dug.\n", "utf-8")
    assert dateline("verify", "--file", str(draft)) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("dateline: line 3: nothing closes this quotation mark")


def test_a_long_draft_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal a bar on standard error; elsewhere nothing."""
    for forced, shown in (("1", True), ("", False)):
        monkeypatch.setenv("FORCE_COLOR", forced)
        with verdicts.progress(2) as step:
            step()
        told = capsys.readouterr()
        assert ("checking quotations" in told.err) is shown
        assert told.out == ""
