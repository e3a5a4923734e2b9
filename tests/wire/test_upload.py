"""A file is handed over in Discord: what is told while it is on its way, when Discord fails, and that it is undone."""

from __future__ import annotations

import pytest

from tests.wire.acts import File
from tests.wire.looking import check_calm, plain
from tests.wire.payloads import MODERATOR
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord

NOTE = File("note-1999.txt", b"date 1999-09-09 A bird\n\nA cormorant came.\n")


@pytest.mark.parametrize(("status", "line"), [(404, "no longer has that file"), (503, "did not hand that file over")])
async def test_where_discord_fails_nothing_is_added(
    discord: FakeDiscord, start: StartBot, fresh: Folders, status: int, line: str
) -> None:
    """One line tells the moderator what to do, and a second try succeeds; no error of nobody's knowing is logged."""
    bot = await start(fresh)
    await discord.connected()
    discord.file_status = status
    await (await discord.slash("archive add", {"file": NOTE}, MODERATOR)).told(line)
    assert not (fresh.archive / NOTE.name).exists()
    discord.file_status = 200
    await (await discord.slash("archive add", {"file": NOTE}, MODERATOR)).told("is in the archive")
    assert (fresh.archive / NOTE.name).read_bytes() == NOTE.data
    check_calm(bot)


async def test_a_file_on_its_way_is_told_and_undone_after_a_restart(
    discord: FakeDiscord, start: StartBot, fresh: Folders
) -> None:
    """The answer says what it waits for, then what was done; its button lives in the next process, too."""
    bot = await start(fresh)
    await discord.connected()
    discord.handing_over.clear()
    adding = await discord.slash("archive add", {"file": NOTE}, MODERATOR)
    waiting = await adding.told("Downloading")
    assert "note-1999.txt" in plain(waiting.text)
    discord.handing_over.set()
    added = await adding.told("is in the archive")
    assert added is waiting
    await bot.stop()
    await start(fresh)
    await discord.connected()
    await (await discord.press(added, added.buttons()["Undo"]["custom_id"], MODERATOR)).told("is in the trash")
    assert not (fresh.archive / NOTE.name).exists()
