"""`/document`: what is known of one document, with its file, for the asker alone."""

from __future__ import annotations

import io
from typing import Final

import discord
from discord import app_commands

import index
from bot.access import asker_of
from bot.client import DatelineClient
from bot.document import card
from bot.errors import RefusedError
from bot.ui import completion, components, limits, respond, text

Interaction = discord.Interaction[DatelineClient]

_TYPED: Final = 500
_SEVERAL: Final = "Several documents have that in their path or title; choose one from the list."


def install(client: DatelineClient) -> None:
    """Adds the command to the bot."""
    client.tree.add_command(document_command)


@app_commands.command(name="document", description="What is known of a document, and its file")
@app_commands.describe(document="The document's path, or words of its path or title")
async def document_command(interaction: Interaction, document: app_commands.Range[str, 1, _TYPED]) -> None:
    client, asker = interaction.client, asker_of(interaction)
    scope = client.access.scope(asker, private=True)
    await respond.defer(interaction)

    def find() -> tuple[index.Facts, bytes | None]:
        facts = _facts(client, document, scope)
        return facts, client.archive.original(facts.path, interaction.filesize_limit, scope)

    facts, original = await client.desk.run(find)
    files = [] if original is None else [discord.File(io.BytesIO(original), card.file_name(facts.path))]
    drawn = card.draw(facts, attached=bool(files))
    view = components.notice([drawn], files=[one.filename for one in files])
    await respond.fill(interaction, view, files)


@document_command.autocomplete("document")
async def complete_document(interaction: Interaction, typed: str) -> completion.Choices:
    """Documents whose path or title holds what is typed, within their scope."""
    client, asker = interaction.client, asker_of(interaction)
    scope = client.access.scope(asker, private=True)

    def find() -> completion.Choices:
        found = client.archive.named(text.clean(typed), scope)
        fitting = [one for one in found if limits.length(one.path) <= limits.CHOICE_NAME]
        return [app_commands.Choice(name=card.choice(one), value=one.path) for one in fitting][: limits.CHOICES]

    return await completion.offer(interaction, client.look_ups, find)


def _facts(client: DatelineClient, typed: str, scope: index.Scope) -> index.Facts:
    """Of the document at the path that was typed, or of the one that what was typed leads to."""
    try:
        return client.archive.facts(typed, scope)
    except index.CitationError:
        found = client.archive.named(text.clean(typed), scope)
        if len(found) == 1:
            return client.archive.facts(found[0].path, scope)
        if found:
            raise RefusedError(_SEVERAL) from None
        raise
