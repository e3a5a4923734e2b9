"""`dateline health` beside the real bot: green while it serves, red when it can't."""

from __future__ import annotations

import asyncio
import sys

from bot.health import record
from tests.wire import process
from tests.wire.process import Folders, Program, StartBot
from tests.wire.server import FakeDiscord
from tests.wire.signals import DEADLINE

POLL_S = 0.05


async def health(folders: Folders) -> tuple[int, str]:
    """The command's exit code, and all that it says."""
    command = [sys.executable, "-m", "index.cli", "health", "--data", str(folders.data)]
    program = await Program.started(command, process.environment(folders), folders.home)
    code = await program.ended()
    return code, "\n".join((*program.stdout, *program.stderr))


async def until_health(folders: Folders, code: int, words: str) -> None:
    """Returns when the bot says so of itself and the command agrees."""

    def said() -> bool:
        return words in (record.complaint(folders.data) or record.summary(folders.data))

    async with asyncio.timeout(DEADLINE):
        while not said():  # noqa: ASYNC110 - a file tells nobody that it was changed
            await asyncio.sleep(POLL_S)
    found, told = await health(folders)
    assert (found, words in told) == (code, True), told


async def test_health_follows_the_bot(discord: FakeDiscord, folders: Folders, start: StartBot) -> None:
    """Red before the start, green when connected, red while Discord is away, green again, and red after the end."""
    assert (await health(folders))[0] == 1
    bot = await start()
    await discord.connected()
    await until_health(folders, 0, "well: generation 1, 1 connection")
    discord.gateway.unavailable = 1_000
    discord.gateway.drop()
    await until_health(folders, 1, "not connected to Discord (shard 0)")
    discord.gateway.unavailable = 0
    await discord.connected()
    await until_health(folders, 0, "well")
    assert await bot.stop() == 0
    code, said = await health(folders)
    assert (code, said.count("\n")) == (1, 0)
    assert "is not running" in said


async def test_health_is_red_without_an_index(discord: FakeDiscord, folders: Folders, start: StartBot) -> None:
    """An index that was taken away from under the bot is noticed."""
    await start()
    await discord.connected()
    (folders.data / "generations").rename(folders.data / "trash")
    while "can't read its index" not in (record.complaint(folders.data) or ""):
        discord.gateway.drop()  # the bot looks at its index whenever a connection comes or goes
        await discord.until(lambda: not discord.gateway.connected, "the connection to be gone")
        await discord.connected()
    await until_health(folders, 1, "can't read its index")
