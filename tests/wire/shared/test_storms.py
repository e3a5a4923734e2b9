"""What a bot goes through in a day and comes out of as it was: broken sockets, lost sessions, limits, late answers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial
from signal import SIGCONT, SIGSTOP

import pytest

from tests.wire.archive import RARE
from tests.wire.gateway import Gateway
from tests.wire.interactions import ANSWER_WITHIN, TOKEN_LIVES
from tests.wire.looking import check_answers, check_calm
from tests.wire.payloads import ALICE
from tests.wire.process import Shared

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_broken_socket_is_resumed_and_nothing_is_missed(shared: Shared) -> None:
    """After a break the bot resumes its session where it was told to, and answers what was asked meanwhile."""
    discord, bot = shared
    session = discord.gateway.session_for(None)
    discord.gateway.drop()
    await discord.until(lambda: session.socket is None, "the socket to be gone")
    asked = await discord.slash("search", {"query": RARE})
    assert RARE in (await asked.shown()).text
    assert [resume["session_id"] for resume in discord.gateway.resumed] == [session.id]
    assert discord.gateway.resumed_there == 1
    assert discord.gateway.identified == []
    check_calm(bot)


@pytest.mark.parametrize("asked", [Gateway.ask_to_reconnect, partial(Gateway.invalidate, resumable=True)])
async def test_op_7_and_a_resumable_op_9_are_followed_by_a_resume(
    shared: Shared, asked: Callable[[Gateway], Awaitable[None]]
) -> None:
    """Asked to reconnect, or told that its session is invalid but resumable, the bot resumes its session."""
    discord, bot = shared
    await asked(discord.gateway)
    await discord.until(lambda: len(discord.gateway.resumed) == 1, "a RESUME")
    await check_answers(discord)
    check_calm(bot)


async def test_op_9_is_followed_by_a_new_session(shared: Shared) -> None:
    """A session that is gone is replaced by a new one, without registering the commands again."""
    discord, bot = shared
    await discord.gateway.invalidate(resumable=False)
    await discord.until(lambda: len(discord.gateway.identified) == 1, "a new IDENTIFY")
    await discord.connected()
    await check_answers(discord)
    assert discord.sent("PUT") == []
    check_calm(bot)


async def test_a_resume_that_is_refused_ends_in_a_new_session(shared: Shared) -> None:
    """A break after which Discord has forgotten the session is survived too."""
    discord, bot = shared
    discord.gateway.forget_sessions()
    discord.gateway.drop()
    await discord.until(lambda: len(discord.gateway.identified) == 1, "a new IDENTIFY")
    await discord.connected()
    await check_answers(discord)
    check_calm(bot)


@pytest.mark.parametrize("path", ["/callback", "@original"])
async def test_a_failed_answer_is_tried_again(shared: Shared, path: str) -> None:
    """A rate limit or a failure of Discord's, at the first answer or at the page, delays the page only."""
    discord, bot = shared
    for number, status in enumerate((429, 500, 502), 1):
        discord.chaos.fail(status, path)
        await check_answers(discord)
        assert discord.chaos.failed == number
    check_calm(bot)


async def test_an_unforeseen_failure_has_a_number(shared: Shared) -> None:
    """The asker alone is told a number, the log has the traceback under it, and the next search is answered."""
    discord, bot = shared
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


async def test_a_blocked_process_misses_one_answer_and_goes_on(shared: Shared) -> None:
    """An interaction that the bot couldn't answer in time is lost without a traceback, and the next is answered."""
    discord, bot = shared
    bot.send(SIGSTOP)
    asked = await discord.slash("search", {"query": RARE})
    await asked.signal.until(lambda: asked.lost, "Discord to give up")
    bot.send(SIGCONT)
    await discord.until(lambda: bool(discord.sent("POST", asked.token)), "the late answer")
    assert asked.callback is None
    await check_answers(discord)
    check_calm(bot)


async def test_an_interaction_that_comes_too_late_is_let_go(shared: Shared) -> None:
    """An interaction that has expired when it arrives, and one whose token dies before the page, raise nothing."""
    discord, bot = shared
    hold = discord.chaos.hold("/callback")
    asked = await discord.slash("search", {"query": RARE})
    await hold.taken()
    asked.outdate(TOKEN_LIVES)
    hold.release()
    await discord.until(lambda: bool(discord.sent("PATCH", asked.token)), "the page that nobody will see")
    bot.send(SIGSTOP)
    expired = await discord.slash("archive status")
    expired.outdate(ANSWER_WITHIN + 1)
    bot.send(SIGCONT)
    await discord.until(lambda: bool(discord.sent("POST", expired.token)), "the late answer")
    await check_answers(discord)
    check_calm(bot)


@pytest.mark.parametrize("command", ["search", "archive status"])
async def test_a_double_answer_is_let_go(shared: Shared, command: str) -> None:
    """An answer that Discord took though it said it failed is refused when it is sent again; that raises nothing."""
    discord, bot = shared
    discord.chaos.lose("/callback")
    asked = await discord.slash(command, {"query": RARE} if command == "search" else {})
    await discord.until(lambda: len(discord.sent("POST", asked.token)) == 2, "the answer to be sent again")
    await check_answers(discord)
    check_calm(bot)
