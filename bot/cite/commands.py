"""`/cite` and the buttons on passages: every press is admitted and judged anew by what its presser may see."""

from __future__ import annotations

import io
import re
from typing import Final, cast

import discord
from discord import app_commands

import index
from bot.access import asker_of
from bot.cite import card, neighbours
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.recent_passages import Glimpse
from bot.ui import citations, completion, components, passage_buttons, respond

Interaction = discord.Interaction[DatelineClient]

_ID_LENGTH: Final = 40


def install(client: DatelineClient) -> None:
    """Adds the command and its buttons to the bot."""
    client.tree.add_command(cite_command)
    client.add_buttons(passage_buttons.TEMPLATE, _press)
    client.add_buttons(passage_buttons.STYLED, _restyle)


@app_commands.command(name="cite", description="The words, the reference and the state of a passage, by its id")
@app_commands.rename(passage="id")
@app_commands.describe(passage="The passage's id, as searches show it", style="The form of the reference")
@app_commands.choices(style=[app_commands.Choice(name=name, value=style) for style, name in citations.NAMES.items()])
async def cite_command(
    interaction: Interaction,
    passage: app_commands.Range[str, 1, _ID_LENGTH],
    style: app_commands.Choice[str] | None = None,
) -> None:
    await respond.defer(interaction)
    await show(interaction, passage, cast("index.StyleName", style.value) if style else citations.DEFAULT)


@cite_command.autocomplete("passage")
async def complete_id(interaction: Interaction, typed: str) -> completion.Choices:
    """Passages this person was lately shown in this channel and may still see."""
    client, asker = interaction.client, asker_of(interaction)
    scope = client.access.scope(asker, private=True)
    words = typed.casefold().split()

    def find() -> completion.Choices:
        shown = [one for one in client.recent.of(asker) if scope.sees(one.document)]
        fitting = [one for one in shown if all(word in one.name.casefold() for word in words)]
        return [app_commands.Choice(name=one.name, value=one.passage) for one in fitting]

    return await completion.offer(interaction, client.look_ups, find)


async def show(interaction: Interaction, passage: str, style: index.StyleName) -> None:
    """Fills the answer that was deferred with a citation."""
    cited = await look_up(interaction, passage)
    files = []
    if style in citations.SAID_IN_FILES:
        name, data = citations.file([cited.citation], style, f"dateline-{cited.record.id}")
        files.append(discord.File(io.BytesIO(data), name))
    view = components.notice(
        card.draw(cited, style), card.controls(cited, style), files=[one.filename for one in files]
    )
    await respond.fill(interaction, view, files)


async def look_up(interaction: Interaction, passage: str) -> index.Cited:
    """The citation, if its asker may see it; raises `RefusedError` that names the nearest ids."""
    client, asker = interaction.client, asker_of(interaction)
    scope = client.access.scope(asker, private=True)
    (found,) = await client.desk.run(lambda: client.archive.cite([passage], scope))
    if isinstance(found, index.Unknown):
        raise RefusedError(found.reason)
    record = found.record
    name = citations.glimpse(record.id, record.title, record.date)
    client.recent.note(asker, [Glimpse(record.id, record.path, name)])
    return found


async def _press(interaction: Interaction, match: re.Match[str]) -> None:
    """A button on a passage; anybody may press it, and only they see what comes."""
    action, passage = match["action"], match["passage"]
    if action == passage_buttons.WALK:
        await respond.defer_press(interaction)
    else:
        await respond.defer(interaction)
    if action == passage_buttons.CITE:
        await show(interaction, passage, citations.DEFAULT)
    elif action == passage_buttons.ADD:
        await interaction.client.keeps(interaction, await look_up(interaction, passage))
    else:
        await _show_context(interaction, passage)


async def _restyle(interaction: Interaction, match: re.Match[str]) -> None:
    """Shows a citation in another style, in place of the one before."""
    if match["style"] not in citations.NAMES:
        raise RefusedError("I don't know that style.")
    await respond.defer_press(interaction)
    await show(interaction, match["passage"], cast("index.StyleName", match["style"]))


async def _show_context(interaction: Interaction, passage: str) -> None:
    client, asker = interaction.client, asker_of(interaction)
    scope = client.access.scope(asker, private=True)
    context = await client.desk.run(lambda: client.archive.context(passage, scope))
    client.recent.note(
        asker,
        [
            Glimpse(one.passage.id, context.document, citations.glimpse(one.passage.id, context.title, context.date))
            for one in context.passages
        ],
    )
    await respond.fill(interaction, components.notice(neighbours.draw(context), neighbours.controls(context)))
