"""How much of a phone's screen a message fills, roughly: in pixels, of a chat 360 pixels wide. Pure.

Measured on drawings of Discord's client. A character is taken for as wide as most, a wide one for two.
"""

from __future__ import annotations

import math
import unicodedata
from typing import Final

SCREEN: Final = 640
"""The height of the chat on a phone's screen."""
FRAME: Final = 46 + 34
"""The name above a message, and the edges of its frame."""
GAP: Final = 8
"""Between the parts of a message."""
SECTION: Final = 32
"""A line beside a button."""
BUTTONS: Final = 32
SELECT: Final = 40
QUOTED_LINE: Final = 22
QUOTED_CHARACTERS: Final = 28
"""The height of a line of quoted text that is partly bold, and the characters that it holds."""
_QUOTED: Final = (QUOTED_LINE, QUOTED_CHARACTERS)
_TEXT: Final = (22, 32)
_SMALL: Final = (18, 40)
"""The height of a line and the characters that it holds: of plain and of small text."""
_MARKED: Final = {"-# ": _SMALL, "> ": _QUOTED}
"""By what a line begins with, what it is."""
_BUTTONS_IN_A_LINE: Final = 2.5
_WIDE: Final = frozenset("WF")


def buttons(count: int) -> int:
    """The height of so many buttons."""
    lines = math.ceil(count / _BUTTONS_IN_A_LINE)
    return lines * (BUTTONS + GAP)


def text(shown: str) -> int:
    """The height of a text in Discord's Markdown."""
    return sum(_line(line) for line in shown.split("\n"))


def _line(shown: str) -> int:
    mark = next((mark for mark in _MARKED if shown.startswith(mark)), "")
    height, characters = _MARKED.get(mark, _TEXT)
    return height * max(1, math.ceil(_width(shown.removeprefix(mark)) / characters))


def _width(shown: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in shown)
