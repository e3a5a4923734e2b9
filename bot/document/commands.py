"""`/document`: what is known of one document, with its file, for the asker alone."""

from __future__ import annotations

import io
import re
from typing import Any, Final

import discord
from discord import app_commands

import index
from bot.access import asker_of
from bot.client import DatelineClient
from bot.document import card, choices, history
from bot.errors import RefusedError
from bot.services import Services
from bot.ui import completion, components, limits, presses, respond
from bot.ui.respond import Interaction

_MAX_TYPED: Final = 500
_GONE: Final = "I can't find that document any more. Please type a part of its path or title."

Shown = tuple[index.Facts, bytes | None]
"""What is known of a document, and its file where there is one that can be attached."""


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command and its select to the bot, and the showing of a document for other features."""
    documents = Documents(services)
    services.hooks.document = documents.show
    client.tree.add_command(_command(documents))
    client.add_presses(choices.TEMPLATE, documents.choose)
    client.add_presses(choices.HISTORY, documents.history)


def _command(documents: Documents) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="document", description="What is known about a document, and its file")
    @app_commands.describe(document="The document's path, or words of its path or title")
    async def show(interaction: Interaction, document: app_commands.Range[str, 1, _MAX_TYPED]) -> None:
        documents.count(interaction)
        await respond.defer(interaction)
        await documents.find(interaction, document)

    @show.autocomplete("document")
    async def complete(interaction: Interaction, typed: str) -> completion.Choices:
        return await documents.complete(interaction, typed)

    return show


class Documents:
    """The answers to the command and the select."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def count(self, interaction: Interaction) -> None:
        """Counts what is asked for before it is begun; raises `RefusedError` for one too many."""
        self._services.access.count_cite(asker_of(interaction))

    async def find(self, interaction: Interaction, typed: str) -> None:
        """Fills the answer that was deferred with the document that was typed, or with those that it may be."""
        scope = self._scope(interaction)

        def find() -> Shown | tuple[index.Named, ...]:
            try:
                return self._shown(self._path(typed, scope) or typed, scope, interaction.filesize_limit)
            except index.CitationError:
                found = self._services.archive.named(index.clean(typed), scope)
                if not found:
                    raise
                return self._shown(found[0].path, scope, interaction.filesize_limit) if len(found) == 1 else found

        found = await self._services.cites.run(find)
        if isinstance(found[0], index.Facts):
            await self._fill(interaction, found)
        else:
            view = components.notice([card.several(typed, len(found))], [choices.select(found)])
            await respond.fill(interaction, view)

    async def show(self, interaction: Interaction, path: str) -> None:
        """Fills the answer that was deferred with the document at a path, if the asker may see it."""
        scope = self._scope(interaction)
        shown = await self._services.cites.run(lambda: self._shown(path, scope, interaction.filesize_limit))
        await self._fill(interaction, shown)

    async def choose(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows the document that was chosen from a list, if its presser may see it."""
        self.count(interaction)
        await respond.defer_press(interaction)
        scope, chosen = self._scope(interaction), presses.chosen(interaction)
        path = await self._services.cites.run(lambda: self._path(chosen, scope))
        if path is None:
            raise RefusedError(_GONE)
        await self.show(interaction, path)

    async def history(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows the versions of a document that were indexed or cited, if its presser may see it."""
        self.count(interaction)
        await respond.defer(interaction)
        scope = self._scope(interaction)

        def find() -> index.DocumentHistory:
            path = self._path(match[1], scope)
            if path is None:
                raise RefusedError(_GONE)
            return self._services.archive.history(path, scope)

        found = await self._services.cites.run(find)
        if not found.served:  # what moderators took away is shown to nobody here
            raise RefusedError(_GONE)
        await respond.fill(interaction, components.notice(history.draw(found)))

    async def complete(self, interaction: Interaction, typed: str) -> completion.Choices:
        """Documents whose path or title holds what is typed, within their scope."""
        archive, scope = self._services.archive, self._scope(interaction)

        def find() -> completion.Choices:
            offered = archive.named(index.clean(typed), scope)[: limits.CHOICES]
            return [app_commands.Choice(name=card.choice(one), value=choices.value(one.path)) for one in offered]

        return await completion.offer(interaction, self._services.look_ups, find)

    async def _fill(self, interaction: Interaction, shown: Shown) -> None:
        facts, original = shown
        files = [] if original is None else [discord.File(io.BytesIO(original), card.file_name(facts.path))]
        drawn = card.draw(facts, attached=bool(files))
        view = components.notice([drawn], [[choices.history(facts.path)]], files=[file.filename for file in files])
        await respond.fill(interaction, view, files)

    def _scope(self, interaction: Interaction) -> index.Scope:
        return self._services.access.scope(asker_of(interaction), private=True)

    def _path(self, chosen: str, scope: index.Scope) -> str | None:
        """The path that a choice stands for; blocks."""
        return choices.path(chosen, lambda words: self._services.archive.named(words, scope))

    def _shown(self, path: str, scope: index.Scope, most_bytes: int) -> Shown:
        """Blocks; raises `index.CitationError` where there is no such document within `scope`."""
        archive = self._services.archive
        facts = archive.facts(path, scope)
        return facts, archive.original(facts.path, most_bytes, scope)
