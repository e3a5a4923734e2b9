"""What the buttons and selects of watches say in their custom ids. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LIST: Final = r"(?P<view>[ma]|=[\w-]{1,30})"
_VIEW: Final = r"(?P<view>[man]|=[\w-]{1,30})"
_TOKEN: Final = r"[\w-]{1,30}"  # noqa: S105 - how a token is written
TURN: Final = re.compile(rf"w:t:{_LIST}:(?P<page>\d{{1,4}})", re.ASCII)
"""A button that turns to a page of a view."""
JUMP: Final = re.compile(rf"w:j:{_LIST}", re.ASCII)
"""A select of a view's pages."""
ACT: Final = re.compile(rf"w:(?P<action>[prxyk]):{_VIEW}:(?P<page>\d{{1,4}}):(?P<token>{_TOKEN})", re.ASCII)
"""What is done to one watch, pressed on a page of a view."""
POST: Final = re.compile(rf"w:(?P<action>[gs]):(?P<post>{_TOKEN})", re.ASCII)
"""What is done to a message that tells what is new; by its token the bot finds such a message again."""

PAUSE, RESUME, ASK, REMOVE, KEEP = "p", "r", "x", "y", "k"
"""Pause, resume, ask whether to remove, remove, and leave a watch as it is."""
MANAGE, SEARCH = "g", "s"
"""Show the watches that a message tells of to who may change them; search for what it tells of."""

MINE, ALL, ALONE = "m", "a", "n"
"""The presser's own watches in this server, all of this server, the one watch alone; or `of_post`, those of a post."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where a button stands, and where what it does is shown: `page` counts from 1."""

    view: str
    page: int = 1

    @property
    def post(self) -> str | None:
        """The token of the post whose watches are shown."""
        return self.view[1:] if self.view.startswith("=") else None


def of_post(token: str) -> Page:
    return Page(f"={token}")


def act(action: str, at: Page, token: str) -> str:
    return f"w:{action}:{at.view}:{at.page}:{token}"


def turn(view: str, page: int) -> str:
    return f"w:t:{view}:{page}"


def jump(view: str) -> str:
    return f"w:j:{view}"


def post(action: str, token: str) -> str:
    return f"w:{action}:{token}"
