"""A file says whether the bot is well, and complains whenever it should."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.health import record
from bot.health.record import Health

NOW = 1_000_000.0


def health(**changes: Any) -> Health:
    return Health(**{"time": NOW, "process": 1, "shards": {"0": True}, "generation": 7, "fault": None, **changes})


def test_a_bot_that_is_well_has_no_complaint(tmp_path: Path) -> None:
    """What was written a moment ago by a connected bot with an index is green."""
    record.write(tmp_path / "new", health())
    assert record.complaint(tmp_path / "new", lambda: NOW + record.STALE_SECONDS) is None
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
    assert re.search(words, record.complaint(tmp_path, lambda: NOW + age) or "well")


ODD = '{"time": "soon", "process": 1, "shards": ["0"], "generation": null}'


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"time": 1}', '{"surprise": 1}', ODD, "[" * 200_000])
def test_a_file_that_says_nothing_is_red(tmp_path: Path, content: str | None) -> None:
    """A bot that never started, and a file that is damaged, are no sign of health."""
    if content is not None:
        record.file(tmp_path).write_text(content, "utf-8")
    complaint = record.complaint(tmp_path)
    assert complaint is not None
    assert "is not running" in complaint
