"""Who may ask, how often, and what of the archive they may see. Pure but for the counters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import discord

import index
from bot.errors import RefusedError
from bot.settings import BotSettings

MINUTE: Final = 60.0
_PUBLIC_REFUSALS: Final = 3
"""Public refusals one person may cause in a minute."""


@dataclass(frozen=True, slots=True)
class Asker:
    """The person behind an interaction or a message, as Discord states them at this moment.

    `channels` holds the channel and, for a thread or a forum post, the channel it belongs to. `manages` says
    whether Discord lets them manage the server.
    """

    user: int
    guild: int | None
    roles: frozenset[int]
    channels: frozenset[int]
    manages: bool


def asker_of(interaction: discord.Interaction[Any]) -> Asker:
    """The person who pressed, typed or called; never the one a button names."""
    user, guild = interaction.user, interaction.guild_id
    manages = guild is not None and interaction.permissions.manage_guild
    return Asker(user.id, guild, _roles(user), _channels(interaction.channel_id, interaction.channel), manages)


def may_write(interaction: discord.Interaction[Any]) -> bool:
    """Whether the presser may write where they pressed: the bot is no way around a channel in which only some may."""
    allowed = interaction.permissions
    return allowed.send_messages or allowed.send_messages_in_threads


def author_of(message: discord.Message) -> Asker:
    """The person who wrote a message."""
    author = message.author
    manages = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
    guild = message.guild.id if message.guild else None
    return Asker(author.id, guild, _roles(author), _channels(message.channel.id, message.channel), manages)


def _roles(user: discord.User | discord.Member) -> frozenset[int]:
    return frozenset(role.id for role in user.roles) if isinstance(user, discord.Member) else frozenset()


def _channels(channel_id: int | None, channel: object) -> frozenset[int]:
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return frozenset(number for number in (channel_id, parent) if number is not None)


class Share(NamedTuple):
    """How much of something one person and one server may do; `doing` says it to who does too much."""

    person: index.Limiter
    guild: index.Limiter
    doing: str

    @property
    def limiters(self) -> tuple[index.Limiter, index.Limiter]:
        return self.person, self.guild

    def take(self, asker: Asker) -> None:
        """Counts one for the person and the server; refuses it beyond the share of either, and then counts nothing."""
        wait = self.person.wait(asker.user)
        if wait:
            raise RefusedError(f"You are {self.doing} very often. Please try again in {wait} s.")
        if asker.guild is not None:
            wait = self.guild.wait(asker.guild)
            if wait:
                raise RefusedError(f"This server is {self.doing} very often. Please try again in {wait} s.")
            self.guild.take(asker.guild)
        self.person.take(asker.user)


class Access:
    """Checks an asker against the settings. What is refused raises `RefusedError`."""

    def __init__(self, settings: BotSettings, searches: Share, cites: Share, refusals: index.Limiter) -> None:
        self._settings = settings
        self._searches = searches
        self._cites = cites
        self._refusals = refusals

    def serves(self, guild: int) -> bool:
        return not self._settings.guilds or guild in self._settings.guilds

    def admit(self, asker: Asker) -> None:
        """Whether the bot answers this person here at all."""
        if asker.guild is None:
            if not self._settings.direct_messages:
                raise RefusedError("I only answer in servers, not in direct messages.")
        elif not self.serves(asker.guild):
            raise RefusedError("I don't serve this server. Whoever runs me can add it to the settings.")

    def count_search(self, asker: Asker) -> None:
        """Counts one search; refuses it beyond the person's or the server's share."""
        self._searches.take(asker)

    def count_cite(self, asker: Asker) -> None:
        """Counts one look at sources, such as a citation, a check or an upload; refuses it beyond either's share."""
        self._cites.take(asker)

    def may_tell(self, asker: Asker) -> bool:
        """Whether a person may be told, before everyone, that something didn't work; counts it if so."""
        if self._refusals.wait(asker.user):
            return False
        self._refusals.take(asker.user)
        return True

    def expire(self) -> None:
        """Forgets whoever did nothing for a minute."""
        for limiter in (*self._searches.limiters, *self._cites.limiters, self._refusals):
            limiter.expire()

    def moderates(self, asker: Asker) -> bool:
        return asker.guild is not None and (asker.manages or bool(asker.roles & self._settings.moderator_roles))

    def scope(self, asker: Asker, private: bool) -> index.Scope:
        """What may show up in this answer.

        A folder tied to roles is shown only where nobody else reads along; one tied to channels, in those.
        """
        ties = self._settings.collections.items()
        return self._settings.scope_beside(
            folder for folder, tie in ties if tie.channels & asker.channels or (private and tie.roles & asker.roles)
        )

    def scope_in(self, channels: frozenset[int]) -> index.Scope:
        """What may show up in what everybody in these channels reads."""
        ties = self._settings.collections.items()
        return self._settings.scope_beside(folder for folder, tie in ties if tie.channels & channels)


def access(settings: BotSettings, clock: Any) -> Access:
    """Access as the settings say, on a clock that counts seconds."""

    def share(person: int, guild: int, doing: str) -> Share:
        return Share(index.Limiter(person, MINUTE, clock), index.Limiter(guild, MINUTE, clock), doing)

    searches = share(settings.searches_per_person, settings.searches_per_guild, "searching")
    cites = share(settings.cites_per_person, settings.cites_per_guild, "looking at sources")
    return Access(settings, searches, cites, index.Limiter(_PUBLIC_REFUSALS, MINUTE, clock))
