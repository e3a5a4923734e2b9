"""How the bot is, as a file for whoever looks after it. It knows nothing of Discord, so that looking is quick.

How old the file is is told by a clock that nobody sets, which counts since the machine started. Whoever looks from
another machine has only the time of day, and takes what was written in time to come for as old as it is far away.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import NoneType
from typing import Any, Final

import index

STALE_SECONDS: Final = 60.0
"""A file that is older says that the bot hangs, or ended without a word."""


def _boot() -> str | None:
    """A name for this start of the machine (Linux)."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip() or None
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot was at `time` (seconds since 1970).

    `shards` says of each connection to Discord whether it stands, by its number; none before the first. `fault` says
    why the index can't be read. `boot` names the start of the machine since which it had been up `uptime` seconds;
    earlier versions don't say.
    """

    time: float
    process: int
    shards: dict[str, bool]
    generation: int | None
    fault: str | None = None
    boot: str | None = None
    uptime: float | None = None


@dataclass(frozen=True, slots=True)
class Clocks:
    """What time it is: of day, and since the machine started, whose start has a name where the system gives it one."""

    wall: Callable[[], float] = time.time
    uptime: Callable[[], float] = time.monotonic
    boot: Callable[[], str | None] = _boot


def now(
    shards: dict[str, bool], generation: int | None, fault: str | None = None, clocks: Clocks | None = None
) -> Health:
    """How the bot is, as of this moment."""
    given = clocks or Clocks()
    return Health(given.wall(), os.getpid(), shards, generation, fault, given.boot(), given.uptime())


_FIELDS: Final = frozenset(field.name for field in fields(Health))


def file(data: Path) -> Path:
    """Where it is written."""
    return data / index.DataFile.BOT_HEALTH


def write(data: Path, health: Health) -> None:
    """Replaces the file at once, so that nobody reads half of it."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    index.replace_file(file(data), json.dumps(asdict(health)))


def remove(data: Path) -> None:
    """A bot that doesn't run is not well."""
    with suppress(OSError):
        file(data).unlink()


def read(data: Path) -> Health | None:
    """How the bot says it is; None where it says nothing that can be read."""
    try:
        found: Any = json.loads(file(data).read_text("utf-8"))
        health = Health(**{name: value for name, value in found.items() if name in _FIELDS})
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    counted = isinstance(health.time, (int, float)) and isinstance(health.uptime, (int, float, NoneType))
    return health if counted and isinstance(health.shards, dict) else None


def complaint(data: Path, clocks: Clocks | None = None) -> str | None:
    """One line that says what is wrong and where to look; None for a bot that is well."""
    health = read(data)
    if health is None:
        return f"the bot is not running, or its data is elsewhere (there is no {file(data)}); start it or name --data"
    age = _age(health, clocks or Clocks())
    if age > STALE_SECONDS:
        return f"the bot has not reported for {age:.0f} s; it hangs or was killed: restart it"
    gone = [number for number, connected in health.shards.items() if not connected]
    if gone or not health.shards:
        which = f" (shard {', '.join(gone)})" if gone else ""
        return f"the bot is not connected to Discord{which}; it keeps trying: see its log"
    return f"the bot can't read its index: {health.fault}" if health.fault else None


def _age(health: Health, clocks: Clocks) -> float:
    """How many seconds ago the bot said so."""
    if health.uptime is not None and health.boot is not None and health.boot == clocks.boot():
        age = clocks.uptime() - health.uptime
        if age >= 0:  # a container may count from its own start
            return age
    return abs(clocks.wall() - health.time)


def summary(data: Path) -> str:
    """One line on a bot that is well."""
    health = read(data)
    if health is None:
        return ""
    shards = len(health.shards)
    return f"well: generation {health.generation}, {shards} connection{'s' if shards > 1 else ''} to Discord"
