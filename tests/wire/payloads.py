"""Who and what the loopback Discord knows, and how Discord writes it in JSON. Pure.

Field names: https://discord.com/developers/docs, resources and topics/gateway-events.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

APPLICATION: Final = 900000000000000001
BOT: Final = APPLICATION
GUILD: Final = 700000000000000001
OTHER_GUILD: Final = 700000000004194305
"""Another server; it belongs to the other shard when there are two."""
TOKEN: Final = "OTAwMDAwMDAwMDAwMDAwMDAx.GloopB.a-token-that-opens-nothing-at-all-0001"  # noqa: S105 - opens nothing
_TIME: Final = "2024-01-01T00:00:00.000000+00:00"

READS_AND_WRITES: Final = (1 << 10) | (1 << 11) | (1 << 38)
"""VIEW_CHANNEL, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS."""
MANAGE_GUILD: Final = 1 << 5
_ATTACHES: Final = 1 << 15
_HISTORY: Final = 1 << 16
_BOT_PERMISSIONS: Final = READS_AND_WRITES | (1 << 14) | _ATTACHES | _HISTORY
"""What an invite link usually asks for: also EMBED_LINKS, ATTACH_FILES, READ_MESSAGE_HISTORY."""

_snowflakes = itertools.count(1_000_000_000_000_000_000)


def snowflake() -> int:
    """An id never given out before in this process."""
    return next(_snowflakes)


@dataclass(frozen=True)
class Person:
    """Somebody with an account; `roles` and `permissions` are theirs in every server."""

    id: int
    name: str
    roles: frozenset[int] = frozenset()
    permissions: int = READS_AND_WRITES


@dataclass(frozen=True)
class Channel:
    """A text channel (0), a direct conversation (1) or a public thread (11) in `parent`."""

    id: int
    name: str
    guild: int | None = GUILD
    kind: int = 0
    parent: int | None = None


@dataclass(frozen=True)
class Guild:
    """A server with its channels and roles."""

    id: int
    name: str
    channels: tuple[Channel, ...]
    roles: Mapping[int, str] = field(default_factory=dict)


ALICE: Final = Person(100000000000000001, "alice")
BOB: Final = Person(100000000000000002, "bob")
MODERATOR: Final = Person(100000000000000003, "mo", permissions=READS_AND_WRITES | MANAGE_GUILD)

LOBBY: Final = Channel(600000000000000001, "lobby")
THREAD: Final = Channel(600000000000000002, "a thread", kind=11, parent=LOBBY.id)
ELSEWHERE: Final = Channel(600000000000000003, "elsewhere", OTHER_GUILD)
DIRECT: Final = Channel(600000000000000004, "", None, 1)
GUILDS: Final = (
    Guild(GUILD, "Readers", (LOBBY, THREAD)),
    Guild(OTHER_GUILD, "Other readers", (ELSEWHERE,)),
)


def user(person: Person) -> Json:
    return {
        "id": str(person.id),
        "username": person.name,
        "global_name": person.name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": person.id == BOT,
        "public_flags": 0,
    }


def bot_user() -> Json:
    return user(Person(BOT, "dateline"))


def member(person: Person) -> Json:
    return {
        "user": user(person),
        "roles": [str(role) for role in sorted(person.roles)],
        "permissions": str(person.permissions),
        "joined_at": _TIME,
        "nick": None,
        "avatar": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def channel(of: Channel, viewer: Person | None = None) -> Json:
    shown: Json = {"id": str(of.id), "type": of.kind, "flags": 0, "last_message_id": None}
    if of.guild is None:
        return shown | {"recipients": [user(viewer)] if viewer else []}
    shown |= {"guild_id": str(of.guild), "name": of.name, "position": 0, "permission_overwrites": [], "nsfw": False}
    shown |= {"parent_id": str(of.parent) if of.parent else None, "topic": None, "rate_limit_per_user": 0}
    if viewer:
        shown["permissions"] = str(viewer.permissions)
    if of.parent:
        archive = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": _TIME, "locked": False}
        shown |= {"owner_id": str(BOT), "message_count": 0, "member_count": 1, "thread_metadata": archive}
    return shown


def guild(of: Guild) -> Json:
    """The body of GUILD_CREATE."""
    everyone = _role(of.id, "@everyone")
    return {
        "id": str(of.id),
        "name": of.name,
        "owner_id": str(MODERATOR.id),
        "unavailable": False,
        "member_count": 3,
        "large": False,
        "joined_at": _TIME,
        "roles": [everyone, *(_role(number, name) for number, name in of.roles.items())],
        "channels": [channel(room) for room in of.channels if not room.parent],
        "threads": [channel(room) for room in of.channels if room.parent],
        "members": [member(Person(BOT, "dateline", permissions=_BOT_PERMISSIONS))],
        **{key: [] for key in ("emojis", "stickers", "features", "presences", "voice_states")},
        **{key: [] for key in ("stage_instances", "guild_scheduled_events", "soundboard_sounds")},
        **dict.fromkeys(("verification_level", "default_message_notifications", "explicit_content_filter"), 0),
        **dict.fromkeys(("mfa_level", "premium_tier", "system_channel_flags", "nsfw_level", "afk_timeout"), 0),
        **dict.fromkeys(("icon", "splash", "banner", "description", "afk_channel_id", "system_channel_id")),
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
    }


def _role(number: int, name: str) -> Json:
    shown = {"id": str(number), "name": name, "color": 0, "position": 0}
    shown |= {"permissions": str(READS_AND_WRITES | _ATTACHES | _HISTORY)}
    return shown | {"colors": {"primary_color": 0}, "hoist": False, "managed": False, "mentionable": False, "flags": 0}


def application() -> Json:
    """The body of GET /oauth2/applications/@me."""
    return {
        "id": str(APPLICATION),
        "name": "Dateline",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(MODERATOR),
        "verify_key": "0" * 64,
        "flags": 0,
        "team": None,
        "summary": "",
    }


def ready(session: str, resume_url: str, shard: list[int], guilds: list[Guild]) -> Json:
    """The body of READY; the servers follow in GUILD_CREATEs."""
    return {
        "v": 10,
        "user": bot_user(),
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session,
        "resume_gateway_url": resume_url,
        "shard": shard,
        "application": {"id": str(APPLICATION), "flags": 0},
        "private_channels": [],
        "presences": [],
    }


def attachment(number: int, name: str, size: int, url: str) -> Json:
    kind = "text/plain; charset=utf-8" if name.endswith(".txt") else "application/octet-stream"
    shown = {"id": str(number), "filename": name, "size": size, "content_type": kind}
    return shown | {"url": url, "proxy_url": url, "ephemeral": True}
