"""A document is erased from Discord, in the real bot's archive: every byte of it, and what the bot goes on saying."""

from __future__ import annotations

from tests.wire.archive import NOTES, RARE
from tests.wire.looking import check_calm, search
from tests.wire.payloads import MODERATOR
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord

DOCUMENT = "note-1919.txt"


def holding(folders: Folders, word: str) -> list[str]:
    """The files of archive and data folder that hold a word."""
    files = [file for folder in (folders.archive, folders.data) for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if word.encode() in file.read_bytes()]


async def test_nothing_of_it_is_left_or_said(discord: FakeDiscord, start: StartBot, fresh: Folders) -> None:
    """Asked twice and confirmed; then neither a file nor a search, a page or a citation has a word of it."""
    bot = await start(fresh)
    await discord.connected()
    message = await search(discord, RARE)
    passage = message.buttons()["Read"]["custom_id"].rpartition(":")[2]
    assert holding(fresh, RARE)
    given = {"document": DOCUMENT, "why": "the keeper asked for it"}
    asked = await (await discord.slash("archive erase", given, MODERATOR)).shown()
    again = await (await discord.press(asked, asked.buttons()["Erase it …"]["custom_id"], MODERATOR)).shown()
    gone = await discord.press(again, again.buttons()["Yes, erase it for good"]["custom_id"], MODERATOR)
    await gone.told("is erased for good")
    assert holding(fresh, RARE) == []
    assert holding(fresh, NOTES["1919-05-21"][:30]) == []
    cited = await (await discord.slash("cite", {"id": passage})).shown()
    assert "the keeper asked for it" in cited.text
    assert RARE not in cited.text
    assert RARE not in (await search(discord, "lighthouse keeper and his animals")).text
    check_calm(bot)
