"""The bot writes down its health every few seconds, and whenever a connection comes or goes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from pathlib import Path
from typing import Final

import index
from bot.client import DatelineClient
from bot.errors import BusyError
from bot.health import record
from bot.health.record import Health
from bot.services import Services

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 15.0
"""A quarter of the time after which silence counts as illness."""
INDEX_WITHIN_SECONDS: Final = 10.0
"""An index that takes longer to say what it is counts as one that can't be read."""


async def keep(client: DatelineClient, services: Services) -> None:
    """Writes the bot's health until it is cancelled; then it is gone, for the bot is ending."""
    try:
        while True:
            client.connection_changed.clear()
            await _write(services.data, await examine(client, services))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(client.connection_changed.wait(), EVERY_SECONDS)
    finally:
        record.remove(services.data)


async def _write(data: Path, health: Health) -> None:
    try:
        await asyncio.to_thread(record.write, data, health)
    except OSError as error:  # a full disk makes the file grow old, which is what it is to say
        log.warning("the health file can't be written: %s", error)


async def examine(client: DatelineClient, services: Services) -> Health:
    """How the bot is now."""
    shards = {str(number): client.is_connected(number) for number in client.shards}
    try:
        async with asyncio.timeout(INDEX_WITHIN_SECONDS):
            status = await services.look_ups.run(services.archive.status)
    except (index.DatelineError, BusyError, OSError) as error:
        return record.now(shards, None, str(error))
    except TimeoutError:
        return record.now(shards, None, "it does not answer")
    fault = status.warnings[0] if status.warnings else None  # an older or a held generation is all that serves
    return record.now(shards, status.generation, fault)
