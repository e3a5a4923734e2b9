"""The selects and buttons of a timeline: every press is admitted and checked again, whatever its id says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from bot.access import asker_of, may_write
from bot.errors import NotYoursError, RefusedError
from bot.services import Services
from bot.timeline import custom_ids, window
from bot.timeline.custom_ids import DELETE, FROM, SHARE, SWITCH, TO, Asked, Press
from bot.timeline.timelines import Memory, Timelines
from bot.ui import presses, respond
from bot.ui.respond import Interaction

_TOO_OLD: Final = "This timeline is too old to continue. Please ask for it again."
_MAY_NOT_SPEAK: Final = "You may not write in this channel, so I can't show it here for you."


class TimelineButtons:
    """What the selects and buttons below a timeline do."""

    def __init__(self, services: Services, memory: Memory) -> None:
        self._services = services
        self._memory = memory
        self._actions: dict[str, Callable[[Interaction, Asked], Awaitable[None]]] = {
            FROM: self._choose_first,
            TO: self._choose_last,
            SWITCH: self._switch,
            SHARE: self._share,
            DELETE: self._delete,
        }

    async def press(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Anything below a timeline; its custom id says what it does and on which one."""
        try:
            press = custom_ids.press(match)
        except ValueError as error:  # nobody's button says so, but an id can be made up
            raise RefusedError(_TOO_OLD) from error
        action = self._actions.get(press.action)
        if action is None:
            raise RefusedError(_TOO_OLD)
        await action(interaction, press.asked if action == self._delete else await self._asked(press))

    async def _asked(self, press: Press) -> Asked:
        """The timeline that the press is on; raises `RefusedError` for one that is kept no longer."""
        if press.token is None:
            return press.asked
        token, queries = press.token, self._memory.queries
        found = await self._services.look_ups.run(lambda: queries.find(token))
        if found is None or found.asker != press.asked.asker:
            raise RefusedError(_TOO_OLD)
        return replace(press.asked, text=found.text)

    async def _choose_first(self, interaction: Interaction, asked: Asked) -> None:
        await self._chosen(interaction, replace(asked, first=_chosen_day(interaction)))

    async def _choose_last(self, interaction: Interaction, asked: Asked) -> None:
        await self._chosen(interaction, replace(asked, last=_chosen_day(interaction)))

    async def _chosen(self, interaction: Interaction, asked: Asked) -> None:
        """The answer of the window, for the presser alone, once both its ends are chosen."""
        if asked.first is None or asked.last is None:
            await self._show(interaction, asked)
            return
        timelines = self._timelines(interaction, private=True)
        found = await timelines.search(asked, asked.first, asked.last)
        await self._services.hooks.search(interaction, found.text, found.since, found.until)

    async def _switch(self, interaction: Interaction, asked: Asked) -> None:
        await self._show(interaction, replace(asked, share=not asked.share))

    async def _show(self, interaction: Interaction, asked: Asked) -> None:
        """A timeline in place of the one that was pressed; whoever isn't its asker gets one of their own."""
        mine = interaction.user.id == asked.asker
        asked = replace(asked, asker=interaction.user.id)
        timelines = self._timelines(interaction, private=not mine or respond.is_private(interaction))
        await (interaction.response.defer() if mine else respond.defer(interaction))
        message = await timelines.draw(asked, await timelines.find(asked))
        await respond.fill(interaction, message.view, message.files)

    async def _share(self, interaction: Interaction, asked: Asked) -> None:
        """A private timeline for everyone in the channel, counted again within what everyone there may see."""
        _check_owner(interaction, asked, "show it to others")
        if interaction.guild_id is not None and not may_write(interaction):
            raise RefusedError(_MAY_NOT_SPEAK)
        timelines = self._timelines(interaction, private=False)
        await respond.defer(interaction, private=False)
        message = await timelines.draw(asked, await timelines.find(asked))
        await respond.fill(interaction, message.view, message.files)

    async def _delete(self, interaction: Interaction, asked: Asked) -> None:
        """Deletes the message, even if its query is forgotten."""
        _check_owner(interaction, asked, "delete it")
        await interaction.response.defer()
        await interaction.delete_original_response()

    def _timelines(self, interaction: Interaction, *, private: bool) -> Timelines:
        return Timelines(self._services, self._memory, asker_of(interaction), private=private)


def _check_owner(interaction: Interaction, asked: Asked, act: str) -> None:
    if interaction.user.id != asked.asker:
        raise NotYoursError(f"Only whoever asked for that can {act}", asked.asker)


def _chosen_day(interaction: Interaction) -> dt.date:
    day = window.chosen_day(presses.chosen(interaction))
    if day is None:
        raise RefusedError(_TOO_OLD)
    return day
