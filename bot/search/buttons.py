"""The buttons below an answer: every press is admitted, checked and answered anew, whatever its custom id says."""

from __future__ import annotations

import re
from typing import Final

import discord

from bot.access import asker_of
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.search import custom_ids
from bot.search.custom_ids import Press, Search
from bot.search.reader import SHOW, TURN, Reader
from bot.ui import respond

Interaction = discord.Interaction[DatelineClient]

_TOO_OLD: Final = "This search is too old for me to go on with. Please search again."
_NOT_YOURS: Final = "Only the person who searched can turn these pages. Use /search for a search of your own."
_MAY_NOT_SPEAK: Final = "You may not write in this channel, so I can't show it here for you."


async def press(interaction: Interaction, match: re.Match[str]) -> None:
    """Any button below an answer; its custom id says what it does and on which search."""
    try:
        pressed = custom_ids.press(match)
    except ValueError as error:  # nobody's button says so, but an id can be made up
        raise RefusedError(_TOO_OLD) from error
    search = pressed.search or interaction.client.memory.search(pressed.token or "")
    if interaction.user.id != pressed.asker:
        raise RefusedError(_NOT_YOURS)
    if search is None:
        raise RefusedError(_TOO_OLD)
    action = _ACTIONS.get(pressed.action)
    if action is None:
        raise RefusedError(_TOO_OLD)
    await action(interaction, pressed, search)


def _page(press: Press) -> int:
    if not press.argument.isdecimal():
        raise RefusedError(_TOO_OLD)
    return int(press.argument)


async def _turn(interaction: Interaction, press: Press, search: Search) -> None:
    reader = Reader(interaction.client, asker_of(interaction), respond.is_private(interaction))
    if not reader.remembers(search):
        await interaction.response.defer()
    await respond.update(interaction, await reader.draw(search, _page(press)))


async def _show(interaction: Interaction, press: Press, search: Search) -> None:
    """A private page for everyone in the channel, searched anew by what everyone there may see."""
    allowed = interaction.permissions
    if interaction.guild_id is not None and not (allowed.send_messages or allowed.send_messages_in_threads):
        raise RefusedError(_MAY_NOT_SPEAK)
    reader = Reader(interaction.client, asker_of(interaction), private=False)
    if not reader.remembers(search):
        await respond.defer(interaction, private=False)
    await respond.send(interaction, await reader.draw(search, _page(press)), private=False)


_ACTIONS: Final = {TURN: _turn, SHOW: _show}
