"""Channels of a server in which messages are posted without anybody asking: what the bot may do there."""

from __future__ import annotations

import discord

Room = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel
"""Where messages can be written and everybody in it reads them."""


def channels_of(room: Room) -> frozenset[int]:
    """The channel and, for a thread, the one it belongs to."""
    parent = room.parent_id if isinstance(room, discord.Thread) else None
    return frozenset(number for number in (room.id, parent) if number is not None)


def missing(room: Room, **more: str) -> list[str]:
    """What the bot may not do there and has to, as far as is known here, by Discord's names.

    That is to see the room and to write in it, and `more`: the names by discord.py's.
    """
    me: discord.Member | None = room.guild.me
    if me is None or (isinstance(room, discord.Thread) and room.parent is None):
        return []
    may, thread = room.permissions_for(me), isinstance(room, discord.Thread)
    wanted = {
        "view_channel": "View Channel",
        "send_messages_in_threads" if thread else "send_messages": f"Send Messages{' in Threads' * thread}",
        **more,
    }
    return [name for permission, name in wanted.items() if not getattr(may, permission)]
