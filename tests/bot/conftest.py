"""A bot in a simulated Discord, answering from an archive in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot import features
from bot.client import DatelineClient
from bot.settings import BotSettings
from tests.bot.fakes import Clock, Doc, FakeArchive, moon
from tests.bot.workshop import FakeWorkshop
from tests.bot.world import World

SETTLES_WITHIN_S = 60.0
"""What a bot gets to finish what it is at, where simcord gives 5 s: threads wait long on a busy machine.

Nothing is waited out: what a test holds up, it lets go.
"""


@pytest.fixture
def docs() -> list[Doc]:
    """What the archive holds; modules override it."""
    return moon(12)


@pytest.fixture
def archive(docs: list[Doc]) -> FakeArchive:
    return FakeArchive(docs)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings() -> dict[str, Any]:
    """The bot's settings by name; modules and parameters override them."""
    return {}


@pytest.fixture
def workshop(tmp_path: Path) -> FakeWorkshop:
    return FakeWorkshop(tmp_path)


@pytest.fixture
def make_bot(
    archive: FakeArchive, clock: Clock, tmp_path: Path, workshop: FakeWorkshop
) -> Callable[..., DatelineClient]:
    """Builds the bot with settings given by name; every call is a new process on the same data folder."""

    def make(**options: Any) -> DatelineClient:
        settings = BotSettings(_env_file=None, **options)
        return features.install(DatelineClient(settings, archive, tmp_path, clock=clock, shard_count=1), workshop)

    return make


@pytest.fixture
def simcord_bot(make_bot: Callable[..., DatelineClient], settings: dict[str, Any]) -> DatelineClient:
    return make_bot(**settings)


@pytest.fixture
def world(simcord_env: simcord.Env) -> Iterator[World]:
    """A server with people; the test fails for what Discord would refuse, for what could ping and for a surprise."""
    simcord_env.settle_timeout = SETTLES_WITHIN_S
    world = World(simcord_env)
    yield world
    world.check()
