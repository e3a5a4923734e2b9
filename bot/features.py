"""Everything the bot can do, in one list."""

from __future__ import annotations

from bot.cite import commands as cite
from bot.client import DatelineClient
from bot.document import commands as document
from bot.dossier import commands as dossier
from bot.help import commands as help_
from bot.moderation import commands as moderation
from bot.ports import Workshop
from bot.search import commands as search
from bot.search import mention


def install(client: DatelineClient, workshop: Workshop) -> DatelineClient:
    """Adds every feature to the bot; `workshop` is what moderators change the archive with."""
    search.install(client)
    cite.install(client)
    document.install(client)
    dossier.install(client)
    mention.install(client)
    help_.install(client)
    moderation.install(client, workshop)
    return client
