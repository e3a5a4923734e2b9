"""How the real bot comes in: its login, its commands, and what it says when it can't."""

from __future__ import annotations

import socket

import pytest

from tests.wire import payloads
from tests.wire.archive import RARE
from tests.wire.gateway import AUTHENTICATION_FAILED, DISALLOWED_INTENTS
from tests.wire.payloads import ELSEWHERE
from tests.wire.process import Folders, Program, StartBot
from tests.wire.server import FakeDiscord

PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
"""Members, presences and message content (https://discord.com/developers/docs/events/gateway#gateway-intents)."""
PUT_COMMANDS = f"/applications/{payloads.APPLICATION}/commands"


def plain_line(program: Program) -> str:
    """The one line a failed start leaves; AssertionError for more, for a traceback, or for a token in it."""
    lines = [line for line in program.stderr if line.startswith("dateline: ")]
    assert len(lines) == 1, program.log
    assert "Traceback" not in program.log
    assert program.stdout == []
    assert payloads.TOKEN not in program.log
    return lines[0]


async def test_a_first_start_indexes_logs_in_and_registers(
    discord: FakeDiscord, fresh: Folders, start: StartBot
) -> None:
    """A bot with only an archive and a token indexes it, registers its commands once, and answers."""
    bot = await start(fresh)
    await discord.connected()
    assert len(discord.sent("PUT")) == 1
    assert {"search", "archive"} <= {command["name"] for command in discord.commands}
    assert not any(session["intents"] & PRIVILEGED for session in discord.gateway.identified)
    found = await discord.slash("search", {"query": RARE})
    assert RARE in (await found.shown()).text
    assert await bot.stop() == 0
    assert bot.stdout == []
    assert payloads.TOKEN not in bot.log


async def test_commands_are_registered_only_when_they_changed(discord: FakeDiscord, start: StartBot) -> None:
    """A second start puts nothing; a start whose definitions differ puts them again."""
    for expected, changes in ((1, {}), (1, {}), (2, {"DATELINE_BOT_DIRECT_MESSAGES": "true"})):
        discord.gateway.sessions.clear()
        bot = await start(**changes)
        await discord.connected()
        assert await bot.stop() == 0
        assert [request.path for request in discord.sent("PUT")] == [PUT_COMMANDS] * expected


async def test_a_wrong_token_is_one_line_and_exit_code_1(discord: FakeDiscord, start: StartBot) -> None:
    """A token that Discord refuses ends the bot with a line that names the variable, and without the token."""
    bot = await start(DISCORD_BOT_TOKEN=payloads.TOKEN[::-1])
    assert await bot.ended() == 1
    assert "DISCORD_BOT_TOKEN" in plain_line(bot)
    assert payloads.TOKEN[::-1] not in bot.log


@pytest.mark.parametrize("token", [None, "", "  "])
async def test_a_missing_token_is_one_line_and_exit_code_1(
    discord: FakeDiscord, start: StartBot, token: str | None
) -> None:
    """Without a token nothing is asked of Discord, and the line says which variable to set."""
    bot = await start(DISCORD_BOT_TOKEN=token)
    assert await bot.ended() == 1
    assert "DISCORD_BOT_TOKEN" in plain_line(bot)
    assert discord.rest.requests == []


@pytest.mark.parametrize(("code", "word"), [(DISALLOWED_INTENTS, "intents"), (AUTHENTICATION_FAILED, "Discord")])
async def test_a_refused_identify_is_one_line_and_exit_code_1(
    discord: FakeDiscord, start: StartBot, code: int, word: str
) -> None:
    """A gateway that closes with a code that can't be survived ends the bot with one line."""
    discord.gateway.refuse_with = code
    bot = await start()
    assert await bot.ended() == 1
    assert word in plain_line(bot)


async def test_an_unreachable_discord_is_one_line_and_exit_code_1(start: StartBot) -> None:
    """With nobody listening the bot says that Discord can't be reached."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        bot = await start(WIRE_DISCORD=f"http://127.0.0.1:{deaf.getsockname()[1]}")
        assert await bot.ended() == 1
    assert "can't be reached" in plain_line(bot)


async def test_each_shard_gets_its_servers(discord: FakeDiscord, start: StartBot) -> None:
    """Where Discord asks for two shards the bot opens both, and answers servers of either."""
    discord.gateway.shards = 2
    await start()
    await discord.connected()
    assert sorted(session["shard"] for session in discord.gateway.identified) == [[0, 2], [1, 2]]
    for channel in (payloads.LOBBY, ELSEWHERE):
        found = await discord.slash("search", {"query": RARE}, channel=channel)
        assert RARE in (await found.shown()).text
