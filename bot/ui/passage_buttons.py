"""Buttons on a passage. Their ids carry the passage's, so that they work after a restart and for whoever may see it."""

from __future__ import annotations

import re
from typing import Final

from bot.ui.components import Control

READ, WALK, ADD, POST, DOCUMENT, LIKE = "r", "w", "a", "p", "o", "l"
"""Open the whole passage in a new message or in the same; put it into the dossier; post it; show its document, or
passages of others that are like it."""
OLD_CITE, OLD_CONTEXT = "c", "x"
"""Earlier versions had a citation and a context in place of what is read now; their buttons are still about."""

TEMPLATE: Final = re.compile(r"k:(?P<action>[acloprwx]):(?P<passage>[0-9a-z]{1,20})(?::\d{1,2})?", re.ASCII)
REFERENCE: Final = re.compile(r"k:s:(?P<passage>[0-9a-z]{1,20})(?::(?P<style>[a-z-]{3,10}))?")
"""A select of the styles of a passage's reference; each was a button in earlier versions, with the style in its id."""
NEAREST: Final = re.compile(r"k:n")
"""A select of passages whose ids are like one that doesn't exist."""
DELETE: Final = re.compile(r"k:d:(?P<person>\d{1,20})")
"""Deletes what this person posted."""


def custom_id(action: str, passage: str, place: int | None = None) -> str:
    """`place` tells the ids of buttons apart that do the same in one message."""
    return f"k:{action}:{passage}" + (f":{place}" if place is not None else "")


def reference_id(passage: str) -> str:
    return f"k:s:{passage}"


def delete_id(person: int) -> str:
    return f"k:d:{person}"


def read(passage: str, place: int | None = None) -> Control:
    """The button that opens the whole passage; `place` tells it from others of the same message that open it, too."""
    return Control(custom_id(READ, passage, place), "Read")
