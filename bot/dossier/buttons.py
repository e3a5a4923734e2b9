"""Presses of buttons, selects and forms of a dossier: each is checked anew, whatever its custom id says."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final

import discord

import index
from bot.dossier import custom_ids, wording
from bot.dossier.dossiers import Dossiers
from bot.dossier.forgetting import ForgetMe
from bot.errors import NotYoursError, RefusedError
from bot.ui import forms, presses, respond
from bot.ui.respond import Interaction

_TOO_OLD: Final = "I can't read this button any more. Please use the command again."
_NOT_YOURS: Final = "This is about another person's dossier, and only they can use it"
_NOTE: Final = "note"
_MAX_DIGITS: Final = 18
"""Of a number that the database can hold."""
_PASSAGE: Final = re.compile(r"[0-9a-z]{1,20}")

Act = Callable[[Interaction, str, int], Awaitable[None]]
"""Answers a press, given what it is about and the page it is on."""


class DossierButtons:
    """What the buttons, selects and forms do."""

    def __init__(self, dossiers: Dossiers, forget_me: ForgetMe) -> None:
        self._dossiers = dossiers
        self._forget_me = forget_me
        self._acts: dict[str, Act] = {
            custom_ids.REMOVE: self._remove,
            custom_ids.UNDO: self._undo,
            custom_ids.NOTE: self._ask_for_note,
            custom_ids.NOTED: self._write_note,
            custom_ids.BUNDLE: self._bundle,
            custom_ids.CLEAR: self._clear,
            custom_ids.FORGET: self._forget,
            custom_ids.CANCEL: self._cancel,
        }

    async def turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Turns the page; whoever presses sees their own dossier."""
        await self._show(interaction, match["page"])

    async def jump(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Goes to the page that was chosen."""
        await self._show(interaction, presses.chosen(interaction))

    async def _show(self, interaction: Interaction, page: str) -> None:
        await self._begin(interaction)
        await self._dossiers.show(interaction, _number(page))

    async def act(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Whatever only the person may do whose dossier it is."""
        owner = int(match["owner"])
        if interaction.user.id != owner:
            raise NotYoursError(_NOT_YOURS, owner)
        act = self._acts.get(match["action"])
        if act is None:
            raise RefusedError(_TOO_OLD)
        await act(interaction, match["about"] or presses.chosen(interaction), int(match["page"]))

    async def _begin(self, interaction: Interaction) -> None:
        self._dossiers.count(interaction)
        await respond.defer_press(interaction)

    async def _remove(self, interaction: Interaction, passage: str, page: int) -> None:
        await self._begin(interaction)
        await self._dossiers.remove(interaction, _id(passage), page)

    async def _undo(self, interaction: Interaction, number: str, page: int) -> None:
        await self._begin(interaction)
        await self._dossiers.undo(interaction, _number(number), page)

    async def _ask_for_note(self, interaction: Interaction, passage: str, page: int) -> None:
        if interaction.type is not discord.InteractionType.component:
            raise RefusedError(_TOO_OLD)  # a form that somebody made up: Discord takes no form as its answer
        note = await self._dossiers.note(interaction, _id(passage))
        if note is None:
            raise RefusedError("That passage isn't in your dossier any more.")
        hint = "For you alone: shown in your dossier, and in what you export"
        field = forms.TextField(_NOTE, "Your note", note, hint, index.MAX_NOTE)
        filled = custom_ids.action(custom_ids.NOTED, interaction.user.id, page, passage)
        await forms.show(interaction, filled, "A note on this citation", [field])

    async def _write_note(self, interaction: Interaction, passage: str, page: int) -> None:
        await self._begin(interaction)
        await self._dossiers.write_note(interaction, _id(passage), forms.filled(interaction).get(_NOTE, ""), page)

    async def _bundle(self, interaction: Interaction, about: str, page: int) -> None:
        """Sends the bundle in a message of its own, so that the page stays."""
        self._dossiers.count(interaction)
        await respond.defer(interaction)
        await self._dossiers.bundle(interaction)

    async def _clear(self, interaction: Interaction, asked_of: str, page: int) -> None:
        await respond.defer_press(interaction)
        await self._dossiers.clear(interaction, _number(asked_of))

    async def _forget(self, interaction: Interaction, asked_of: str, page: int) -> None:
        await respond.defer_press(interaction)
        await self._forget_me.forget(interaction, _number(asked_of))

    async def _cancel(self, interaction: Interaction, about: str, page: int) -> None:
        await respond.defer_press(interaction)
        await respond.say(interaction, [wording.NOTHING_DONE])


def _number(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) <= _MAX_DIGITS):
        raise RefusedError(_TOO_OLD)
    return int(said)


def _id(said: str) -> str:
    if not _PASSAGE.fullmatch(said):
        raise RefusedError(_TOO_OLD)
    return said
