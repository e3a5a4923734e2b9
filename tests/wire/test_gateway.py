"""What Discord does to a bot in a day: broken sockets, reconnections, lost sessions, limits and failures."""

from __future__ import annotations

import re

import pytest

from tests.wire.archive import RARE
from tests.wire.conftest import StartBot
from tests.wire.looking import check_answers, check_calm
from tests.wire.payloads import ALICE
from tests.wire.process import Program
from tests.wire.server import FakeDiscord
from tests.wire.test_login import plain_line


async def test_a_broken_socket_is_resumed_and_nothing_is_missed(discord: FakeDiscord, bot: Program) -> None:
    """After a break the bot resumes its session where it was told to, and answers what was asked meanwhile."""
    session = discord.gateway.session_for(None)
    discord.gateway.drop()
    await discord.until(lambda: session.socket is None, "the socket to be gone")
    asked = await discord.slash("search", {"query": RARE})
    assert RARE in (await asked.shown()).text
    assert [one["session_id"] for one in discord.gateway.resumed] == [session.id]
    assert discord.gateway.resumed_there == 1
    assert len(discord.gateway.identified) == 1
    check_calm(bot)


async def test_a_gateway_that_is_away_for_a_while_is_waited_for(discord: FakeDiscord, bot: Program) -> None:
    """A break after which Discord can't be reached at once ends in a new session when it can."""
    discord.gateway.unavailable = 1
    discord.gateway.drop()
    await discord.until(lambda: len(discord.gateway.identified) == 2, "a second IDENTIFY")
    await discord.connected()
    await check_answers(discord)
    assert bot.running


async def test_op_7_is_followed_by_a_resume(discord: FakeDiscord, bot: Program) -> None:
    """Asked to reconnect, the bot resumes its session."""
    await discord.gateway.ask_to_reconnect()
    await discord.until(lambda: len(discord.gateway.resumed) == 1, "a RESUME")
    await check_answers(discord)
    check_calm(bot)


async def test_op_9_resumable_is_followed_by_a_resume(discord: FakeDiscord, bot: Program) -> None:
    """A session that is invalid but resumable is resumed."""
    await discord.gateway.invalidate(resumable=True)
    await discord.until(lambda: len(discord.gateway.resumed) == 1, "a RESUME")
    await check_answers(discord)
    check_calm(bot)


async def test_op_9_is_followed_by_a_new_session(discord: FakeDiscord, bot: Program) -> None:
    """A session that is gone is replaced by a new one, without registering the commands again."""
    await discord.gateway.invalidate(resumable=False)
    await discord.until(lambda: len(discord.gateway.identified) == 2, "a second IDENTIFY")
    await discord.connected()
    await check_answers(discord)
    assert len(discord.sent("PUT")) == 1
    check_calm(bot)


async def test_a_resume_that_is_refused_ends_in_a_new_session(discord: FakeDiscord, bot: Program) -> None:
    """A break after which Discord has forgotten the session is survived too."""
    discord.gateway.forget_sessions()
    discord.gateway.drop()
    await discord.until(lambda: len(discord.gateway.identified) == 2, "a second IDENTIFY")
    await discord.connected()
    await check_answers(discord)
    check_calm(bot)


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


@pytest.mark.parametrize("path", ["/callback", "@original"])
async def test_a_failed_answer_is_tried_again(discord: FakeDiscord, bot: Program, path: str) -> None:
    """A rate limit or a failure of Discord's, at the first answer or at the page, delays the page only."""
    for number, status in enumerate((429, 500, 502), 1):
        discord.chaos.fail(status, path)
        await check_answers(discord)
        assert discord.chaos.failed == number
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


async def test_an_unforeseen_failure_has_a_number(discord: FakeDiscord, bot: Program) -> None:
    """The asker alone is told a number, the log has the traceback under it, and the next search is answered."""
    discord.chaos.fail(403, "@original")
    asked = await discord.slash("search", {"query": RARE})
    told = await asked.told("incident")
    assert told.reader == ALICE
    number = re.search("`([0-9a-f]+)`", told.text)
    assert number
    assert number[1] in bot.log
    assert "Traceback" in bot.log
    await asked.signal.until(lambda: list(asked.messages()) == [told], "nothing else to stay in the channel")
    await check_answers(discord)
