"""How two texts differ, for Discord: ~~no longer there~~, **there now**. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import index
from bot.ui import limits, text

_MARKS: Final = {"kept": "", "removed": "~~", "added": "**"}


def quoted(segments: Iterable[index.Segment], room: int) -> str:
    """The words of segments as a quotation, cut at the end where they don't fit."""
    shown, drawn = "", ""
    for segment in segments:
        drawn += text.between(text.escape(segment.text), _MARKS[segment.kind])
        whole = text.quoted(drawn)
        if limits.length(whole) > room - 2:
            return shown + f" {text.MARK}" if shown else text.quoted(text.fit(segment.text, room - 4))
        shown = whole
    return shown
