"""What goes wrong in Discord, and the one handler that answers for all of it."""

from __future__ import annotations

import logging
from typing import Final

import aiohttp
import discord
from discord import app_commands, ui

import index
from bot import logs
from bot.ui import components, text
from bot.ui.respond import NO_MENTIONS, Interaction, too_late

log = logging.getLogger(__name__)

FAULTS: Final = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What Discord or the network may raise."""
THREAD_IS_ARCHIVED: Final = 50083
"""Discord's code for it: somebody may open it again."""

_MAX_LINE: Final = 500
"""Most characters of an error's line that are shown."""
_UNANSWERED: Final = "I could not answer this."
"""Shown to everyone for a moment, until the asker learns why."""


class RefusedError(Exception):
    """What was asked can't be done here, now or by this person; the message is one line for them."""


class NotYoursError(RefusedError):
    """Something that only another person can do; they are named."""

    def __init__(self, said: str, owner: int) -> None:
        super().__init__(said)
        self.owner = owner


class BusyError(RefusedError):
    """Too many searches at once."""

    def __init__(self) -> None:
        super().__init__("I am busy with other searches right now. Please try again in a moment.")


def is_final(error: Exception) -> bool:
    """Whether there is no use in trying again: the message is gone, or may not be written or edited any more."""
    if not isinstance(error, discord.HTTPException) or error.code == THREAD_IS_ARCHIVED:
        return False
    return 400 <= error.status < 500 and error.status not in {401, 408, 429}


async def answer_fault(interaction: Interaction, error: BaseException) -> None:
    """Tells the asker, and only them, what went wrong; what nobody foresaw goes to the log under the same number.

    Never raises for an interaction that has expired or was answered already: there is nobody left to tell.
    """
    cause = _cause(error)
    if too_late(cause):
        log.info("an interaction had expired or was answered already", extra={"code": getattr(cause, "code", None)})
        return
    line = line_for(cause)
    try:
        await _tell(interaction, line)
    except discord.HTTPException as failure:
        if not too_late(failure):
            log.warning("the person who asked could not be told of an error", exc_info=failure)


def line_for(error: BaseException) -> str:
    """One line for the person who asked, with nothing of the machine; the log has what it leaves out.

    An unforeseen error is logged and gets an incident number.
    """
    if isinstance(error, NotYoursError):
        return f"{_line(str(error))}: <@{error.owner}>"
    if isinstance(error, RefusedError):
        return _line(str(error))
    if isinstance(error, index.DatelineError):
        if not error.shown:  # what is shown as it is may be words of a search, which are not logged
            log.warning("%s: %s", type(error).__name__, error)
        return _line(error.in_chat)
    return f"Something went wrong on my side. If you report it, mention incident `{logs.incident(error)}`."


def _line(said: str) -> str:
    line = index.one_line(said)
    return text.fit(line[:1].upper() + line[1:], _MAX_LINE)


async def _tell(interaction: Interaction, line: str) -> None:
    """A line that only the person who asked sees, whether or not the interaction was answered before."""
    if not interaction.response.is_done():
        await interaction.response.send_message(view=_failure(line), ephemeral=True, allowed_mentions=NO_MENTIONS)
        return
    waiting = interaction.response.type is discord.InteractionResponseType.deferred_channel_message
    if waiting:
        # While the bot "is thinking" a followup takes the place, and the publicity, of the answer awaited
        # (https://github.com/discord/discord-api-docs/issues/2742); so that is settled first, and removed last.
        await interaction.edit_original_response(content=_UNANSWERED, allowed_mentions=NO_MENTIONS)
    await interaction.followup.send(view=_failure(line), ephemeral=True, allowed_mentions=NO_MENTIONS)
    if waiting:
        await interaction.delete_original_response()


def _failure(line: str) -> ui.LayoutView:
    return components.notice([line], failed=True)


def _cause(error: BaseException) -> BaseException:
    return error.original if isinstance(error, app_commands.CommandInvokeError) else error
