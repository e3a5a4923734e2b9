"""The loopback Discord itself, driven by a small bot, so that a failure elsewhere is not its own."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.wire.acts import File
from tests.wire.payloads import BOT
from tests.wire.process import Folders, Program, environment, meeting
from tests.wire.server import FakeDiscord

ECHO = Path(__file__).parent / "echo_bot.py"


@pytest_asyncio.fixture
async def echo(discord: FakeDiscord, fresh: Folders) -> AsyncIterator[Program]:
    env = environment(fresh, meeting(discord))
    program = await Program.started([sys.executable, str(ECHO)], env, fresh.home)
    await discord.connected()
    yield program
    assert await program.stop() == 0


async def test_everything(discord: FakeDiscord, echo: Program) -> None:
    """Every kind of exchange passes between a real discord.py and the server as it does with Discord."""
    said = await discord.slash("echo", {"words": "hello"})
    assert (await said.shown()).text == "Alice: hello"

    completing = await discord.complete("echo", "words", "ab")
    await completing.answered()
    assert completing.choices == [{"name": "abab", "value": "abab"}]

    message = await (await discord.slash("paged")).shown()
    for number in (2, 3):
        turned = await discord.press(message, f"page:{number}")
        assert (await turned.shown()).text == f"page {number}"

    asked = await discord.slash("form")
    await asked.answered()
    assert (await (await discord.submit(asked, {"words": "typed"})).shown()).text == "form: typed"

    given = await discord.slash("file", {"given": File("a.txt", b"data")})
    assert (await given.shown()).files == {"copy of a.txt": b"data"}

    twice = await discord.slash("say-twice")
    await twice.told("twice, edited")
    await twice.signal.until(lambda: len(list(twice.messages())) == 1, "the first answer to be deleted")

    listed = await discord.menu("Echo", "a message")
    assert (await listed.shown()).text == "menu: a message"

    await discord.say(f"<@{BOT}> hello")
    await discord.until(lambda: bool(discord.rest.posted), "an answer to the mention")
    assert discord.rest.posted[0].text == f"heard: <@{BOT}> hello"
