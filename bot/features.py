"""Everything the bot can do, in one list."""

from __future__ import annotations

from typing import Final

from discord.ext import tasks

from bot.cite import commands as cite
from bot.client import DatelineClient
from bot.compare import commands as compare
from bot.document import commands as document
from bot.dossier import commands as dossier
from bot.help import commands as help_
from bot.language import translator
from bot.moderation import commands as moderation
from bot.search import commands as search
from bot.services import Hooks, Services
from bot.timeline import commands as timeline
from bot.verify import commands as verify
from bot.watch import commands as watch

EXPIRE_EVERY_SECONDS: Final = 60.0


def install(client: DatelineClient, services: Services) -> DatelineClient:
    """Adds every feature to the bot."""
    for feature in (search, timeline, compare, watch, cite, verify, document, dossier, help_, moderation):
        feature.install(client, services)
    translator.install(client)
    _expire_regularly(services.hooks)
    return client


def _expire_regularly(hooks: Hooks) -> None:
    """What is kept of people in memory is gone soon after its time, even if nobody does anything any more."""

    @tasks.loop(seconds=EXPIRE_EVERY_SECONDS)
    async def expire() -> None:
        await hooks.drop_expired()

    async def begin() -> None:
        expire.start()

    hooks.begin.append(begin)
    hooks.end.append(expire.cancel)
