"""What the bot asks Discord for, and what it does in servers that it doesn't serve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest

from bot.client import DatelineClient, intents
from bot.settings import BotSettings
from tests.bot.world import World, told


def left(world: World) -> list[str]:
    return [one.path for one in world.env.http_requests if one.method == "DELETE" and "/guilds/" in one.path]


class TestRefused:
    """By default the bot stays, for the settings may be changed."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"guilds": [1]}

    async def test_people_are_told_so(self, world: World) -> None:
        """Command, menu and help are refused in words, to the asker only; the server isn't left."""
        assert "don't serve this server" in told(await world.search("moon"))
        assert "don't serve" in told(await world.alice.slash(world.channel, "help"))
        message = await world.bob.send(world.channel, "moon")
        assert "don't serve" in told(await world.alice.context_menu(world.channel, "Search the archive", message))
        assert left(world) == []


class TestLeft:
    """Where the settings say that other servers are left."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"guilds": [1], "leave_other_servers": True}

    async def test_the_server_is_left(self, world: World) -> None:
        """The bot says goodbye where newcomers are greeted, if it can, and goes."""
        await world.env.settle()
        assert left(world) == [f"/users/@me/guilds/{world.guild.id}"]

    async def test_a_served_server_is_not_left(self, world: World) -> None:
        """The one the settings name stays."""
        client = world.env.bot
        assert client.services.access.serves(1)  # type: ignore[attr-defined]  # it is ours
        assert not client.services.access.serves(world.guild.id)  # type: ignore[attr-defined]  # likewise


@pytest.mark.parametrize("direct", [False, True])
def test_no_privileged_intent_is_asked_for(direct: bool) -> None:
    """Contents of messages, members and presences stay Discord's."""
    wanted = intents(BotSettings(_env_file=None, direct_messages=direct))
    privileged = discord.Intents(message_content=True, members=True, presences=True)
    assert not wanted.value & privileged.value
    assert wanted.dm_messages == direct


@pytest.mark.parametrize(
    ("ids", "ours"), [(None, [0, 1, 2, 3, None]), ([0], [0, 2, None]), ([1], [1, 3]), ([0, 1], [0, 1, 2, 3, None])]
)
def test_servers_are_those_of_the_shards(
    make_bot: Callable[..., DatelineClient], ids: list[int] | None, ours: list[int | None]
) -> None:
    """By Discord's rule, which counts the milliseconds in a server's id; direct messages come by shard 0."""
    client = DatelineClient(make_bot().services, shard_count=2, shard_ids=ids)
    servers: list[int | None] = [0, 1, 2, 3, None]
    assert [one for one in servers if client.has_shard_of(one if one is None else one << 22)] == ours
