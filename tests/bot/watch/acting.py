"""What people do with watches, and what they are told, in a simulated Discord."""

from __future__ import annotations

from typing import Any

import discord
import simcord

from bot.watch.loop import LOOK_EVERY_SECONDS
from tests.bot.fakes import Doc, day
from tests.bot.reading import TEXT, walk
from tests.bot.world import Shown, World, answer

LOOK_SECONDS = LOOK_EVERY_SECONDS + 1
"""After which the bot has looked once more."""


def eclipse(number: int = 1, **known: Any) -> Doc:
    """A document about an eclipse, each another."""
    text = f"The eclipse of year {number} was total. Birds fell silent. Nobody spoke."
    given: dict[str, Any] = {"path": f"sky/eclipse-{number}.txt", "title": f"Eclipse {number}", "text": text}
    return Doc(**{**given, "date": day(f"1971-05-{number:02d}"), **known})


async def add(world: World, query: str = "eclipse", person: simcord.MemberActor | None = None, **options: Any) -> Shown:
    """Alice watches for something in the lobby, or another person; what they are told."""
    return answer(await asked(world, query, person, **options))


async def asked(
    world: World, query: str = "eclipse", person: simcord.MemberActor | None = None, **options: Any
) -> simcord.InteractionResult:
    return await (person or world.alice).slash(world.channel, "watch add", query=query, **options)


async def listed(world: World, person: simcord.MemberActor | None = None, **options: Any) -> Shown:
    return answer(await (person or world.alice).slash(world.channel, "watch list", **options))


async def look(world: World, looks: int = 1) -> None:
    """The bot looks for what is new, and tells it."""
    await world.env.advance_time(LOOK_SECONDS * looks)


def posted(channel: simcord.ChannelHandle) -> list[discord.Message]:
    """What the bot wrote in a channel for everyone, oldest first."""
    return [message for message in channel.history() if message.author.bot and not message.flags.ephemeral]


def told(channel: simcord.ChannelHandle) -> list[str]:
    return [_text(message) for message in posted(channel)]


def private(person: simcord.MemberActor) -> list[str]:
    """What the bot told a person in direct messages."""
    return told(person.user.dm_channel)


def _text(message: discord.Message) -> str:
    parts = walk([part.to_dict() for part in message.components])  # type: ignore[misc]  # plain JSON
    return "\n".join(part["content"] for part in parts if part["type"] == TEXT)
