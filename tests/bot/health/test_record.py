"""A file says whether the bot is well, and complains whenever it should."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.health import record
from bot.health.record import Clocks, Health

NOW = 1_000_000.0
WRONG = (
    '{"time": "now", "process": 1, "shards": {}, "generation": 7}',
    '{"time": 1, "process": 1, "shards": [], "generation": 7}',
    '{"time": 1, "process": 1, "shards": {}, "generation": 7, "boot": "b1", "uptime": "long"}',
)


def health(**changes: Any) -> Health:
    return Health(**{"time": NOW, "process": 1, "shards": {"0": True}, "generation": 7, "fault": None, **changes})


def clocks(time: float = NOW, uptime: float = 0.0, boot: str | None = "b1") -> Clocks:
    return Clocks(lambda: time, lambda: uptime, lambda: boot)


def test_a_bot_that_is_well_has_no_complaint(tmp_path: Path) -> None:
    """What was written a moment ago by a connected bot with an index is green."""
    record.write(tmp_path / "new", health())
    assert record.complaint(tmp_path / "new", clocks(NOW + record.STALE_SECONDS)) is None
    assert record.summary(tmp_path / "new") == "well: generation 7, 1 connection to Discord"


@pytest.mark.parametrize(
    ("changes", "age", "words"),
    [
        ({}, record.STALE_SECONDS + 1, "hangs or was killed"),
        ({"shards": {"0": True, "1": False}}, 0, r"not connected to Discord \(shard 1\)"),
        ({"shards": {}}, 0, "not connected to Discord;"),
        ({"generation": None, "fault": "gone"}, 0, "can't read its index: gone"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, changes: dict[str, Any], age: float, words: str) -> None:
    """Silence, a lost connection and an unreadable index are each red, with where to look."""
    record.write(tmp_path, health(**changes))
    assert re.search(words, record.complaint(tmp_path, clocks(NOW + age)) or "well")


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"time": 1}', '{"surprise": 1}', "[" * 200_000, *WRONG])
def test_a_file_that_says_nothing_is_red(tmp_path: Path, content: str | None) -> None:
    """A bot that never started, and a file that is damaged, are no sign of health."""
    if content is not None:
        record.file(tmp_path).write_text(content, "utf-8")
    complaint = record.complaint(tmp_path)
    assert complaint is not None
    assert "is not running" in complaint


@pytest.mark.parametrize("set_by", [-1e9, -3600.0, 0.0, 3600.0, 1e9])
def test_a_clock_that_is_set_makes_no_bot_ill_nor_well(tmp_path: Path, set_by: float) -> None:
    """On the machine itself only the time that has really passed counts, whatever the time of day was set to."""
    record.write(tmp_path, record.now({"0": True}, 7, clocks=clocks(uptime=500)))
    fresh = clocks(NOW + set_by, uptime=500 + record.STALE_SECONDS)
    hung = clocks(NOW + set_by, uptime=501 + record.STALE_SECONDS)
    assert record.complaint(tmp_path, fresh) is None
    assert "not reported for 61 s" in (record.complaint(tmp_path, hung) or "")


@pytest.mark.parametrize("boot", ["b2", None])
@pytest.mark.parametrize(("later", "well"), [(0, True), (60, True), (61, False), (-60, True), (-61, False)])
def test_from_another_machine_the_time_of_day_counts(
    tmp_path: Path, boot: str | None, later: float, well: bool
) -> None:
    """After a restart, or from elsewhere, what was written in time to come is no better than what is long past."""
    record.write(tmp_path, record.now({"0": True}, 7, clocks=clocks(uptime=500)))
    assert (record.complaint(tmp_path, clocks(NOW + later, uptime=505, boot=boot)) is None) == well


def test_a_count_that_began_anew_counts_for_nothing(tmp_path: Path) -> None:
    """In a container with a count of its own the machine may seem younger than what was written; days count then."""
    record.write(tmp_path, record.now({"0": True}, 7, clocks=clocks(uptime=500)))
    assert record.complaint(tmp_path, clocks(NOW + 5, uptime=3)) is None
    assert "not reported" in (record.complaint(tmp_path, clocks(NOW + 500, uptime=3)) or "")


def test_what_a_later_version_adds_is_passed_over(tmp_path: Path) -> None:
    """The file may grow."""
    record.write(tmp_path, health())
    text = record.file(tmp_path).read_text("utf-8")
    record.file(tmp_path).write_text(text.replace("{", '{"mood": "fine", ', 1), "utf-8")
    assert record.read(tmp_path) == health()
