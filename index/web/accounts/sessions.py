"""Who has signed in: kept in memory, and read again at Discord every few minutes as long as they come."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from pydantic import SecretStr

from index import MemberSettings, TimedCache, one_line
from index.web.accounts.discord import DeclinedError, Discord, Grant, Member, UnreachableError
from index.web.visitors import Visitor

log = logging.getLogger(__name__)

MAX_SESSIONS: Final = 10_000
MAX_OF_ONE: Final = 10
"""Sessions of one person; beyond them, the oldest ends."""
SESSION_SECONDS: Final = 7 * 24 * 3600
ROLES_SECONDS: Final = 180
"""How long roles count before they are read again."""
UNREACHABLE_SECONDS: Final = 1800
"""How long they count where Discord can't be reached."""
REST_SECONDS: Final = 30
"""How long Discord is left alone after it couldn't be reached."""
LONGEST_NAME: Final = 40


class NoMemberError(Exception):
    """Somebody who is known to Discord is on none of the servers."""


@dataclass(slots=True)
class Session:
    """Somebody who has signed in, as Discord said when it was last asked. Times are of the server's clock."""

    user: int
    token: SecretStr
    ends: float
    visitor: Visitor
    guild: int
    """The first of the servers on which they are."""
    read_at: float
    next_read: float
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)


class Sessions:
    """Sessions by their ids, which only the browsers know."""

    def __init__(self, discord: Discord, members: MemberSettings, clock: Callable[[], float]) -> None:
        self._discord = discord
        self._members = members
        self._clock = clock
        self._kept: TimedCache[str, Session] = TimedCache(MAX_SESSIONS, SESSION_SECONDS, clock)

    def __len__(self) -> int:
        return len(self._kept)

    async def begin(self, grant: Grant) -> tuple[str, Session]:
        """A new session, with its id; raises `NoMemberError`, `DeclinedError` or `UnreachableError`."""
        self._kept.expire()
        now = self._clock()
        visitor, user, guild = await self._read(grant.access_token)
        ends = now + min(grant.expires_in, SESSION_SECONDS)
        session = Session(user, grant.access_token, ends, visitor, guild, now, now + ROLES_SECONDS)
        identifier = secrets.token_urlsafe(32)
        self._make_room(user)
        self._kept[identifier] = session
        return identifier, session

    def end(self, identifier: str | None) -> None:
        """Forgets a session."""
        if identifier is not None:
            self._kept.pop(identifier, None)

    async def visitor(self, identifier: str) -> Visitor | None:
        """Who it is; None where the session has ended, or Discord says that it has."""
        session = self._kept.get(identifier)
        if session is None:
            return None
        if self._clock() >= session.next_read:
            async with session.reading:
                await self._read_again(session)
        if self._clock() >= min(session.ends, session.read_at + UNREACHABLE_SECONDS):
            self.end(identifier)
            return None
        return session.visitor

    async def _read_again(self, session: Session) -> None:
        now = self._clock()
        if now < session.next_read or now >= session.ends:
            return
        try:
            session.visitor, _, session.guild = await self._read(session.token)
        except (DeclinedError, NoMemberError):
            session.ends = now
        except UnreachableError as error:
            log.warning("Discord can't be asked for roles: %s", error)
            session.next_read = now + REST_SECONDS
        else:
            session.read_at, session.next_read = now, now + ROLES_SECONDS

    async def _read(self, token: SecretStr) -> tuple[Visitor, int, int]:
        """Who a token is of, their id, and a server that they are on."""
        asked = sorted(self._members.guilds)
        found = [(guild, member) for guild in asked if (member := await self._member(token, guild))]
        if not found:
            raise NoMemberError
        roles = frozenset(role for guild, member in found for role in (guild, *member.roles))  # a server is a role, too
        guild, member = found[0]
        return self._visitor(member, roles), member.user.id, guild

    async def _member(self, token: SecretStr, guild: int) -> Member | None:
        try:
            member = await self._discord.member(token, guild)
        except DeclinedError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return None
            raise
        return None if member.pending else member

    def _visitor(self, member: Member, roles: Iterable[int]) -> Visitor:
        held = frozenset(roles)
        return Visitor(
            f"user:{member.user.id}",
            self._members.scope_of_roles(held),
            bool(held & self._members.moderator_roles),
            one_line(member.name)[:LONGEST_NAME],
        )

    def _make_room(self, user: int) -> None:
        """Ends the oldest sessions of somebody who has as many as one may have."""
        theirs = [(session.read_at, identifier) for identifier, session in self._kept.items() if session.user == user]
        for _, identifier in sorted(theirs)[: max(0, len(theirs) - MAX_OF_ONE + 1)]:
            self.end(identifier)
