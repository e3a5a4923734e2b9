"""A message that mentions the bot, or is sent to it alone, is a search; the page is a reply to it."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Final

import discord

from bot import errors
from bot.access import Asker, author_of
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.search import mention_query
from bot.search.custom_ids import Search
from bot.search.result_pages import Memory, ResultPages
from bot.services import Services
from bot.ui import respond

log = logging.getLogger(__name__)

NOTHING_ASKED: Final = (
    "Mention me together with what you are looking for, or use /search. /help says what else I can do."
)


def install(client: DatelineClient, services: Services, memory: Memory) -> None:
    """Lets the bot hear messages, where the settings allow it."""
    if services.settings.mentions:
        services.hooks.hear = Mentions(client, services, memory).hear


class Mentions:
    """The answers to messages."""

    def __init__(self, client: DatelineClient, services: Services, memory: Memory) -> None:
        self._client = client
        self._services = services
        self._memory = memory

    async def hear(self, message: discord.Message) -> None:
        """Answers a question; other messages, and those of other bots, are none of ours."""
        query = self._query(message)
        if query is None:
            return
        asker = author_of(message)
        try:
            await self._answer_or_tell(message, asker, query)
        except discord.HTTPException as failure:  # the bot may not write there, or the question is gone
            log.info("a message could not be answered", extra={"code": failure.code, "guild": asker.guild})

    async def _answer_or_tell(self, message: discord.Message, asker: Asker, query: str) -> None:
        try:
            await self._answer(message, asker, query)
        except discord.HTTPException:
            raise
        except Exception as error:  # the last stop before discord.py, which would leave the person waiting
            await self._tell(message, asker, error)

    def _query(self, message: discord.Message) -> str | None:
        """What the message asks; None for one that isn't for the bot."""
        if message.author.bot or message.type not in {discord.MessageType.default, discord.MessageType.reply}:
            return None
        if message.guild is None:
            return mention_query.without_mentions(message.content)
        if not self._services.access.serves(message.guild.id) or self._client.user is None:
            return None
        return mention_query.of_message(message.content, self._client.user.id)

    async def _answer(self, message: discord.Message, asker: Asker, query: str) -> None:
        self._services.access.admit(asker)
        if not query:
            raise RefusedError(NOTHING_ASKED)
        search = Search(asker.user, query)
        pages = ResultPages(self._services, self._memory, asker, private=asker.guild is None)
        await pages.admit(search)
        with suppress(discord.HTTPException):  # an answer need not wait for a sign that one is coming
            await message.channel.typing()
        await pages.ask(search)
        await respond.reply(message, view=await pages.draw(search, 1))

    async def _tell(self, message: discord.Message, asker: Asker, error: Exception) -> None:
        """Tells what went wrong; there is no way to tell only the asker, so each of them hears it once in a while."""
        line = errors.line_for(error)
        if self._services.access.may_tell(asker):
            await respond.reply(message, line)
