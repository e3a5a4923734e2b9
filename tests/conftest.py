"""What all tests have in common: the profiles of property tests, and every fixture that more than one module uses.

Everyone's run draws the same examples, so that a failure is a change's and not the draw's. A run with
`--hypothesis-profile=random` draws new ones. What is heavy is imported by the fixture that needs it, so that the tests
of words alone start at once.
"""

# ruff: noqa: PLC0415 (see above)

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    import simcord

    from bot.client import DatelineClient
    from index import Settings
    from tests.bot.engine import FakeEngine
    from tests.bot.fakes import Clock, Doc, FakeArchive, Wall
    from tests.bot.world import World
    from tests.makers.s3 import S3Server
    from tests.wire.process import Folders, Program, Shared, StartBot
    from tests.wire.server import FakeDiscord

hypothesis_settings.register_profile("fixed", derandomize=True)
hypothesis_settings.register_profile("random", derandomize=False, print_blob=True)
hypothesis_settings.load_profile("fixed")


# The engine.


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the archive that ships, indexed with the default model."""
    from index import Settings, reindex
    from tests import ROOT

    chosen = Settings(_env_file=None, archive=ROOT / "seeds", data=tmp_path_factory.mktemp("seeds"))
    reindex(chosen)
    return chosen


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """An S3 server that runs."""
    from tests.makers.s3 import S3Server

    server = S3Server(tmp_path_factory.mktemp("s3"))
    try:
        server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture
def dateline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs a command in this process on `Place(tmp_path)`, encoding by hashing, and returns its exit code.

    The working folder is `tmp_path`, where there are no settings.
    """
    from index import cli
    from index.build import process
    from index.embed import load
    from tests.stand_ins.hashing_encoder import HashingEncoder
    from tests.stand_ins.in_process import InProcessReindexing

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(load, "load", lambda settings, *, for_documents: HashingEncoder())
    monkeypatch.setattr(load, "revision", lambda settings: "1")
    monkeypatch.setattr(process, "Reindexing", InProcessReindexing)  # the process of its own has its own tests

    def run(command: str, *arguments: str, archive: str = "archive", data: str = "data") -> int:
        try:
            return cli.main([command, "--archive", archive, "--data", data, *arguments])
        except SystemExit as end:
            return int(end.code or 0)

    return run


# The bot: in a simulated Discord, answering from an archive in memory.

SETTLES_WITHIN_S = 60.0
"""What a bot gets to finish what it is at, where simcord gives 5 s: threads wait long on a busy machine.

Nothing is waited out: what a test holds up, it lets go.
"""


@pytest.fixture
def docs() -> list[Doc]:
    """What the archive holds; modules override it."""
    from tests.bot.fakes import moon

    return moon(12)


@pytest.fixture
def archive(docs: list[Doc]) -> FakeArchive:
    from tests.bot.fakes import FakeArchive

    return FakeArchive(docs)


@pytest.fixture
def clock() -> Clock:
    from tests.bot.fakes import Clock

    return Clock()


@pytest.fixture
def wall() -> Wall:
    from tests.bot.fakes import Wall

    return Wall()


@pytest.fixture
def settings() -> dict[str, Any]:
    """The bot's settings by name; modules and parameters override them."""
    return {}


@pytest.fixture
def engine(tmp_path: Path, wall: Wall) -> FakeEngine:
    from tests.bot.engine import FakeEngine

    return FakeEngine(tmp_path, wall)


@pytest.fixture
def make_bot(
    archive: FakeArchive, clock: Clock, wall: Wall, tmp_path: Path, engine: FakeEngine
) -> Callable[..., DatelineClient]:
    """Builds the bot with settings given by name; every call is a new process on the same data folder."""
    from bot import features
    from bot.client import DatelineClient
    from bot.services import assemble
    from bot.settings import BotSettings

    def make(public_url: str | None = None, **options: Any) -> DatelineClient:
        settings, pages = BotSettings(_env_file=None, **options), {"public_url": public_url}
        services = assemble(settings, archive, engine, tmp_path, clock=clock, now=wall, **pages)
        return features.install(DatelineClient(services, shard_count=1), services)

    return make


@pytest.fixture
def simcord_bot(make_bot: Callable[..., DatelineClient], settings: dict[str, Any]) -> DatelineClient:
    return make_bot(**settings)


@pytest.fixture
def world(simcord_env: simcord.Env) -> Iterator[World]:
    """A server with people; the test fails for what Discord would refuse, for what could ping and for a surprise."""
    from tests.bot.world import World

    simcord_env.settle_timeout = SETTLES_WITHIN_S
    world = World(simcord_env)
    yield world
    world.check()


# The wire: the real program, in a process of its own, and a Discord on the loopback interface.

UNLIMITED = {
    f"DATELINE_BOT_{what}_PER_{whom}": "1000" for what in ("SEARCHES", "CITES") for whom in ("PERSON", "GUILD")
}
"""The tests that share a bot together search and look at sources more often than one person may."""


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The small archive of the wire's tests, indexed once by the real command."""
    from tests.wire import archive, process

    place = tmp_path_factory.mktemp("indexed")
    folders = process.Folders(place / "archive", place / "data", place)
    archive.write(folders.archive)
    command = [sys.executable, "-m", "index.cli", "index"]
    command += ["--archive", str(folders.archive), "--data", str(folders.data)]
    done = subprocess.run(
        command, env=process.environment(folders), cwd=place, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return folders


@pytest.fixture
def fresh(tmp_path: Path) -> Folders:
    """Folders of that archive, never indexed."""
    from tests.wire import archive, process

    home = tmp_path / "fresh"
    home.mkdir()
    folders = process.Folders(home / "archive", home / "data", home)
    archive.write(folders.archive)
    return folders


@pytest.fixture
def folders(indexed: Folders, tmp_path: Path) -> Folders:
    """That archive with an index of its own, as it is before a bot was ever started on it."""
    return _copied(indexed, tmp_path)


def _copied(indexed: Folders, home: Path) -> Folders:
    from tests.wire.process import Folders

    shutil.copytree(indexed.data, home / "data")
    return Folders(indexed.archive, home / "data", home)


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    """A loopback Discord; the test fails if anything was sent to it that Discord would not take."""
    from tests.wire.server import FakeDiscord

    async with FakeDiscord() as server:
        yield server
        assert server.faults == []


@pytest_asyncio.fixture
async def start(discord: FakeDiscord, folders: Folders) -> AsyncIterator[StartBot]:
    """Starts bots; those still running at the end are killed."""
    from tests.wire import process

    running: list[Program] = []

    async def start(on: Folders = folders, **changes: str | None) -> Program:
        program = await process.bot(discord, on, changes)
        running.append(program)
        return program

    yield start
    for program in running:
        await program.kill()


@pytest_asyncio.fixture
async def bot(discord: FakeDiscord, start: StartBot) -> Program:
    """The real bot, connected."""
    program = await start()
    await discord.connected()
    return program


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def standing(indexed: Folders, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shared]:
    """A Discord and the real bot, connected, for all tests of a module; use `shared`."""
    from tests.wire import process
    from tests.wire.server import FakeDiscord

    async with FakeDiscord() as discord:
        bot = await process.bot(discord, _copied(indexed, tmp_path_factory.mktemp("shared")), UNLIMITED)
        await discord.connected()
        yield discord, bot
        await bot.kill()


@pytest.fixture
def shared(standing: Shared) -> Iterator[Shared]:
    """The module's Discord and bot, with all that they sent and said before forgotten.

    A test leaves both as it found them, and fails for what Discord would not take.
    """
    discord, bot = standing
    discord.forget()
    bot.stderr.clear()
    yield standing
    assert discord.take_faults() == []
