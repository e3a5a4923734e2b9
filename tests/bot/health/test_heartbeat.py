"""The bot says itself whether it is well."""

from __future__ import annotations

from typing import Any

import index
from bot.health import heartbeat
from tests.bot.fakes import FakeArchive
from tests.bot.world import World


async def test_the_bot_examines_its_connections_and_its_index(world: World, archive: FakeArchive) -> None:
    """What the file is to say is what Discord and the archive say at this moment."""
    client: Any = world.env.bot
    assert (await heartbeat.examine(client, client.services)).generation == 7

    status = archive.status().model_copy(update={"warnings": ("Generation 6 is still served: 7 is damaged",)})
    archive.status = lambda: status  # type: ignore[method-assign]  # meant
    assert "7 is damaged" in ((await heartbeat.examine(client, client.services)).fault or "")

    def fail() -> index.Status:
        raise index.IndexDataError("the index is gone")

    archive.status = fail  # type: ignore[method-assign]  # meant
    found = await heartbeat.examine(client, client.services)
    assert (found.generation, found.fault) == (None, "the index is gone")
