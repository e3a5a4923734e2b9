"""What the README says of the bot is so."""

from __future__ import annotations

import configparser
import re
import shlex
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.client import PERMISSIONS, DatelineClient
from bot.settings import BotSettings
from tests import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def section(heading: str) -> str:
    """The part below a heading, to the next one of the same or a higher level."""
    level = heading.split(" ", maxsplit=1)[0]
    return re.split(rf"\n#{{1,{len(level)}}} ", README.split(f"\n{heading}\n")[1])[0]


def test_every_setting_is_in_the_table_with_its_default() -> None:
    """The table names each setting of the bot, and no other, with the default it has."""
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]*)`)? *\|", section("### Its settings"), re.MULTILINE)
    defaults = BotSettings(_env_file=None, token=None).model_dump(exclude={"token"})
    shown = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in defaults.items()}
    assert {name: default or None for name, default in rows} == {
        name: value if defaults[name] or defaults[name] is False else None for name, value in shown.items()
    }


def test_the_example_settings_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example can be copied as it stands."""
    monkeypatch.chdir(tmp_path)
    example = re.search(r"```toml\n(.*?)```", section("### Its settings"), re.DOTALL)
    assert example
    table = tomllib.loads(example[1])["bot"]
    assert BotSettings(_env_file=None, **table).collections.keys() == {"board"}


def test_the_invitation_asks_for_what_the_bot_needs(make_bot: Callable[..., DatelineClient]) -> None:
    """The address in the README and the one that the bot prints are the same but for the id."""
    address = re.search(r"https://discord\.com/oauth2/\S+", README)
    assert address
    assert f"permissions={PERMISSIONS.value}" in address[0]
    parts = {part.replace("APPLICATION_ID", "0") for part in re.split("[?&]", address[0])}
    assert parts == set(re.split("[?&]", make_bot().invitation()))


def test_the_unit_starts_the_bot() -> None:
    """The unit is well-formed, stops by SIGTERM, and starts a command there is."""
    unit = configparser.ConfigParser()
    text = re.search(r"```ini\n(.*?)```", README, re.DOTALL)
    assert text
    unit.optionxform = str  # type: ignore[assignment, method-assign]  # names keep their capitals
    unit.read_string(text[1])
    assert "dateline bot --archive" in unit["Service"]["ExecStart"]
    assert "KillSignal" not in unit["Service"]


def test_the_backup_holds_what_is_not_yet_in_the_file(tmp_path: Path) -> None:
    """The command copies what a running bot has written, its write-ahead log included."""
    command = re.search(r"<!-- backup -->\n```\n(.*)\n```", README)
    assert command
    (tmp_path / ".dateline").mkdir()
    with sqlite3.connect(tmp_path / ".dateline" / "citations.sqlite") as running:
        running.execute("PRAGMA journal_mode = WAL")
        running.execute("CREATE TABLE citations (id TEXT)")
        running.execute("INSERT INTO citations VALUES ('k7f2q9xw')")
        running.commit()
        _, *arguments = shlex.split(command[1])
        subprocess.run([sys.executable, *arguments], cwd=tmp_path, check=True)
    running.close()
    with sqlite3.connect(tmp_path / "citations-backup.sqlite") as copy:
        assert copy.execute("SELECT id FROM citations").fetchall() == [("k7f2q9xw",)]
    copy.close()
