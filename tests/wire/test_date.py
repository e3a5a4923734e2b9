"""A document is dated from Discord, in the real bot's archive: from the next reindex on it is found by that date."""

from __future__ import annotations

from tests.wire.looking import check_calm, plain, search
from tests.wire.payloads import MODERATOR
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord

DOCUMENT = "hostile.txt"
WORD = "smuggler"
SHOWN = "Beware"


async def test_a_date_is_set_found_and_taken_back(discord: FakeDiscord, start: StartBot, fresh: Folders) -> None:
    """Dated, reindexed and found within that window; then undone."""
    bot = await start(fresh)
    await discord.connected()
    given = {"document": DOCUMENT, "date": "1971-05-03", "why": "the keeper wrote it down"}
    dated = await (await discord.slash("archive date", given, MODERATOR)).shown()
    assert "3 May 1971" in plain(dated.text)
    assert SHOWN not in (await search(discord, WORD, since="1971", until="1971")).text
    await (await discord.slash("archive reindex", {}, MODERATOR)).told("Started")
    (message,) = discord.rest.posted
    await discord.until(lambda: "Generation 2" in message.text, "the end of the reindex", 60)
    assert "1 re-dated" in message.text
    found = plain((await search(discord, WORD, since="1971", until="1971")).text)
    assert SHOWN in found
    assert "dated by a moderator" in found
    undo = await discord.press(dated, dated.buttons()["Undo"]["custom_id"], MODERATOR)
    await undo.told("is no longer dated 3 May 1971")
    check_calm(bot)
