"""What a moderator does, and what the message of a reindex says then."""

from __future__ import annotations

from typing import Any

import discord
import simcord

from bot.client import DatelineClient
from bot.ui import components
from bot.ui.components import Control
from bot.ui.respond import NO_MENTIONS
from tests.bot.reading import TEXT, walk
from tests.bot.world import World


async def act(world: World, name: str, person: simcord.MemberActor | None = None, **options: Any) -> Any:
    """A command of Mo's, who manages the server, or of another person."""
    return await (person or world.mo).slash(world.channel, f"archive {name}", **options)


async def press_made_up(world: World, bot: DatelineClient, person: simcord.MemberActor, custom_id: str) -> Any:
    """A press of a button that was never on any message that this person sees."""
    view = components.notice(["made up"], [[Control(custom_id, "made up")]])
    channel = bot.get_partial_messageable(world.channel.id)
    made = await channel.send(view=view, allowed_mentions=NO_MENTIONS)
    (shown,) = [one for one in world.channel.history() if one.id == made.id]
    return await person.click(shown, label="made up")


def message(world: World) -> discord.Message:
    """The message that tells of the reindex."""
    (found,) = world.channel.history()
    return found


def accent(shown: Any) -> int:
    """The colour at a message's edge."""
    (frame,) = [part if isinstance(part, dict) else part.to_dict() for part in shown.components]
    return int(frame["accent_color"])


def said(world: World) -> str:
    """What that message says now."""
    return told_in(message(world))


def told_in(shown: discord.Message) -> str:
    """What a message of the bot's says."""
    parts = walk([part.to_dict() for part in shown.components])  # type: ignore[misc]  # a union of dicts
    return "\n".join(part["content"] for part in parts if part["type"] == TEXT)
