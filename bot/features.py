"""Everything the bot can do, in one list."""

from __future__ import annotations

import bot.cite._cog
import bot.document._cog
import bot.dossier._cog
import bot.help._cog
import bot.mention._cog
import bot.search._cog
import bot.status._cog
from bot.client import DatelineClient


def install(client: DatelineClient) -> DatelineClient:
    """Adds every feature to the bot."""
    bot.search._cog.install(client)
    bot.cite._cog.install(client)
    bot.document._cog.install(client)
    bot.dossier._cog.install(client)
    bot.mention._cog.install(client)
    bot.help._cog.install(client)
    bot.status._cog.install(client)
    return client
