"""`python -m bot`: settings, archive, bot. A fault at the start is one plain line on stderr and exit code 1."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import aiohttp
import discord

import index
from bot import features, logs, settings
from bot.client import DatelineClient
from bot.engine import LocalEngine
from bot.health import heartbeat, record
from bot.ports import Archive
from bot.services import Services, assemble

log = logging.getLogger(__name__)

DONE: Final = 0
FAULT: Final = 1
TURN_SECONDS: Final = 0.0005
"""How long a search may keep Python's lock while the event loop wants it. An answer gives the lock away a dozen times,
to the network and the log: at Python's own 5 ms two searches delay every first answer by a tenth of a second."""
GRACE_SECONDS: Final = 4.0
"""What searches that run get to be answered when the bot is asked to end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the bot until it is asked to end. Returns the exit code: 0 ended, 1 a fault."""
    signal.signal(signal.SIGTERM, _end_now)
    sys.setswitchinterval(TURN_SECONDS)
    return index.run_program(lambda: _run(_options(arguments)), interrupted=None, traceback="the log has the traceback")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dateline bot", description="Answers searches in Discord.")
    parser.add_argument("--archive", metavar="DIR", type=Path, help="the folder of documents")
    parser.add_argument("--data", metavar="DIR", help="where the index lives: a folder or a shared store")
    parser.add_argument("--shard-ids", metavar="N,N", help="the shards of Discord's that this host has, from 0")
    parser.add_argument("--shard-count", metavar="N", help="how many shards there are on all hosts together")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace) -> int:
    engine_settings = index.load(archive=options.archive, data=options.data)  # which says what is wrong with the files
    shards = {"shard_ids": options.shard_ids, "shard_count": options.shard_count}
    bot_settings = settings.load(**{name: value for name, value in shards.items() if value is not None})
    token = settings.token_of(bot_settings)
    logs.start(bot_settings.log_format, bot_settings.log_level)
    if line := index.protect(engine_settings):
        log.warning("%s", line)
    record.remove(engine_settings.data)  # whoever ended without a word before
    archive = _open(engine_settings)
    engine, pages = LocalEngine(engine_settings), engine_settings.public_url
    services = assemble(bot_settings, archive, engine, engine_settings.data, public_url=pages)
    client = DatelineClient(services, shard_count=bot_settings.shard_count, shard_ids=bot_settings.shard_ids)
    features.install(client, services)
    gc.freeze()  # what stays to the end anyway is not looked through again, which holds up everybody for 50 ms
    with index.present_as(engine_settings, "bot", lambda: archive.status().generation):
        code = asyncio.run(_serve(client, services, token.get_secret_value().strip()))
    if not services.idle:
        _leave(code)  # work that doesn't end would keep the process
    archive.close()
    return code


def _open(engine_settings: index.Settings) -> Archive:
    """The archive, indexed first if it never was, here or by another host of the same store."""
    try:
        archive = index.Archive.open(engine_settings)
    except index.NoIndexError:
        index.index_first(engine_settings, _print_progress, log.info)
        archive = index.Archive.open(engine_settings)
    archive.keep_warm()
    return archive


def _print_progress(step: index.Step) -> None:
    end = "\n" if step.done >= step.total else "\r"
    print(f"Indexing the archive: {step.phase} {step.done:,}/{step.total:,}", end=end, file=sys.stderr, flush=True)


async def _serve(client: DatelineClient, services: Services, token: str) -> int:
    """Serves until a signal; returns the exit code."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with client, _health_kept(client, services):
        serving = asyncio.create_task(client.start(token))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not serving.done():
            await client.end(GRACE_SECONDS)
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError, discord.DiscordException, aiohttp.ClientError, OSError):
                await serving
            return DONE
        return _outcome(serving)


@contextlib.asynccontextmanager
async def _health_kept(client: DatelineClient, services: Services) -> AsyncIterator[None]:
    """While the bot serves, its health is kept in the data folder."""
    beating = asyncio.create_task(heartbeat.keep(client, services))
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


def _outcome(serving: asyncio.Task[None]) -> int:
    """Why the bot ended by itself, as one line."""
    match serving.exception():
        case None:
            return DONE
        case discord.LoginFailure():
            return _fail(f"Discord refuses the token; put your application's token in {settings.TOKEN}")
        case discord.PrivilegedIntentsRequired():
            return _fail("Discord refuses the bot's intents; check its page Bot on https://discord.com/developers")
        case discord.HTTPException() | discord.ConnectionClosed() | discord.GatewayNotFound() as fault:
            return _fail(f"Discord ended the connection: {index.one_line(str(fault))}; try again later")
        case (aiohttp.ClientError() | OSError()) as fault:
            return _fail(f"Discord can't be reached: {index.one_line(str(fault))}; check the network and try again")
        case fault:
            raise fault


def _fail(line: str) -> int:
    index.say(line)
    return FAULT


def _end_now(number: int, frame: FrameType | None) -> NoReturn:
    """Before the event loop listens to signals: the archive is being opened, and nothing has to be answered."""
    raise KeyboardInterrupt


def _leave(code: int) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
