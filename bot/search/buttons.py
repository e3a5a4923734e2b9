"""The buttons below an answer: every press is admitted, checked and answered anew, whatever its custom id says."""

from __future__ import annotations

from typing import Final, cast

import discord
from discord import ui

from bot.access import asker_of
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.search import custom_ids
from bot.search.custom_ids import Press, Search
from bot.search.reader import SHOW, TURN, Reader

Interaction = discord.Interaction[DatelineClient]

_TOO_OLD: Final = "This search is too old for me to go on with. Please search again."
_NOT_YOURS: Final = "Only the person who searched can turn these pages. Use /search for a search of your own."
_MAY_NOT_SPEAK: Final = "You may not write in this channel, so I can't show it here for you."
_NO_MENTIONS: Final = discord.AllowedMentions.none()


class SearchButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template=custom_ids.TEMPLATE):
    """Any button below an answer; its custom id says what it does and on which search."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[discord.Client], item: ui.Item[ui.LayoutView], match: object, /
    ) -> SearchButton:
        return cls(cast("ui.Button[ui.LayoutView]", item))

    async def callback(self, interaction: discord.Interaction[discord.Client]) -> None:
        known = cast("Interaction", interaction)
        await known.client.pressed(known, lambda: _press(known, self.custom_id))


async def _press(interaction: Interaction, custom_id: str) -> None:
    match = custom_ids.TEMPLATE.fullmatch(custom_id)
    if match is None:
        raise RefusedError(_TOO_OLD)
    try:
        press = custom_ids.press(match)
    except ValueError as error:  # nobody's button says so, but an id can be made up
        raise RefusedError(_TOO_OLD) from error
    search = press.search or interaction.client.memory.search(press.token or "")
    if interaction.user.id != press.asker:
        raise RefusedError(_NOT_YOURS)
    if search is None:
        raise RefusedError(_TOO_OLD)
    action = _ACTIONS.get(press.action)
    if action is None:
        raise RefusedError(_TOO_OLD)
    await action(interaction, press, search)


def _page(press: Press) -> int:
    if not press.argument.isdecimal():
        raise RefusedError(_TOO_OLD)
    return int(press.argument)


async def _turn(interaction: Interaction, press: Press, search: Search) -> None:
    reader = Reader(interaction.client, asker_of(interaction), _is_private(interaction))
    if not reader.remembers(search):
        await interaction.response.defer()
        view = await reader.draw(search, _page(press))
        await interaction.edit_original_response(view=view, allowed_mentions=_NO_MENTIONS)
        return
    view = await reader.draw(search, _page(press))
    await interaction.response.edit_message(view=view, allowed_mentions=_NO_MENTIONS)


async def _show(interaction: Interaction, press: Press, search: Search) -> None:
    """A private page for everyone in the channel, searched anew by what everyone there may see."""
    allowed = interaction.permissions
    if interaction.guild_id is not None and not (allowed.send_messages or allowed.send_messages_in_threads):
        raise RefusedError(_MAY_NOT_SPEAK)
    reader = Reader(interaction.client, asker_of(interaction), private=False)
    if not reader.remembers(search):
        await interaction.response.defer(thinking=True)
    view = await reader.draw(search, _page(press))
    await _respond(interaction, view, private=False)


async def _respond(interaction: Interaction, view: ui.LayoutView, *, private: bool) -> None:
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=_NO_MENTIONS)
    else:
        await interaction.response.send_message(view=view, ephemeral=private, allowed_mentions=_NO_MENTIONS)


_ACTIONS: Final = {TURN: _turn, SHOW: _show}


def _is_private(interaction: Interaction) -> bool:
    """Whether nobody but the asker sees the message a button is on."""
    return interaction.guild_id is None or (interaction.message is not None and interaction.message.flags.ephemeral)
