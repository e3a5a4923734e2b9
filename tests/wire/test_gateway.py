"""What Discord does to a bot in a day: broken sockets, reconnections, lost sessions, limits and failures."""

from __future__ import annotations

import pytest

from tests.wire.looking import check_answers, check_calm
from tests.wire.process import Program, StartBot
from tests.wire.server import FakeDiscord
from tests.wire.test_login import plain_line


async def test_a_gateway_that_is_away_for_a_while_is_waited_for(discord: FakeDiscord, bot: Program) -> None:
    """A break after which Discord can't be reached at once ends in a new session when it can."""
    discord.gateway.unavailable = 1
    discord.gateway.drop()
    await discord.until(lambda: len(discord.gateway.identified) == 2, "a second IDENTIFY")
    await discord.connected()
    await check_answers(discord)
    assert bot.running


async def test_a_token_that_is_revoked_ends_the_bot(discord: FakeDiscord, bot: Program) -> None:
    """A close that can't be survived is one line and exit code 1, in the middle of a life as well."""
    await discord.gateway.revoke()
    assert await bot.ended() == 1
    assert plain_line(bot)


async def test_heartbeats_tell_the_last_event(discord: FakeDiscord, start: StartBot) -> None:
    """The bot's heart beats as often as it is told to and names the last event it got."""
    discord.gateway.heartbeat_s = 0.3
    bot = await start()
    await discord.connected()
    last = discord.gateway.session_for(None).sequence
    await discord.until(lambda: last in discord.gateway.heartbeats, "a heartbeat with the last event's number")
    check_calm(bot)


@pytest.mark.parametrize(("status", "path"), [(429, "/users/@me"), (500, "/gateway/bot"), (429, "/commands")])
async def test_a_failed_login_step_is_tried_again(
    discord: FakeDiscord, start: StartBot, status: int, path: str
) -> None:
    """Limits and failures at the start delay the bot only."""
    discord.chaos.fail(status, path, times=2 if status == 429 else 1)
    bot = await start()
    await discord.connected()
    await check_answers(discord)
    check_calm(bot)
