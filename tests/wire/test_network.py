"""No network but Discord: every connection of the real process is noted, and refused off loopback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.wire import process
from tests.wire.archive import RARE
from tests.wire.hook import sitecustomize
from tests.wire.looking import search
from tests.wire.process import HOOK, Folders, Program
from tests.wire.server import FakeDiscord

DOCUMENTATION = "192.0.2.1"
"""An address that nobody has (RFC 5737)."""


async def test_a_whole_life_contacts_nothing_but_loopback(discord: FakeDiscord, folders: Folders, bot: Program) -> None:
    """From its start through searches and presses to its end the bot speaks to its Discord and to nobody else."""
    message = await search(discord, "lighthouse")
    await (await discord.press(message, message.buttons()["›"]["custom_id"])).shown()
    await search(discord, RARE)
    assert await bot.stop() == 0
    noted = folders.connections.read_text("utf-8").splitlines()
    assert any(line.startswith("socket.connect ") for line in noted)
    assert [line for line in noted if not sitecustomize.is_loopback(line.split()[1])] == []


@pytest.mark.parametrize("command", [["index"], ["search", RARE], ["status"]])
def test_the_command_line_contacts_nothing_at_all(command: list[str], folders: Folders) -> None:
    """Indexing, searching and looking open no connection, not even to this machine."""
    options = ["--archive", str(folders.archive), "--data", str(folders.data)]
    done = subprocess.run(
        [sys.executable, "-m", "index.cli", *command, *options],
        env=process.environment(folders),
        cwd=folders.home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not folders.connections.exists()


def run(code: str, folders: Folders, **changes: str) -> subprocess.CompletedProcess[str]:
    """Runs a line of Python below the hook."""
    env = process.environment(folders, changes)
    return subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "code",
    [
        f"import socket; socket.create_connection(({DOCUMENTATION!r}, 80), timeout=1)",
        f"import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ({DOCUMENTATION!r}, 80))",
        "import socket; socket.getaddrinfo('discord.com', 443)",
        "import urllib.request; urllib.request.urlopen('https://discord.com')",
    ],
)
def test_the_guard_refuses_what_leaves_the_machine(code: str, fresh: Folders) -> None:
    """A connection, a datagram and a look-up off loopback are refused and noted, so that the test above can fail."""
    done = run(code, fresh)
    assert done.returncode == 1
    assert "only loopback may be contacted here" in done.stderr
    assert fresh.connections.read_text("utf-8").strip()


def test_the_hook_imports_nothing_by_itself(fresh: Folders) -> None:
    """A program that doesn't use discord.py doesn't get it, nor the engine."""
    code = "import sys; print(sorted({'discord', 'index', 'aiohttp', 'numpy'} & set(sys.modules)))"
    assert run(code, fresh, WIRE_DISCORD="http://127.0.0.1:1").stdout.strip() == "[]"


def test_the_hook_leads_discord_py_to_loopback(fresh: Folders) -> None:
    """Whatever imports discord.py below the hook speaks to the loopback server by default."""
    code = "import discord; print(discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY)"
    done = run(code, fresh, WIRE_DISCORD="http://127.0.0.1:1234")
    assert done.stdout.split() == ["http://127.0.0.1:1234/api/v10", "ws://127.0.0.1:1234/gateway"]


def test_the_hook_runs_the_sitecustomize_it_hides(fresh: Folders, tmp_path: Path) -> None:
    """Another sitecustomize on the path still runs."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("print('hidden')\n", "utf-8")
    assert run("", fresh, PYTHONPATH=f"{HOOK}:{hidden}").stdout.strip() == "hidden"
