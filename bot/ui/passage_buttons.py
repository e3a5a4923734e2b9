"""Buttons on a passage. Their ids carry the passage's, so that they work after a restart and for whoever may see it."""

from __future__ import annotations

import re
from typing import Final

from bot.ui.components import Control

CITE, ADD, CONTEXT, WALK, READ = "c", "a", "x", "w", "r"
"""Show a citation; put it into the dossier; show what is around a passage, in a new message or in the same; read."""

_LABELS: Final = {CITE: "Cite", ADD: "Add", CONTEXT: "Context"}

TEMPLATE: Final = re.compile(r"k:(?P<action>[acrwx]):(?P<passage>[0-9a-z]{1,20})")
STYLED: Final = re.compile(r"k:s:(?P<passage>[0-9a-z]{1,20}):(?P<style>[a-z-]{3,10})")
"""Show a citation in another style, in the same message."""


def custom_id(action: str, passage: str) -> str:
    return f"k:{action}:{passage}"


def styled_id(passage: str, style: str) -> str:
    return f"k:s:{passage}:{style}"


def read(passage: str) -> Control:
    """The button that opens the whole passage."""
    return Control(custom_id(READ, passage), "Read")


def below(passage: str, without: str | None = None) -> list[Control]:
    """The buttons below a passage, but for the action `without`, whose answer it stands in."""
    return [Control(custom_id(action, passage), label) for action, label in _LABELS.items() if action != without]
