"""The command says by line and exit code whether the bot is well."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bot.health import __main__ as command
from bot.health import record
from bot.health.record import Health


def test_the_command_tells_by_line_and_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 and a line on stdout for a bot that is well, 1 and a line on stderr for one that is not; JSON has both."""
    assert command.main(["--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("dateline: the bot is not running")
    record.write(tmp_path, Health(time=time.time(), process=1, shards={"0": True}, generation=7))
    assert command.main(["--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("well: generation 7")
    assert command.main(["--data", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["health"]["shards"] == {"0": True}
