"""Getting a file that somebody attached, whatever becomes of Discord meanwhile."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import discord

from bot.errors import RefusedError
from bot.moderation.telling import FAULTS

log = logging.getLogger(__name__)

LONGEST_SECONDS: Final = 180.0
_GONE: Final = "Discord no longer has that file. Nothing was added; please attach it again with /archive add."
_FAILED: Final = (
    "Discord did not hand that file over. Nothing was added; please try /archive add again in a few minutes."
)


async def download(file: discord.Attachment) -> bytes:
    """The bytes of an attachment; raises `RefusedError` where Discord or the network fails."""
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await file.read()
    except discord.NotFound as error:
        raise RefusedError(_GONE) from error
    except FAULTS as error:  # a timeout is an OSError
        log.warning("an attachment can't be downloaded: %s", type(error).__name__)
        raise RefusedError(_FAILED) from error
