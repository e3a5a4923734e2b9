"""A simulated server with people in it, and what everything the bot sends there is held against."""

from __future__ import annotations

from typing import Any

import discord
import simcord
from discord import app_commands

import index
from bot.errors import RefusedError
from bot.ui.respond import too_late
from tests import openapi
from tests.bot.reading import seen

Shown = simcord.ResponseMessage


class World:
    """A server with a channel and three people: Alice, Bob, and Mo who manages it."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild("Readers")
        self.channel = self.guild.create_text_channel("lobby")
        self.managing = self.guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
        self.alice = self.guild.add_member(env.create_user("alice"))
        self.bob = self.guild.add_member(env.create_user("bob"))
        self.mo = self.guild.add_member(env.create_user("mo"), roles=[self.managing])
        self.incidents = 0
        """How many errors that nobody foresaw a test expects."""

    def person(self, name: str, *roles: simcord.RoleHandle) -> simcord.MemberActor:
        """One more member, with these roles."""
        return self.guild.add_member(self.env.create_user(name), roles=roles)

    def thread(self, channel: simcord.ChannelHandle | None = None) -> simcord.ChannelHandle:
        """A public thread in the lobby, or a post in a forum, begun by Alice."""
        parent = channel or self.channel
        made = self.env.backend.create_thread(parent.id, "a talk", self.alice.id)
        return next(one for one in parent.threads if one.id == made.id)

    async def search(
        self, query: str, person: simcord.MemberActor | None = None, **options: Any
    ) -> simcord.InteractionResult:
        """A search of Alice's in the lobby, or of another person."""
        return await (person or self.alice).slash(self.channel, "search", query=query, **options)

    async def page(self, query: str, person: simcord.MemberActor | None = None, **options: Any) -> Shown:
        """The message that answers a search."""
        return answer(await self.search(query, person, **options))

    def check(self) -> None:
        """Nothing was sent that Discord would refuse or that pings, and nothing went wrong that should not have."""
        sent = [one for one in self.env.http_requests if one.json is not None]
        faults = [f"{one.method} {one.path}: {line}" for one in sent for line in faults_of(one)]
        assert not faults, faults
        loud = [f"{one.method} {one.path}" for one in sent if isinstance(one.json, dict) and is_loud(one.json)]
        assert not loud, loud
        surprises = [error for error in self.env.errors if not _is_foreseen(error)]
        assert len(surprises) == self.incidents, surprises


def faults_of(sent: simcord.HttpLogEntry) -> list[str]:
    return openapi.faults(sent.method, sent.path, sent.json)


def is_loud(body: dict[str, Any]) -> bool:
    """Whether a body writes a message that may mention somebody."""
    message = body.get("data", body)
    if not isinstance(message, dict) or not (message.get("content") or message.get("components")):
        return False
    if body.get("type") == discord.InteractionResponseType.modal.value:
        return False
    return (message.get("allowed_mentions") or {}).get("parse") != []


def _is_foreseen(error: BaseException) -> bool:
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    return isinstance(cause, (RefusedError, index.DatelineError)) or too_late(cause)


def answer(result: simcord.InteractionResult) -> Shown:
    """The message that answers."""
    assert result.response is not None, "the bot has not answered"
    return result.response


def told(result: simcord.InteractionResult) -> str:
    """What only the asker was told; AssertionError where others can read it, or anything else stays."""
    messages = [*([result.response] if result.response else []), *result.followups]
    assert [message.ephemeral for message in messages] == [True], messages
    return seen(messages[0])
