"""The real bot with the real model, from a first start to an answer."""

from __future__ import annotations

from tests.wire.looking import notes_on, search
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord

MINUTES = 300.0
"""Seconds within which a small, busy machine has loaded the model and indexed thirteen notes."""


async def test_the_model_that_ships_answers(discord: FakeDiscord, fresh: Folders, start: StartBot) -> None:
    """A first start loads the model, indexes, and finds by meaning what shares no word with the query; no network."""
    bot = await start(fresh, WIRE_ENCODER=None)
    await discord.connected(MINUTES)
    assert notes_on(await search(discord, "strong wind shattered glass"))[0] == "1904-11-30"
    assert await bot.stop() == 0
    assert all(" 127.0.0.1" in line for line in fresh.connections.read_text("utf-8").splitlines())
