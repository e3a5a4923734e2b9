"""Whether the bot is well is told by a file, and red whenever it should be."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

import index
from bot.health import __main__ as command
from bot.health import heartbeat, record
from bot.health.record import Health
from tests.bot.fakes import FakeArchive
from tests.bot.world import World

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


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"time": 1}', '{"surprise": 1}'])
def test_a_file_that_says_nothing_is_red(tmp_path: Path, content: str | None) -> None:
    """A bot that never started, and a file that is damaged, are no sign of health."""
    if content is not None:
        record.file(tmp_path).write_text(content, "utf-8")
    complaint = record.complaint(tmp_path)
    assert complaint is not None
    assert "does not run" in complaint


def test_the_command_tells_by_line_and_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 and a line on stdout for a bot that is well, 1 and a line on stderr for one that is not; JSON has both."""
    assert command.main(["--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("dateline: the bot does not run")
    record.write(tmp_path, health(time=time.time()))
    assert command.main(["--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("well: generation 7")
    assert command.main(["--data", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["health"]["shards"] == {"0": True}


async def test_the_bot_examines_its_connections_and_its_index(world: World, archive: FakeArchive) -> None:
    """What the file is to say is what Discord and the archive say at this moment."""
    client: Any = world.env.bot
    assert (await heartbeat.examine(client, client.services)).generation == 7

    status = archive.status().model_copy(update={"warnings": ("Generation 6 is still served: 7 is damaged",)})
    archive.status = lambda: status  # type: ignore[method-assign]  # meant
    assert "7 is damaged" in ((await heartbeat.examine(client, client.services)).fault or "")

    def fail() -> index.Status:
        raise index.IndexDataError("the index is gone")

    archive.status = fail  # type: ignore[method-assign]  # meant
    found = await heartbeat.examine(client, client.services)
    assert (found.generation, found.fault) == (None, "the index is gone")
