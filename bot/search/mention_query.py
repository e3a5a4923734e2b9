"""What a message that mentions the bot asks. Pure."""

from __future__ import annotations

import re
from typing import Final

import index

_OTHER_MENTIONS: Final = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+)>")
"""People, roles, channels and emoji (https://discord.com/developers/docs/reference#message-formatting)."""


def of_message(content: str, bot: int) -> str | None:
    """The question, empty if there is only the mention; None where the text doesn't mention the bot.

    A reply to one of the bot's messages mentions it too, but not in its text: people talk about an answer.
    """
    mention = re.compile(rf"<@!?{bot}>")
    return without_mentions(content) if mention.search(content) else None


def without_mentions(content: str) -> str:
    """The text alone, its white space as single spaces."""
    return index.one_line(_OTHER_MENTIONS.sub(" ", content))
