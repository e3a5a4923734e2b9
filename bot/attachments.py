"""Getting a file that somebody attached, whatever becomes of Discord meanwhile."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import discord

from bot.errors import FAULTS, RefusedError

log = logging.getLogger(__name__)

LONGEST_SECONDS: Final = 180.0


async def download(file: discord.Attachment, undone: str, command: str) -> bytes:
    """The bytes of an attachment; raises `RefusedError` where Discord or the network fails.

    `undone` says what was not done then, as a sentence, and `command` what to try again.
    """
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await file.read()
    except discord.NotFound as error:
        raise RefusedError(
            f"Discord no longer has that file. {undone}; please attach it again with {command}."
        ) from error
    except FAULTS as error:  # a timeout is an OSError
        log.warning("an attachment can't be downloaded: %s", type(error).__name__)
        raise RefusedError(
            f"Discord did not hand that file over. {undone}; please try {command} again in a few minutes."
        ) from error
