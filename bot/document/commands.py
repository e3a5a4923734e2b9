"""`/document`: what is known of one document, with its file, for the asker alone."""

from __future__ import annotations

import io
from typing import Any, Final

import discord
from discord import app_commands

import index
from bot.access import asker_of
from bot.client import DatelineClient
from bot.document import card
from bot.errors import RefusedError
from bot.services import Services
from bot.ui import completion, components, limits, respond
from bot.ui.respond import Interaction

_MAX_TYPED: Final = 500
_SEVERAL: Final = "Several documents have that in their path or title; choose one from the list."


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command to the bot."""
    client.tree.add_command(_command(Documents(services)))


def _command(documents: Documents) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="document", description="What is known about a document, and its file")
    @app_commands.describe(document="The document's path, or words of its path or title")
    async def show(interaction: Interaction, document: app_commands.Range[str, 1, _MAX_TYPED]) -> None:
        documents.count(interaction)
        await respond.defer(interaction)
        await documents.show(interaction, document)

    @show.autocomplete("document")
    async def complete(interaction: Interaction, typed: str) -> completion.Choices:
        return await documents.complete(interaction, typed)

    return show


class Documents:
    """The answers to the command."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def count(self, interaction: Interaction) -> None:
        """Counts what is asked for before it is begun; raises `RefusedError` for one too many."""
        self._services.access.count_cite(asker_of(interaction))

    async def show(self, interaction: Interaction, typed: str) -> None:
        """Fills the answer that was deferred with what is known of the document."""
        services = self._services
        scope = services.access.scope(asker_of(interaction), private=True)

        def find() -> tuple[index.Facts, bytes | None]:
            facts = self._facts(typed, scope)
            return facts, services.archive.original(facts.path, interaction.filesize_limit, scope)

        facts, original = await services.cites.run(find)
        files = [] if original is None else [discord.File(io.BytesIO(original), card.file_name(facts.path))]
        drawn = card.draw(facts, attached=bool(files))
        await respond.fill(interaction, components.notice([drawn], files=[file.filename for file in files]), files)

    async def complete(self, interaction: Interaction, typed: str) -> completion.Choices:
        """Documents whose path or title holds what is typed, within their scope."""
        services = self._services
        scope = services.access.scope(asker_of(interaction), private=True)

        def find() -> completion.Choices:
            found = services.archive.named(index.clean(typed), scope)
            fitting = [document for document in found if limits.length(document.path) <= limits.CHOICE_NAME]
            offered = fitting[: limits.CHOICES]
            return [app_commands.Choice(name=card.choice(document), value=document.path) for document in offered]

        return await completion.offer(interaction, services.look_ups, find)

    def _facts(self, typed: str, scope: index.Scope) -> index.Facts:
        """Of the document at the path that was typed, or of the only one that what was typed leads to."""
        archive = self._services.archive
        try:
            return archive.facts(typed, scope)
        except index.CitationError:
            found = archive.named(index.clean(typed), scope)
            if len(found) == 1:
                return archive.facts(found[0].path, scope)
            if found:
                raise RefusedError(_SEVERAL) from None
            raise
