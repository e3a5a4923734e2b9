"""A reindex by the clock by the real bot: missed while it was away, told in a channel, and searched."""

from __future__ import annotations

import json

from index import DataFile
from tests.wire.looking import check_silence, search
from tests.wire.payloads import LOBBY
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord

WORD = "cormorant"


async def test_what_was_missed_is_reindexed_and_told(discord: FakeDiscord, start: StartBot, fresh: Folders) -> None:
    """A new note is found without anybody's doing; the channel reads it once, pinged nobody, and the log has it."""
    first = await start(fresh)
    await discord.connected()
    assert await first.stop() == 0
    note = {"at": "every 6 hours", "done": "2001-02-03T00:00:00Z"}
    (fresh.data / DataFile.BOT_CLOCK).write_text(json.dumps(note), "utf-8")
    (fresh.archive / "note-1999.txt").write_text(f"date 1999-09-09 A bird\n\nA {WORD} came.\n", "utf-8")
    settings = {"DATELINE_BOT_REINDEX_AT": "every 6 hours", "DATELINE_BOT_REPORTS_CHANNEL": str(LOBBY.id)}
    bot = await start(fresh, **settings)
    await discord.connected()
    await discord.until(lambda: bool(discord.rest.posted), "the message", 60)
    (message,) = discord.rest.posted
    assert message.channel.id == LOBBY.id
    assert "Generation 2" in message.text
    assert "1 added" in message.text
    assert "note-1999.txt" in message.files["report-2.txt"].decode()
    check_silence(discord)
    assert WORD in (await search(discord, WORD)).text
    (line,) = [json.loads(line) for line in (fresh.data / DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]
    assert (line["user"], line["action"], line["by"]) == (None, "reindex", "the clock")
    assert await bot.stop() == 0
    again = await start(fresh, **settings)
    await discord.connected()
    assert WORD in (await search(discord, WORD)).text
    assert len(discord.rest.posted) == 1
    assert "Traceback" not in bot.log + again.log
