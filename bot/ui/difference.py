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
        mark = _MARKS[segment.kind]
        drawn += "\n".join(_marked(line, mark) for line in text.escape(segment.text).split("\n"))
        whole = text.quoted(drawn)
        if limits.length(whole) > room - 2:
            return shown + f" {text.MARK}" if shown else text.quoted(text.fit(segment.text, room - 4))
        shown = whole
    return shown


def _marked(line: str, mark: str) -> str:
    """A line between marks, which must not touch white space, and which its own line must close."""
    core = line.strip()
    if not core or not mark:
        return line
    start = line.index(core)
    return f"{line[:start]}{mark}{core}{mark}{line[start + len(core) :]}"
