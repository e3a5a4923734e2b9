"""Buttons that work after a restart: whoever presses one is answered by what its custom id says."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import cast

import discord
from discord import ui

from bot.ui.respond import Interaction

Button = ui.Button[ui.LayoutView]
Press = Callable[[Interaction, re.Match[str]], Awaitable[None]]
"""Answers a press, given the match of the button's custom id with its template."""


def answering(template: re.Pattern[str], press: Press) -> type[ui.DynamicItem[Button]]:
    """The kind of button whose custom ids match `template`, for `add_dynamic_items`."""

    class AnsweringButton(ui.DynamicItem[Button], template=template):
        def __init__(self, item: Button, match: re.Match[str]) -> None:
            super().__init__(item)
            self._match = match

        @classmethod
        async def from_custom_id(
            cls,
            interaction: discord.Interaction[discord.Client],
            item: ui.Item[ui.LayoutView],
            match: re.Match[str],
            /,
        ) -> AnsweringButton:
            return cls(cast("Button", item), match)

        async def callback(self, interaction: discord.Interaction[discord.Client]) -> None:
            await press(interaction, self._match)

    return AnsweringButton
