"""What the buttons, selects and forms of a dossier say in their custom ids. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

TURN: Final = re.compile(r"d:p:(?P<page>\d{1,4})")
"""A button that turns to a page of the presser's own dossier."""
JUMP: Final = re.compile(r"d:j")
"""A select of pages."""
ACTION: Final = re.compile(
    r"d:(?P<action>[a-z]):(?P<owner>\d{1,20}):(?P<page>\d{1,4})(?::(?P<about>[0-9a-z]{1,20}))?", re.ASCII
)
"""What one person may do to what is kept of them. What follows the page depends on the action."""

REMOVE, UNDO, NOTE, NOTED = "r", "u", "n", "m"
"""Take an entry out; bring a removal back, by its number; show the form of an entry's note; keep what was filled in.

Entries are named by their passages, which a select leaves to its options.
"""
BUNDLE = "b"
"""Send all that is kept as an evidence bundle."""
CLEAR, FORGET, CANCEL = "c", "f", "k"
"""What was asked before, by how many entries it was asked of: to empty a dossier, to erase all. Or none of it."""
ALONE: Final = 0
"""In place of a page: the answer is no page of a dossier."""


def turn(page: int) -> str:
    return f"d:p:{page}"


def action(of: str, owner: int, page: int = ALONE, about: str | int = "") -> str:
    """The id of an action on what is kept of `owner`, on a page of the dossier or beside none."""
    return f"d:{of}:{owner}:{page}" + (f":{about}" if about != "" else "")


def on_page(owner: int, page: int) -> Callable[[str], str]:
    """Ids of actions on a page of the dossier."""
    return lambda of: action(of, owner, page)
