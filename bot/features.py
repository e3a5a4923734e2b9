"""Everything the bot can do, in one list."""

from __future__ import annotations

from bot.cite import commands as cite
from bot.client import DatelineClient
from bot.document import commands as document
from bot.dossier import commands as dossier
from bot.help import commands as help_
from bot.language import translator
from bot.moderation import commands as moderation
from bot.search import commands as search
from bot.services import Services


def install(client: DatelineClient, services: Services) -> DatelineClient:
    """Adds every feature to the bot."""
    for feature in (search, cite, document, dossier, help_, moderation):
        feature.install(client, services)
    translator.install(client)
    return client
