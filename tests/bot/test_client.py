"""What the bot asks Discord for, and what it does in servers that it doesn't serve."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.client import intents
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
