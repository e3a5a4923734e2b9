"""Searches to try that find something in this archive. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import index
from bot.ui import dates
from bot.ui.components import Control

TEMPLATE: Final = re.compile(r"h:s:(?P<text>.{1,90})", re.DOTALL)
"""A button that searches, with the text to search for."""
_WORDS: Final = range(2, 7)
_MAX_TITLE: Final = 40


def found_by(holdings: index.Holdings, named: Iterable[index.Named]) -> list[str]:
    """What finds documents: words of a title, and the month of the newest document; nothing where there is neither."""
    words = next((title for title in (index.one_line(one.title) for one in named) if _is_plain(title)), "")
    month = dates.month(holdings.latest) if holdings.latest else ""
    return [example for example in (words, month) if example]


def _is_plain(title: str) -> bool:
    """Whether a title is a few words with nothing that a query would read as more than words."""
    words = title.split()
    return len(words) in _WORDS and len(title) <= _MAX_TITLE and all(word.isalnum() for word in words)


def buttons(examples: Iterable[str]) -> list[Control]:
    """A button for each, on which it stands."""
    return [Control(f"h:s:{example}", f"🔎 {example}") for example in examples]
