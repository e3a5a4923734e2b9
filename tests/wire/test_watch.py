"""A watch by the real bot, killed whenever it hurts: what a reindex brings is told once."""

from __future__ import annotations

import sys

from tests.wire import process
from tests.wire.looking import check_silence, search
from tests.wire.payloads import LOBBY
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord

WORD = "cormorant"


async def reindex(folders: Folders) -> None:
    """As whoever runs the machine does it, whether a bot runs or not."""
    command = [sys.executable, "-m", "index.cli", "index"]
    command += ["--archive", str(folders.archive), "--data", str(folders.data)]
    program = await process.Program.started(command, process.environment(folders), folders.home)
    assert await program.ended(60) == 0


async def test_what_is_new_is_told_once_whatever_is_killed(
    discord: FakeDiscord, start: StartBot, fresh: Folders
) -> None:
    """The bot is killed before the reindex, and as soon as the message is there; it pinged nobody."""
    bot = await start(fresh)
    await discord.connected()
    made = await (await discord.slash("watch add", {"query": WORD})).shown()
    assert "**Watching**" in made.text
    await bot.kill()
    (fresh.archive / "note-1999.txt").write_text(f"date 1999-09-09 A bird\n\nA {WORD} came.\n", "utf-8")
    await reindex(fresh)
    bot = await start(fresh)
    await discord.until(lambda: bool(discord.rest.posted), "the message", 60)
    await bot.kill()
    (message,) = discord.rest.posted
    assert message.channel.id == LOBBY.id
    assert "### 9 September 1999" in message.text
    assert ", dated 9 September 1999 · note-1999.txt" in message.text
    check_silence(discord)
    bot = await start(fresh)
    await discord.connected()
    assert WORD in (await search(discord, WORD)).text
    assert len(discord.rest.posted) == 1
    assert "Traceback" not in bot.log
