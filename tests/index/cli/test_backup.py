"""`dateline backup` and `dateline restore` as people and scripts use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.makers.archives import Place, notes

Run = Callable[..., int]


@pytest.fixture
def place(tmp_path: Path, dateline: Run, capsys: pytest.CaptureFixture[str]) -> Place:
    place = notes(tmp_path, 3)
    assert dateline("search", "lantern") == 0
    capsys.readouterr()
    return place


def test_a_backup_is_made_and_restored(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A line each says what was done and what to do next."""
    assert dateline("backup", "b.zip") == 0
    assert capsys.readouterr().out.startswith("b.zip holds 3 files of the data folder (0.0 MiB).")
    assert dateline("restore", "b.zip") == 0
    shown = capsys.readouterr().out
    assert "is restored. Now run: dateline index" in shown
    assert "before-restore" in shown


def test_json_tells_what_was_done(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Scripts get the file, when it was made, and how much is in it."""
    assert dateline("backup", "b.zip", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["file"], made["generation"], made["members"]) == ("b.zip", 1, 3)
    assert dateline("restore", "b.zip", "--json") == 0
    restored = json.loads(capsys.readouterr().out)
    assert (restored["made"], restored["members"], restored["notes"]) == (made["made"], 3, [])


def test_faults_are_one_line(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """What is there is not overwritten, what is no backup is not restored; the exit code is 1."""
    Path("b.zip").write_text("pictures", "utf-8")
    for command in ("backup", "restore"):
        assert dateline(command, "b.zip") == 1
        error = capsys.readouterr().err
        assert error.startswith("dateline: ")
        assert error.count("\n") == 1
    assert dateline("backup", "b.zip", data="nowhere") == 1
    assert dateline("backup", "c.zip", data="nowhere") == 1
    assert "there is nothing to back up" in capsys.readouterr().err
