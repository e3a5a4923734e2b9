"""What moderators were asked before anything is taken away, until they answer. In memory only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

import index
from bot.access import Asker
from bot.errors import RefusedError
from bot.moderation.permission import Permission
from bot.services import Services
from bot.ui.respond import Interaction

MAX_WAITING: Final = 32
LIFETIME_SECONDS: Final = 15 * 60.0
"""How long a question waits to be answered; as long as Discord lets its message be changed."""


class About(Protocol):
    """What a question is about, as the audit log notes it."""

    @property
    def what(self) -> str: ...

    @property
    def why(self) -> str | None: ...


Subject = TypeVar("Subject", bound=About)


class SomebodyElsesError(Exception):
    """A press of a question that another person was asked."""

    def __init__(self, person: int) -> None:
        super().__init__("somebody else was asked")
        self.line = f"Only <@{person}> was asked that, and only they can answer."


@dataclass(frozen=True, slots=True)
class _Asked(Generic[Subject]):
    person: int
    about: Subject


class Questions(Generic[Subject]):
    """The newest questions of one kind, by tokens that nobody can guess.

    Each is answered once, and forgotten after a while, after `most` newer ones, and with the person who was asked.
    """

    def __init__(self, services: Services, permission: Permission, command: str, most: int = MAX_WAITING) -> None:
        self._permission = permission
        self._command = command
        self._asked: index.TimedCache[str, _Asked[Subject]] = index.TimedCache(most, LIFETIME_SECONDS, services.clock)
        services.hooks.forget.append(self._forget)
        services.hooks.expire.append(self._expire)

    def ask(self, asker: Asker, about: Subject) -> str:
        """Keeps a question; its token goes into the button that answers it."""
        token = secrets.token_hex(8)
        self._asked[token] = _Asked(asker.user, about)
        return token

    async def answered(self, interaction: Interaction, token: str, action: str) -> tuple[Asker, Subject]:
        """Whoever pressed, and what they were asked, once; whatever comes of it, the press is noted as `action`."""
        asked = self._asked.get(token)
        mine = asked.about if asked is not None and asked.person == interaction.user.id else None
        what, why = (mine.what, mine.why) if mine is not None else (None, None)
        asker = await self._permission.admit(interaction, action, what, why)
        if asked is not None and mine is None:
            raise SomebodyElsesError(asked.person)
        if mine is None or self._asked.pop(token, None) is None:
            raise RefusedError(
                "I no longer know what that was about: it was answered already, or has waited for over 15 minutes. "
                f"Please use /{self._command} again."
            )
        return asker, mine

    def _forget(self, person: int) -> None:
        for token in [token for token, asked in self._asked.items() if asked.person == person]:
            self._asked.pop(token, None)

    def _expire(self) -> None:
        self._asked.expire()
