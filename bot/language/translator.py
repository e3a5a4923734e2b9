"""What Discord shows of the commands, in the reader's language: what is not translated stays English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import discord
from discord import app_commands

from bot.client import DatelineClient
from bot.language.german import GERMAN

CATALOGUES: Final[Mapping[discord.Locale, Mapping[str, str]]] = {discord.Locale.german: GERMAN}
"""For each language the texts by their English ones. To add one, write its table and name it here."""

_NAMES: Final = frozenset(
    {
        app_commands.TranslationContextLocation.command_name,
        app_commands.TranslationContextLocation.group_name,
        app_commands.TranslationContextLocation.parameter_name,
    }
)
"""These are typed, and stand in instructions and documentation, so they are the same in every language."""


def install(client: DatelineClient) -> None:
    """Has the commands described in the catalogues' languages, too."""
    client.translator = Translator()


class Translator(app_commands.Translator):
    """Looks texts up in the catalogues."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        menu = isinstance(context.data, app_commands.ContextMenu)  # its name is read, never typed
        if context.location in _NAMES and not menu:
            return None
        return CATALOGUES.get(locale, {}).get(string.message)
