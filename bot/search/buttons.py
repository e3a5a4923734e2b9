"""The buttons, selects and forms of an answer: every press is admitted and checked again, whatever its id says."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Final

import discord

import index
from bot.access import Access, Asker, asker_of, may_write
from bot.errors import BusyError, NotYoursError, RefusedError
from bot.search import custom_ids, refining
from bot.search.custom_ids import DELETE, JUMP, REFINE, REFINED, SHARE, TIMELINE, TURN_PAGE, WATCH, Press, Search
from bot.search.result_pages import Memory, ResultPages
from bot.services import Services
from bot.ui import forms, presses, respond
from bot.ui.respond import Interaction

FOLDERS_WITHIN_SECONDS: Final = 1.0
"""What looking up folders may take, that a form comes within Discord's three seconds."""
_NOT_FOR_ALL: Final = "An earlier generation may have what was taken out of the archive since, so only you see it."
_TOO_OLD: Final = "This search is too old to continue. Please search again."
_MAY_NOT_SPEAK: Final = "You may not write in this channel, so I can't show it here for you."
_FORGED: Final = "That is no page of mine. Please search again."


class SearchButtons:
    """What the buttons below an answer do."""

    def __init__(self, services: Services, memory: Memory) -> None:
        self._services = services
        self._memory = memory
        self._actions = {
            TURN_PAGE: self._turn,
            JUMP: self._jump,
            REFINE: self._ask,
            REFINED: self._refine,
            TIMELINE: self._timeline,
            SHARE: self._share,
            DELETE: self._delete,
            WATCH: self._watch,
        }

    async def press(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Anything below an answer; its custom id says what it does and on which search."""
        try:
            press = custom_ids.press(match)
        except ValueError as error:  # nobody's button says so, but an id can be made up
            raise RefusedError(_TOO_OLD) from error
        action = self._actions.get(press.action)
        if action is None:
            raise RefusedError(_TOO_OLD)
        await action(interaction, press)

    async def _turn(self, interaction: Interaction, press: Press) -> None:
        await self._show(interaction, await self._search(interaction, press), press, _number(press.argument))

    async def _jump(self, interaction: Interaction, press: Press) -> None:
        await self._show(
            interaction, await self._search(interaction, press), press, _number(presses.chosen(interaction))
        )

    async def _ask(self, interaction: Interaction, press: Press) -> None:
        """Shows the form that changes the search; a form can't be answered by another one."""
        if interaction.type is not discord.InteractionType.component:
            raise RefusedError(_TOO_OLD)
        search = await self._search(interaction, press)
        scope = self._services.access.scope(asker_of(interaction), respond.is_private(interaction))
        folders = await self._folders(scope)
        custom_id = custom_ids.custom_id(REFINED, 1, search, press.token)
        await forms.show(interaction, custom_id, refining.TITLE, refining.fields(search, folders))

    async def _folders(self, scope: index.Scope) -> tuple[str, ...]:
        """None where it takes too long: the form does without."""
        try:
            async with asyncio.timeout(FOLDERS_WITHIN_SECONDS):
                return await self._services.look_ups.run(lambda: self._services.archive.folders(scope))
        except (BusyError, TimeoutError):
            return ()

    async def _refine(self, interaction: Interaction, press: Press) -> None:
        search = refining.refined(await self._search(interaction, press), forms.filled(interaction))
        await self._show(interaction, search, press, 1, new=True)

    async def _timeline(self, interaction: Interaction, press: Press) -> None:
        search = await self._search(interaction, press)
        await self._services.hooks.timeline(interaction, search.text, search.since, search.until)

    async def _show(
        self, interaction: Interaction, search: Search, press: Press, number: int, *, new: bool = False
    ) -> None:
        """A page in place of the one that it was pressed on; whoever isn't its asker gets one of their own to read."""
        mine = interaction.user.id == press.asker
        search = replace(search, asker=interaction.user.id)
        pages = self._pages(interaction, private=not mine or respond.is_private(interaction))
        if new:
            await pages.admit(search)
        if not mine:
            await respond.defer(interaction)
        elif new or not await pages.remembers(search):
            await interaction.response.defer()
        if new:
            await pages.ask(search)
        drawn = await pages.draw(search, number)
        await (respond.update(interaction, drawn) if mine else respond.fill(interaction, drawn))

    async def _share(self, interaction: Interaction, press: Press) -> None:
        """A private page for everyone in the channel, searched again within what everyone there may see."""
        _check_owner(interaction, press, "show it to others")
        search = await self._search(interaction, press)
        if search.generation is not None:
            raise RefusedError(_NOT_FOR_ALL)
        if interaction.guild_id is not None and not may_write(interaction):
            raise RefusedError(_MAY_NOT_SPEAK)
        pages = self._pages(interaction, private=False)
        if not await pages.remembers(search):
            await respond.defer(interaction, private=False)
        await respond.send(interaction, await pages.draw(search, _number(press.argument)), private=False)

    async def _delete(self, interaction: Interaction, press: Press) -> None:
        """Deletes the message, even if its search is forgotten."""
        _check_owner(interaction, press, "delete it")
        await interaction.response.defer()
        await interaction.delete_original_response()

    async def _watch(self, interaction: Interaction, press: Press) -> None:
        """Watches for it in the presser's own name, whoever searched for it."""
        search = await self._search(interaction, press)
        await self._services.hooks.watch(interaction, search.text, search.since, search.until)

    async def _search(self, interaction: Interaction, press: Press) -> Search:
        """The search that the press is on; raises `RefusedError` for one that is kept no longer."""
        if press.search is not None:
            return press.search
        token, kept = press.token or "", self._memory.searches
        found = await self._services.look_ups.run(lambda: kept.find(token))
        if found is None or found.asker != press.asker:
            raise RefusedError(_TOO_OLD)
        check_generation(self._services.access, asker_of(interaction), found)
        return found

    def _pages(self, interaction: Interaction, *, private: bool) -> ResultPages:
        return ResultPages(self._services, self._memory, asker_of(interaction), private=private)


def check_generation(access: Access, asker: Asker, search: Search) -> None:
    """Raises `RefusedError` where somebody who is no moderator asks for an earlier generation."""
    if search.generation is not None and not access.moderates(asker):
        raise RefusedError("Only moderators of this server can search an earlier generation.")


def _check_owner(interaction: Interaction, press: Press, act: str) -> None:
    if interaction.user.id != press.asker:
        raise NotYoursError(f"Only whoever searched for that can {act}", press.asker)


def _number(written: str) -> int:
    if not written.isdecimal():
        raise RefusedError(_FORGED)
    return int(written)
