"""One Discord and one bot for all the tests here, which leave both as they found them."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.wire import process
from tests.wire.process import Folders, Program
from tests.wire.server import FakeDiscord

UNLIMITED = {"DATELINE_BOT_SEARCHES_PER_PERSON": "1000", "DATELINE_BOT_SEARCHES_PER_GUILD": "1000"}
"""The tests together search more often than one person may."""


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def standing(
    indexed: Folders, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[FakeDiscord, Program]]:
    """A Discord and the real bot, connected."""
    place = tmp_path_factory.mktemp("standing")
    shutil.copytree(indexed.data, place / "data")
    async with FakeDiscord() as discord:
        bot = await process.bot(discord, Folders(indexed.archive, place / "data", place), UNLIMITED)
        await discord.connected()
        yield discord, bot
        await bot.kill()


@pytest.fixture
def discord(standing: tuple[FakeDiscord, Program]) -> Iterator[FakeDiscord]:
    """The Discord of all; a test sees its own requests only, and fails for what Discord would not take."""
    server, _ = standing
    server.rest.requests.clear()
    server.rest.posted.clear()
    server.gateway.identified.clear()
    server.gateway.resumed.clear()
    server.gateway.resumed_there = 0
    server.chaos.failed = 0
    yield server
    faults = list(server.faults)
    server.rest.faults.clear()
    server.gateway.faults.clear()
    assert faults == []


@pytest.fixture
def bot(standing: tuple[FakeDiscord, Program]) -> Program:
    """The bot of all, with its earlier words forgotten."""
    _, program = standing
    program.stderr.clear()
    return program
