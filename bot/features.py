"""Everything the bot can do, in one list."""

from __future__ import annotations

import bot.cite._cog
import bot.document._cog
import bot.dossier._cog
import bot.help._cog
import bot.mention._cog
import bot.reindex._cog
import bot.search._cog
from bot.client import DatelineClient
from bot.reindex.workshop import Workshop


def install(client: DatelineClient, workshop: Workshop) -> DatelineClient:
    """Adds every feature to the bot; `workshop` is what moderators change the archive with."""
    bot.search._cog.install(client)
    bot.cite._cog.install(client)
    bot.document._cog.install(client)
    bot.dossier._cog.install(client)
    bot.mention._cog.install(client)
    bot.help._cog.install(client)
    bot.reindex._cog.install(client, workshop)
    return client
