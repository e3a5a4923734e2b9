"""How the bot is, as a file for whoever looks after it. It knows nothing of Discord, so that looking is quick."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

import index

STALE_SECONDS: Final = 60.0
"""A file that is older says that the bot hangs, or ended without a word."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot was at `time` (seconds since 1970).

    `shards` says of each connection to Discord whether it stands, by its number; none before the first. `fault` says
    why the index can't be read.
    """

    time: float
    process: int
    shards: dict[str, bool]
    generation: int | None
    fault: str | None = None


_HEALTH: Final = TypeAdapter(Health)


def file(data: Path) -> Path:
    """Where it is written."""
    return data / index.DataFile.BOT_HEALTH


def write(data: Path, health: Health) -> None:
    """Replaces the file at once, so that nobody reads half of it."""
    data.mkdir(parents=True, exist_ok=True)
    index.replace_file(file(data), json.dumps(asdict(health)))


def remove(data: Path) -> None:
    """A bot that doesn't run is not well."""
    with suppress(OSError):
        file(data).unlink()


def read(data: Path) -> Health | None:
    """How the bot says it is; None where it says nothing that can be read."""
    try:
        return _HEALTH.validate_json(file(data).read_bytes())
    except (OSError, ValueError):
        return None


def complaint(data: Path, clock: Callable[[], float] = time.time) -> str | None:
    """One line that says what is wrong and where to look; None for a bot that is well."""
    health = read(data)
    if health is None:
        return f"the bot is not running, or its data is elsewhere (there is no {file(data)}); start it or name --data"
    age = clock() - health.time
    if age > STALE_SECONDS:
        return f"the bot has not reported for {age:.0f} s; it hangs or was killed: restart it"
    gone = [number for number, connected in health.shards.items() if not connected]
    if gone or not health.shards:
        which = f" (shard {', '.join(gone)})" if gone else ""
        return f"the bot is not connected to Discord{which}; it keeps trying: see its log"
    return f"the bot can't read its index: {health.fault}" if health.fault else None


def summary(data: Path) -> str:
    """One line on a bot that is well."""
    health = read(data)
    if health is None:
        return ""
    shards = len(health.shards)
    return f"well: generation {health.generation}, {shards} connection{'s' if shards > 1 else ''} to Discord"
