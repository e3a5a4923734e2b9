"""Discord is told the commands when they change."""

from __future__ import annotations

from collections.abc import Callable

from bot.client import DatelineClient
from tests.bot.world import World

Bot = Callable[..., DatelineClient]


async def test_commands_are_told_to_discord_only_when_they_changed(world: World, make_bot: Bot) -> None:
    """A new process with the same commands registers nothing; one with others does."""

    def syncs() -> int:
        return sum(one.method == "PUT" for one in world.env.http_requests)

    before = syncs()
    await world.env.restart_bot(make_bot())
    assert syncs() == before
    await world.env.restart_bot(make_bot(direct_messages=True))
    assert syncs() == before + 1
