"""What every command that searches does with what people type, before anything is public."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from discord import app_commands

import index
from bot.access import Asker, asker_of
from bot.errors import BusyError
from bot.services import Services
from bot.ui import completion, date_completion
from bot.ui.respond import Interaction

READ_WITHIN_SECONDS: Final = 1.5
"""What reading a query may take before the answer is deferred; a fault in it is told later then."""


async def admit(services: Services, asker: Asker, asked: index.Query) -> None:
    """Counts a new search.

    Raises `RefusedError` for one too many, of this person's or of everybody's, and `QueryError` for one that can't
    be understood.
    """
    services.access.count_search(asker)
    if services.searches.full:
        raise BusyError
    with suppress(TimeoutError):
        async with asyncio.timeout(READ_WITHIN_SECONDS):
            await services.look_ups.run(lambda: services.archive.reading(asked))


async def complete_date(services: Services, interaction: Interaction, typed: str) -> completion.Choices:
    """The archive's dates that begin as typed, counted as the answer will be: by what may be seen in it."""
    asker = asker_of(interaction)
    scope = services.access.scope(asker, asker.guild is None or bool(interaction.namespace.private))

    def find() -> completion.Choices:
        found = date_completion.offers(typed, services.archive.date_counts(scope))
        return [app_commands.Choice(name=offer.name, value=offer.value) for offer in found]

    return await completion.offer(interaction, services.look_ups, find)
