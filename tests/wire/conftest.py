"""A loopback Discord for each test, and programs that don't outlive it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.wire import archive, process
from tests.wire.process import Folders, Program
from tests.wire.server import FakeDiscord

StartBot = Callable[..., Awaitable[Program]]
"""Starts the real bot; changes of its environment are given by name, None takes a variable out."""


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    """A loopback Discord; the test fails if anything was sent to it that Discord would not take."""
    async with FakeDiscord() as server:
        yield server
        assert server.faults == []


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The archive, indexed once by the real command."""
    place = tmp_path_factory.mktemp("indexed")
    folders = Folders(place / "archive", place / "data", place)
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
    """Folders of an archive that was never indexed."""
    home = tmp_path / "fresh"
    home.mkdir()
    folders = Folders(home / "archive", home / "data", home)
    archive.write(folders.archive)
    return folders


@pytest.fixture
def folders(indexed: Folders, tmp_path: Path) -> Folders:
    """The archive with an index of its own, as it is before a bot was ever started on it."""
    shutil.copytree(indexed.data, tmp_path / "data")
    return Folders(indexed.archive, tmp_path / "data", tmp_path)


@pytest_asyncio.fixture
async def start(discord: FakeDiscord, folders: Folders) -> AsyncIterator[StartBot]:
    """Starts bots; those still running at the end are killed."""
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
