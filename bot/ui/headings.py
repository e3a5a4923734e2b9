"""What was asked, in the first line of whatever answers it."""

from __future__ import annotations

import datetime as dt
from typing import Final

import index
from bot.ui import dates, text

_MAX_QUERY: Final = 120
_MAX_PHRASE: Final = 60
"""Most characters of a query and of a phrase; what is over is cut and marked."""


def asked(sign: str, typed: str, reading: index.Reading) -> str:
    """The words as typed, behind an emoji, and the window in absolute days."""
    return f"{typed_as(sign, typed, reading.since, reading.until)}{read_from(reading.window_from)}"


def typed_as(sign: str, typed: str, since: dt.date | None, until: dt.date | None) -> str:
    """The same of a query that was not read: the window that was given beside it."""
    window = dates.window(since, until)
    line = f"{sign} **{text.label(typed, _MAX_QUERY)}**"
    return f"{line} · {window}" if window else line


def read_from(words: str | None) -> str:
    """Which words of the query set a window or an order, where words did: they may have been meant otherwise."""
    return f" (read from “{text.label(words, _MAX_PHRASE)}”)" if words else ""
