"""A timeline as its buttons and selects carry it, so that they work after a restart.

A custom id holds the query where it fits; else it holds a token under which the query is kept.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final

import index
from bot.ui import id_parts, limits

FROM, TO, SWITCH, SHARE, DELETE = "f", "u", "s", "w", "d"
"""What a select or a button does."""
TEMPLATE: Final = re.compile(
    r"t:(?P<action>[a-z]):(?P<asker>[\w-]{11}):(?P<since>[0-9a-z]*):(?P<until>[0-9a-z]*):"
    r"(?P<first>[0-9a-z]*):(?P<last>[0-9a-z]*):(?P<by>[-dmy])(?P<share>[ns]):(?:=(?P<token>[\w-]+)|-(?P<text>.+))",
    re.DOTALL,
)
_UNITS: Final[dict[str, index.TimeUnit | None]] = {"-": None, "d": "day", "m": "month", "y": "year"}
_UNIT_LETTERS: Final = {unit: letter for letter, unit in _UNITS.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for which timeline. `text` is as typed, its white space as single spaces; the days are included.

    `share` says whether shares are drawn in place of numbers. `first` and `last` are the days that are chosen as the
    ends of another window, as far as they are.
    """

    asker: int
    text: str
    since: dt.date | None = None
    until: dt.date | None = None
    by: index.TimeUnit | None = None
    share: bool = False
    first: dt.date | None = None
    last: dt.date | None = None

    def query(self, scope: index.Scope) -> index.Query:
        """What is asked of the archive."""
        return index.Query(text=self.text, since=self.since, until=self.until, scope=scope)


@dataclass(frozen=True, slots=True)
class Press:
    """What a button or a select asks for: an action on a timeline, whose text is empty where a token stands for it."""

    action: str
    asked: Asked
    token: str | None


def custom_id(action: str, asked: Asked, token: str | None = None) -> str:
    """The id of a button, with `token` in place of the text where it has one; never longer than Discord allows."""
    days = ":".join(map(id_parts.day, (asked.since, asked.until, asked.first, asked.last)))
    drawn = f"{_UNIT_LETTERS[asked.by]}{'s' if asked.share else 'n'}"
    text = f"={token}" if token else f"-{asked.text}"
    return f"t:{action}:{id_parts.person(asked.asker)}:{days}:{drawn}:{text}"


def fits(asked: Asked) -> bool:
    """Whether a custom id can hold the timeline with any action and any days; else it needs a token."""
    longest = replace(asked, since=dt.date.max, until=dt.date.max, first=dt.date.max, last=dt.date.max)
    return limits.length(custom_id(FROM, longest)) <= limits.CUSTOM_ID


def press(match: re.Match[str]) -> Press:
    """The press that a custom id matching `TEMPLATE` stands for. Raises ValueError for days that don't exist."""
    since, until, first, last = (id_parts.read_day(match[name]) for name in ("since", "until", "first", "last"))
    asker, by, share = id_parts.read_person(match["asker"]), _UNITS[match["by"]], match["share"] == "s"
    asked = Asked(asker, match["text"] or "", since, until, by, share, first, last)
    return Press(match["action"], asked, match["token"])
