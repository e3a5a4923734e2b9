"""Buttons, selects and forms that work after a restart: each is answered by what its custom id says."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import discord

from bot.ui.respond import Interaction

Press = Callable[[Interaction, re.Match[str]], Awaitable[None]]
"""Answers a press, given the match of the custom id with its template."""
PRESSES = frozenset({discord.InteractionType.component, discord.InteractionType.modal_submit})
"""The kinds of interactions that carry a custom id."""


class Presses:
    """Which custom ids are answered by what."""

    def __init__(self) -> None:
        self._answers: list[tuple[re.Pattern[str], Press]] = []

    def add(self, template: re.Pattern[str], press: Press) -> None:
        """Has what matches `template` as a whole answered by `press`."""
        self._answers.append((template, press))

    def find(self, custom_id: str) -> tuple[Press, re.Match[str]] | None:
        """What answers this custom id, and its match; None for an id of no known form."""
        for template, press in self._answers:
            match = template.fullmatch(custom_id)
            if match is not None:
                return press, match
        return None


def custom_id_of(interaction: Interaction) -> str:
    return str(data(interaction).get("custom_id") or "")


def chosen(interaction: Interaction) -> str:
    """The option of a select that was chosen; empty where none was."""
    values = data(interaction).get("values") or [""]
    return str(values[0])


def data(interaction: Interaction) -> Mapping[str, Any]:
    """What an interaction carries, as Discord sent it."""
    return cast("Mapping[str, Any]", interaction.data or {})
