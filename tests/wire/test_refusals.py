"""What Discord refuses or fails at any of the bot's requests: a line or another try, and no traceback for anybody."""

from __future__ import annotations

from itertools import product

import pytest

from index import DataFile
from tests.wire.looking import check_answers, search
from tests.wire.process import Folders, Program, StartBot
from tests.wire.server import FakeDiscord
from tests.wire.test_login import plain_line

BRACKETS = "[" * 200_000
START = ("/users/@me", "/oauth2/applications/@me|/applications/@me", "/gateway/bot", "/commands")
"""What a start asks for."""


@pytest.mark.parametrize("status", [400, 403, 500])
@pytest.mark.parametrize("path", START)
async def test_a_start_that_discord_refuses_is_one_line(
    discord: FakeDiscord, start: StartBot, path: str, status: int
) -> None:
    """Each request of a start is refused once: the bot says so in a line and ends with 1, or tries again."""
    discord.chaos.fail(status, path)
    bot = await start()
    await discord.until(lambda: not bot.running or bool(discord.gateway.identified), "an end or a login")
    if discord.gateway.identified:
        await discord.connected()
        await check_answers(discord)
        assert await bot.stop() == 0
        assert "Traceback" not in bot.log
    else:
        assert await bot.ended() == 1
        assert "Discord" in plain_line(bot)


@pytest.mark.parametrize("how", ["folder", "bytes", "loop", "brackets"])
async def test_damaged_notes_of_the_bots_own_cost_nothing(
    discord: FakeDiscord, start: StartBot, folders: Folders, how: str
) -> None:
    """Whatever lies in the place of its notes, the bot starts, tells Discord the commands, and answers."""
    for name in (DataFile.BOT_COMMANDS, DataFile.BOT_REINDEX, DataFile.BOT_HEALTH, DataFile.BOT_CLOCK):
        file = folders.data / name
        match how:
            case "folder":
                file.mkdir()
            case "loop":
                file.symlink_to(name)
            case "bytes":
                file.write_bytes(bytes(range(256)))
            case _:
                file.write_text(BRACKETS, "ascii")
    bot = await start(DATELINE_BOT_REINDEX_AT="every 168 hours")
    await discord.connected()
    assert len(discord.sent("PUT")) == 1
    await check_answers(discord)
    assert await bot.stop() == 0
    assert "Traceback" not in bot.log


async def test_an_answer_that_discord_refuses_costs_that_answer_alone(discord: FakeDiscord, bot: Program) -> None:
    """Each request of an answer is refused in each way; the next is answered, and no message has a traceback."""
    for path, status in product(("/callback", "@original", r"/webhooks/\d+/[^/]+$"), (400, 403, 404, 500)):
        discord.chaos.fail(status, path)
        await discord.slash("search", {"query": "titel:red"})
        await discord.slash("search", {"query": "lighthouse"})
        await search(discord, "goats")
    assert bot.running
    assert all("Traceback" not in str(request.body) for request in discord.rest.requests)
