"""Several reindexes asked for at once, and bots and builds that are killed: the real processes, over the wire."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from index import DataFile
from index.generations import lock
from tests.wire import process
from tests.wire.interactions import Message
from tests.wire.looking import check_calm, check_silence
from tests.wire.payloads import ELSEWHERE, LOBBY, MODERATOR, Person
from tests.wire.process import Folders, Program, StartBot
from tests.wire.server import FakeDiscord

NAN = Person(100000000000000007, "nan", permissions=MODERATOR.permissions)
"""Another moderator."""
POST = r"/channels/\d+/messages$"
END_S = 60.0


class Gate:
    """As long as it is shut a reindex waits before it embeds anything; a file says so to all processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def shut(self) -> None:
        self.path.touch()

    def open(self) -> None:
        self.path.unlink(missing_ok=True)


@pytest.fixture
def gate(fresh: Folders) -> Iterator[Gate]:
    """Open at first and at last."""
    gate = Gate(fresh.home / "gate")
    yield gate
    gate.open()


async def started(discord: FakeDiscord, start: StartBot, folders: Folders, gate: Gate) -> Program:
    """The bot, with one document to embed and the gate shut."""
    bot = await start(folders, WIRE_BUILD_GATE=str(gate.path))
    await discord.connected()
    gate.shut()
    (folders.archive / "note-1999.txt").write_text("date 1999-09-09 A bird\n\nA cormorant came.\n", "utf-8")
    return bot


async def killed(bot: Program) -> None:
    """Returns when the process is gone, though the build that it started goes on writing where it wrote."""
    bot.send(signal.SIGKILL)
    while bot.running:  # noqa: ASYNC110 - asyncio tells of the end when nobody writes there any more
        await asyncio.sleep(0.05)


def reindexing(folders: Folders) -> int:
    """The process that builds."""
    who = lock.builder(folders.data)
    assert who is not None
    return who.pid


def noted(folders: Folders) -> bool:
    """Whether there is a message yet that has not told the end."""
    return (folders.data / DataFile.BOT_REINDEX).exists()


def check_public(discord: FakeDiscord) -> None:
    """Nothing that anybody but the asker can read was ever of the machine."""
    sent = " ".join(str(one.body) for one in discord.rest.requests if "/channels/" in one.path)
    me = lock.myself()
    assert not re.search(rf"\bprocess\b|\b{re.escape(me.host)}\b|\bby {re.escape(me.user)}\b", sent)
    check_silence(discord)


async def ended(discord: FakeDiscord, message: Message, words: str) -> None:
    await discord.until(lambda: words in message.text, f"the message to say {words!r}", END_S)
    assert "Cancel" not in message.buttons()


async def test_of_two_moderators_in_one_second_one_has_started_it(
    discord: FakeDiscord, start: StartBot, fresh: Folders, gate: Gate
) -> None:
    """In two servers at once: one is told "Started" and has a public message, the other who was first, and none."""
    bot = await started(discord, start, fresh, gate)
    asked = await asyncio.gather(
        discord.slash("archive reindex", {}, MODERATOR, LOBBY), discord.slash("archive reindex", {}, NAN, ELSEWHERE)
    )
    first, second = sorted([(await one.shown(), one) for one in asked], key=lambda one: "Started" not in one[0].text)
    assert "Started" in first[0].text
    assert re.search(rf"started <t:\d+:f> \(<t:\d+:R>\) by <@{first[1].person.id}>\. Please wait", second[0].text)
    assert (first[0].reader, second[0].reader) == (first[1].person, second[1].person)
    (message,) = discord.rest.posted
    assert message.channel == first[1].channel
    gate.open()
    await ended(discord, message, "Generation 2")
    check_public(discord)
    check_calm(bot)


async def test_a_bot_that_is_killed_with_its_post_under_way_ends_the_message(
    discord: FakeDiscord, start: StartBot, fresh: Folders, gate: Gate
) -> None:
    """It never learnt the message's number; the next process of the bot finds it, tells on, and ends it."""
    bot = await started(discord, start, fresh, gate)
    hold = discord.chaos.hold(POST)
    await discord.slash("archive reindex", {}, MODERATOR)
    await hold.taken()
    await killed(bot)
    hold.release()
    (message,) = discord.rest.posted
    assert "Starting" in message.text
    await start(fresh, WIRE_BUILD_GATE=str(gate.path))
    await discord.until(lambda: "Embedding" in message.text, "the message to go on")
    gate.open()
    await ended(discord, message, "Generation 2")
    assert discord.rest.posted == [message]
    while noted(fresh):  # noqa: ASYNC110 - a file tells nobody that it is gone
        await asyncio.sleep(0.05)
    check_public(discord)


async def test_bot_and_build_killed_leave_no_message_that_waits(
    discord: FakeDiscord, start: StartBot, fresh: Folders, gate: Gate
) -> None:
    """The next process of the bot says that the reindex failed, and another one can be started."""
    bot = await started(discord, start, fresh, gate)
    await (await discord.slash("archive reindex", {}, MODERATOR)).told("Started")
    (message,) = discord.rest.posted
    await killed(bot)
    os.kill(reindexing(fresh), signal.SIGKILL)
    await start(fresh, WIRE_BUILD_GATE=str(gate.path))
    await ended(discord, message, "Reindex failed")
    await discord.connected()
    gate.open()
    await (await discord.slash("archive reindex", {}, MODERATOR)).told("Started")
    await ended(discord, discord.rest.posted[-1], "Generation 2")
    check_public(discord)


@pytest_asyncio.fixture
async def neighbour(fresh: Folders, gate: Gate) -> AsyncIterator[Callable[[], Awaitable[FakeDiscord]]]:
    """Starts another bot on the same data folder, in a Discord of its own."""
    running: list[Program] = []
    async with FakeDiscord() as there:

        async def start() -> FakeDiscord:
            running.append(await process.bot(there, fresh, {"WIRE_BUILD_GATE": str(gate.path)}))
            await there.connected()
            return there

        yield start
        for program in running:
            await program.kill()


async def test_two_bots_and_a_command_on_one_data_folder(
    discord: FakeDiscord,
    start: StartBot,
    fresh: Folders,
    gate: Gate,
    neighbour: Callable[[], Awaitable[FakeDiscord]],
) -> None:
    """Whatever starts a reindex, the others are refused: a bot in its chat without the machine, a command with it."""
    await started(discord, start, fresh, gate)
    other = await neighbour()
    other.rest.commands.update(discord.rest.commands)  # they were registered already, as the data folder says
    command = [sys.executable, "-m", "index.cli", "index", "--archive", str(fresh.archive), "--data", str(fresh.data)]
    env = process.environment(fresh, {"WIRE_BUILD_GATE": str(gate.path)})

    asked = await asyncio.gather(*(one.slash("archive reindex", {}, MODERATOR) for one in (discord, other)))
    told = [(await one.shown()).text for one in asked]
    assert sorted("Started" in text for text in told) == [False, True]
    (message,) = discord.rest.posted + other.rest.posted
    refused = await Program.started(command, env, fresh.home)
    assert await refused.ended() == 1
    assert refused.stderr[-1].startswith("dateline: this archive is already being indexed, by ")
    gate.open()
    await ended(discord if discord.rest.posted else other, message, "Generation 2")

    gate.shut()
    (fresh.archive / "note-1999.txt").write_text("date 1999-09-09 A bird\n\nA puffin came.\n", "utf-8")
    running = await Program.started(command, env, fresh.home)
    while lock.builder(fresh.data) is None:  # noqa: ASYNC110 - a lock tells nobody that it was taken
        await asyncio.sleep(0.05)
    for one in (discord, other):
        line = await (await one.slash("archive reindex", {}, MODERATOR)).told("A reindex is running")
        assert "<@" not in line.text
        check_public(one)
    assert discord.rest.posted + other.rest.posted == [message]
    gate.open()
    assert await running.ended(END_S) == 0
