"""A message that mentions the bot, or is sent to it alone, is a search; the page is a reply to it."""

from __future__ import annotations

import logging
from typing import Final

import discord

from bot import errors
from bot.access import Asker, author_of
from bot.client import DatelineClient
from bot.errors import BusyError, RefusedError
from bot.search import question
from bot.search.custom_ids import Search
from bot.search.reader import Reader
from bot.ui import respond

log = logging.getLogger(__name__)

ASK: Final = "Mention me together with what you are looking for, or use /search. /help says what else I can do."


def install(client: DatelineClient) -> None:
    """Lets the bot hear messages, where the settings allow it."""
    if client.settings.mentions:
        client.hears = lambda message: hear(client, message)


async def hear(client: DatelineClient, message: discord.Message) -> None:
    """Answers a question; other messages, and those of other bots, are none of ours."""
    asked = _question(client, message)
    if asked is None:
        return
    asker = author_of(message)
    try:
        await _answer_or_tell(client, message, asker, asked)
    except discord.HTTPException as failure:  # the bot may not write there, or the question is gone
        log.info("a message could not be answered", extra={"code": failure.code, "guild": asker.guild})


async def _answer_or_tell(client: DatelineClient, message: discord.Message, asker: Asker, asked: str) -> None:
    try:
        await _answer(client, message, asker, asked)
    except discord.HTTPException:
        raise
    except Exception as error:  # the last stop before discord.py, which would leave the person waiting
        await _tell(client, message, asker, error)


def _question(client: DatelineClient, message: discord.Message) -> str | None:
    if message.author.bot or message.type not in {discord.MessageType.default, discord.MessageType.reply}:
        return None
    if message.guild is None:
        return question.without_mentions(message.content)
    if not client.access.serves(message.guild.id) or client.user is None:
        return None
    return question.of(message.content, client.user.id)


async def _answer(client: DatelineClient, message: discord.Message, asker: Asker, asked: str) -> None:
    client.access.admit(asker)
    if not asked:
        raise RefusedError(ASK)
    client.access.count_search(asker)
    if client.desk.full:
        raise BusyError
    await message.channel.typing()
    search = Search(asker.user, asked)
    reader = Reader(client, asker, private=asker.guild is None)
    await reader.ask(search)
    await respond.reply(message, view=await reader.draw(search, 1))


async def _tell(client: DatelineClient, message: discord.Message, asker: Asker, error: Exception) -> None:
    """Tells what went wrong; there is no way to tell only the asker, so each of them hears it once in a while."""
    line = errors.line_for(error)
    if client.access.may_tell(asker):
        await respond.reply(message, line)
