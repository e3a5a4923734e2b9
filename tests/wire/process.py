"""The program under test as a process of its own, its Discord being the loopback one."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import Signals
from typing import Final, Self

from tests import ROOT
from tests.wire import payloads
from tests.wire.server import FakeDiscord
from tests.wire.signals import DEADLINE, Signal

HOOK: Final = Path(__file__).parent / "hook"
_OURS: Final = ("DATELINE_", "WIRE_", "DISCORD_")
"""Variables of these beginnings are not handed on: what the tests' own environment says must not matter."""


@dataclass(frozen=True)
class Folders:
    """Where a process finds its archive, keeps its index, and runs."""

    archive: Path
    data: Path
    home: Path

    @property
    def connections(self) -> Path:
        """Where every connection is noted."""
        return self.home / "connections"


def environment(folders: Folders, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """What a process sees; a value of None takes a variable out."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}
    path = [str(HOOK), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    given: dict[str, str | None] = {
        "PYTHONPATH": os.pathsep.join(path),
        "WIRE_CONNECTIONS": str(folders.connections),
        "WIRE_ENCODER": "hashing",
        **(changes or {}),
    }
    return {**kept, **{key: value for key, value in given.items() if value is not None}}


def meeting(discord: FakeDiscord) -> dict[str, str | None]:
    """The changes by which a process meets this Discord."""
    return {"WIRE_DISCORD": discord.address, "DISCORD_BOT_TOKEN": payloads.TOKEN}


@dataclass(eq=False)
class Program:
    """A running program; use `started`. Everything it writes is kept, line by line."""

    process: asyncio.subprocess.Process
    echo: bool
    """Whether its lines are printed, so that they stand beside a test that failed."""
    stdout: list[str] = field(default_factory=list)
    stderr: list[str] = field(default_factory=list)
    signal: Signal = field(default_factory=Signal)
    _readers: list[asyncio.Task[None]] = field(default_factory=list)
    _waiting: list[asyncio.Task[int]] = field(default_factory=list)

    @classmethod
    async def started(cls, command: Sequence[str], env: Mapping[str, str], home: Path, *, echo: bool = True) -> Self:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, env=env, cwd=home, stdout=pipe, stderr=pipe)
        program = cls(process, echo)
        for stream, lines in ((process.stdout, program.stdout), (process.stderr, program.stderr)):
            assert stream is not None, "both streams are pipes"
            program._readers.append(asyncio.create_task(program._read(stream, lines)))
        return program

    async def _read(self, stream: asyncio.StreamReader, lines: list[str]) -> None:
        async for line in stream:
            lines.append(line.decode(errors="replace").rstrip("\n"))
            if self.echo:
                print(f"[{self.process.pid}] {lines[-1]}")
            self.signal.changed()

    async def says(self, words: str, seconds: float = DEADLINE) -> None:
        """Returns when a line with these words was written."""
        await self.signal.until(lambda: words in self.log, f"the program to say {words!r}", seconds)

    @property
    def log(self) -> str:
        return "\n".join(self.stderr)

    @property
    def running(self) -> bool:
        return self.process.returncode is None

    async def ended(self, seconds: float = DEADLINE) -> int:
        """The exit code, when all output was read; AssertionError if it doesn't end."""
        try:
            async with asyncio.timeout(seconds):
                code = await self.process.wait()
                await asyncio.gather(*self._readers)
        except TimeoutError:
            raise AssertionError(f"the program didn't end within {seconds:g} s") from None
        return code

    def when_ended(self, call: Callable[[], None]) -> None:
        """Calls when the process has ended."""
        waiting = asyncio.create_task(self.process.wait())
        waiting.add_done_callback(lambda _: call())
        self._waiting.append(waiting)

    def send(self, number: Signals) -> None:
        self.process.send_signal(number)

    async def stop(self, seconds: float = DEADLINE) -> int:
        """Ends it as a service manager does; returns the exit code."""
        self.send(Signals.SIGTERM)
        return await self.ended(seconds)

    async def kill(self) -> None:
        """Ends it at once, if it still runs."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.ended()

    def memory(self) -> int:
        """Resident bytes."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


async def bot(
    discord: FakeDiscord, folders: Folders, changes: Mapping[str, str | None] | None = None, *, echo: bool = True
) -> Program:
    """Starts the real bot."""
    command = [sys.executable, "-m", "bot", "--archive", str(folders.archive), "--data", str(folders.data)]
    env = environment(folders, {**meeting(discord), **(changes or {})})
    program = await Program.started(command, env, folders.home, echo=echo)
    discord.alive.append(lambda: program.running)
    program.when_ended(discord.signal.changed)
    return program


StartBot = Callable[..., Awaitable[Program]]
"""Starts the real bot; changes of its environment are given by name, None takes a variable out."""
Shared = tuple[FakeDiscord, Program]
"""The Discord and the bot that the tests of a module share."""
