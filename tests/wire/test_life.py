"""Starts, ends and bad moments of the real process: restarts, signals, answers that come too late."""

from __future__ import annotations

import json
import time
from signal import SIGINT, SIGKILL, SIGTERM, Signals

import pytest

from tests.wire import payloads
from tests.wire.archive import RARE
from tests.wire.looking import check_answers, notes_on, search
from tests.wire.payloads import ALICE, MODERATOR
from tests.wire.process import Program, StartBot
from tests.wire.server import FakeDiscord

SECONDS_TO_END = 10
"""What a service manager may wait at the least; systemd and Docker give 90 and 10."""
LONG = ("lighthouse " * 82).strip()


async def test_buttons_work_after_a_restart(discord: FakeDiscord, bot: Program, start: StartBot) -> None:
    """A page of an earlier process is turned by the next one, and its passages can be cited."""
    message = await search(discord, "lighthouse")
    first = notes_on(message)
    assert await bot.stop() == 0
    await start()
    await discord.until(lambda: len(discord.gateway.identified) == 2, "the next process")
    await discord.connected()
    await (await discord.press(message, message.buttons()["›"]["custom_id"])).shown()
    assert len(notes_on(message)) == 5
    assert not set(first) & set(notes_on(message))
    cited = await (await discord.press(message, message.buttons()["Read"]["custom_id"])).shown()
    assert "Unchanged: the source still has these words" in cited.text


async def test_dates_said_in_words_can_be_made_strict_after_a_restart(
    discord: FakeDiscord, bot: Program, start: StartBot
) -> None:
    """The days are in the button, so that the next process finds the same notes of the same time."""
    message = await search(discord, "lighthouse from 1915 to 1925")
    assert len(notes_on(message)) == 5
    assert await bot.stop() == 0
    await start()
    await discord.until(lambda: len(discord.gateway.identified) == 2, "the next process")
    await discord.connected()
    await (await discord.press(message, message.buttons()["Only these dates"]["custom_id"])).shown()
    assert sorted(notes_on(message)) == ["1919-05-21", "1923-10-08"]


async def test_the_buttons_of_a_long_query_outlive_a_killed_bot(
    discord: FakeDiscord, bot: Program, start: StartBot
) -> None:
    """Pages, dates and the form of a query of 900 characters work in the next process, until it is forgotten."""
    message = await search(discord, LONG, since="1910")
    first = notes_on(message)
    bot.send(SIGKILL)
    await bot.ended()
    await start()
    await discord.until(lambda: len(discord.gateway.identified) == 2, "the next process")
    await discord.connected()
    await (await discord.press(message, message.buttons()["›"]["custom_id"])).shown()
    assert notes_on(message)
    assert not set(first) & set(notes_on(message))
    form = await discord.press(message, message.buttons()["Refine"]["custom_id"])
    await form.answered()
    await (await discord.submit(form, {"words": f"{LONG} harbour", "since": "1911", "order": "oldest"})).shown()
    assert "oldest first" in message.text
    assert "since 1 Jan 1911" in message.text
    await (await discord.press(message, message.buttons()["Drop the dates"]["custom_id"])).shown()
    assert "since 1 Jan 1911" not in message.text
    assert notes_on(message)
    await forget(discord)
    told = await (await discord.press(message, message.buttons()["Best first"]["custom_id"])).told("too old")
    assert told.reader == ALICE


async def forget(discord: FakeDiscord) -> None:
    """Alice has everything erased that is kept of her."""
    asked = await (await discord.slash("forget-me", {})).shown()
    await (await discord.press(asked, asked.buttons()["Erase everything"]["custom_id"])).told("is erased")


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
async def test_a_signal_ends_the_bot_with_code_0(discord: FakeDiscord, bot: Program, number: Signals) -> None:
    """Asked to end, an idle bot does so within seconds, without a complaint."""
    await check_answers(discord)
    bot.send(number)
    assert await bot.ended(SECONDS_TO_END) == 0
    assert "Traceback" not in bot.log


async def test_an_end_waits_for_answers_in_the_making(discord: FakeDiscord, bot: Program) -> None:
    """A search under way when the bot is asked to end is still answered; a new one is told to try again."""
    hold = discord.chaos.hold("/callback")
    asked = await discord.slash("search", {"query": RARE})
    await hold.taken()
    bot.send(SIGTERM)
    refused = await refused_while_ending(discord)
    hold.release()
    assert RARE in (await asked.shown()).text
    assert await bot.ended(SECONDS_TO_END) == 0
    assert refused
    assert "Traceback" not in bot.log


async def refused_while_ending(discord: FakeDiscord) -> bool:
    """Asks until the bot says that it is ending."""
    for _ in range(20):
        asked = await discord.slash("archive status", {}, MODERATOR)
        if "restarting" in (await asked.shown()).text:
            return True
    return False


async def test_an_end_comes_though_an_answer_never_does(discord: FakeDiscord, bot: Program) -> None:
    """An answer that Discord keeps back doesn't keep the bot from ending."""
    hold = discord.chaos.hold("/callback")
    await discord.slash("search", {"query": RARE})
    await hold.taken()
    began = time.monotonic()
    bot.send(SIGTERM)
    code = await bot.ended(SECONDS_TO_END)
    hold.release()
    assert code == 0
    assert time.monotonic() - began < SECONDS_TO_END


async def test_a_killed_bot_starts_again(discord: FakeDiscord, bot: Program, start: StartBot) -> None:
    """A bot killed in the middle of a search leaves nothing that the next one stumbles over."""
    hold = discord.chaos.hold("/callback")
    await discord.slash("search", {"query": RARE})
    await hold.taken()
    bot.send(SIGKILL)
    hold.release()
    await bot.ended()
    await start()
    await discord.until(lambda: len(discord.gateway.identified) == 2, "the next process")
    await discord.connected()
    await check_answers(discord)


async def test_logs_are_objects_without_token_or_query(discord: FakeDiscord, start: StartBot) -> None:
    """As JSON every line is an object with a time; neither token nor query nor passage stands in any."""
    bot = await start(DATELINE_BOT_LOG_FORMAT="json")
    await discord.connected()
    await check_answers(discord)
    discord.chaos.fail(403, "@original")
    await (await discord.slash("search", {"query": RARE})).told("incident")
    assert await bot.stop() == 0
    assert all({"time", "level", "message"} <= set(json.loads(line)) for line in bot.stderr)
    for secret in (payloads.TOKEN, RARE):
        assert secret not in bot.log
