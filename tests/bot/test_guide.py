"""What the README and the guide say of the bot is so."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.client import PERMISSIONS, DatelineClient
from bot.settings import BotSettings
from tests import docs

SETTINGS = docs.read("bot/guide/settings.md")


def test_every_setting_is_in_the_table_with_its_default() -> None:
    """The table names each setting of the bot, and no other, with the default it has."""
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]*)`)? *\|", SETTINGS, re.MULTILINE)
    defaults = BotSettings(_env_file=None, token=None).model_dump(exclude={"token"})
    shown = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in defaults.items()}
    assert {name: default or None for name, default in rows} == {
        name: value if defaults[name] or defaults[name] is False else None for name, value in shown.items()
    }


def test_the_example_settings_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example can be copied as it stands."""
    monkeypatch.chdir(tmp_path)
    example = re.search(r"```toml\n(.*?)```", SETTINGS, re.DOTALL)
    assert example
    table = tomllib.loads(example[1])["bot"]
    assert BotSettings(_env_file=None, **table).collections.keys() == {"board"}


def test_the_invitation_asks_for_what_the_bot_needs(make_bot: Callable[..., DatelineClient]) -> None:
    """The address in the README and the one that the bot prints are the same but for the id."""
    address = re.search(r"https://discord\.com/oauth2/\S+", docs.read("README.md"))
    assert address
    assert f"permissions={PERMISSIONS.value}" in address[0]
    parts = {part.replace("APPLICATION_ID", "0") for part in re.split("[?&]", address[0])}
    assert parts == set(re.split("[?&]", make_bot().invitation()))


def test_the_unit_starts_the_bot() -> None:
    """The unit is well-formed, stops by SIGTERM, and starts a command there is."""
    unit = configparser.ConfigParser()
    text = re.search(r"```ini\n(.*?)```", docs.read("bot/guide/running.md"), re.DOTALL)
    assert text
    unit.optionxform = str  # type: ignore[assignment, method-assign]  # names keep their capitals
    unit.read_string(text[1])
    assert "dateline bot --archive" in unit["Service"]["ExecStart"]
    assert "KillSignal" not in unit["Service"]


def commands(tree: discord.app_commands.CommandTree[Any]) -> dict[str, list[str]]:
    """Every slash command by its whole name, with its options."""
    return {
        command.qualified_name: [option.display_name for option in command.parameters]
        for command in tree.walk_commands()
        if isinstance(command, discord.app_commands.Command)
    }


def rows(page: str) -> list[tuple[str, str]]:
    """The rows of a guide's tables that begin with a command: its name, and the rest."""
    return re.findall(r"^\| `/([\w -]+)` (\|.*)$", docs.read(page), re.MULTILINE)


def test_every_command_and_option_is_in_the_guide(make_bot: Callable[..., DatelineClient]) -> None:
    """The tables name each command, and no other, and each of its options; those of a search have their own."""
    there = commands(make_bot().tree)
    described = dict(rows("bot/guide/using.md") + rows("bot/guide/moderating.md"))
    assert sorted(described) == sorted(there)
    own = docs.section(docs.read("bot/guide/using.md"), "## The options of a search")
    for name, options in there.items():
        assert set(options) <= set(re.findall(r"`(\w+)`", own if name == "search" else described[name])), name


def test_every_menu_is_in_the_guide(make_bot: Callable[..., DatelineClient]) -> None:
    """What a message's menu offers is named."""
    kind = discord.AppCommandType.message
    for menu in make_bot().tree.get_commands(type=kind):
        assert f"*Apps → {menu.name}*" in docs.read("bot/guide/using.md")
