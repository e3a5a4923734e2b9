"""`/cite` and the buttons on passages: every press is admitted and answered within what its presser may see."""

from __future__ import annotations

import io
import re
from typing import Any, Final, cast

import discord
from discord import app_commands

import index
from bot.access import asker_of
from bot.cite import card, neighbours
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.recent_passages import RecentPassage
from bot.services import Services
from bot.ui import citations, completion, components, passage_buttons, respond
from bot.ui.respond import Interaction

_MAX_ID: Final = 40
_STYLES: Final = [app_commands.Choice(name=name, value=style) for style, name in citations.STYLE_NAMES.items()]


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command and its buttons to the bot."""
    citing = Citing(services)
    client.tree.add_command(_command(citing))
    client.add_presses(passage_buttons.TEMPLATE, citing.press)
    client.add_presses(passage_buttons.STYLED, citing.restyle)


def _command(citing: Citing) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="cite", description="The words, the reference and the state of a passage, by its id")
    @app_commands.rename(passage="id")
    @app_commands.describe(passage="The passage's id, as searches show it", style="The form of the reference")
    @app_commands.choices(style=_STYLES)
    async def cite(
        interaction: Interaction,
        passage: app_commands.Range[str, 1, _MAX_ID],
        style: app_commands.Choice[str] | None = None,
    ) -> None:
        citing.count(interaction)
        await respond.defer(interaction)
        await citing.show(
            interaction, passage, cast("index.StyleName", style.value) if style else citations.DEFAULT_STYLE
        )

    @cite.autocomplete("passage")
    async def complete(interaction: Interaction, typed: str) -> completion.Choices:
        return await citing.complete(interaction, typed)

    return cite


class Citing:
    """The answers to the command and the buttons, seen by who asked alone."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def count(self, interaction: Interaction) -> None:
        """Counts what is asked for before it is begun; raises `RefusedError` for one too many."""
        self._services.access.count_cite(asker_of(interaction))

    async def complete(self, interaction: Interaction, typed: str) -> completion.Choices:
        """Passages this person was lately shown in this channel and may still see."""
        services, asker = self._services, asker_of(interaction)
        scope = services.access.scope(asker, private=True)
        words = typed.casefold().split()

        def find() -> completion.Choices:
            shown = [passage for passage in services.recent.of(asker) if scope.sees(passage.document)]
            fitting = [passage for passage in shown if all(word in passage.name.casefold() for word in words)]
            return [app_commands.Choice(name=passage.name, value=passage.id) for passage in fitting]

        return await completion.offer(interaction, services.look_ups, find)

    async def show(self, interaction: Interaction, passage: str, style: index.StyleName) -> None:
        """Fills the answer that was deferred with a citation."""
        cited = await self._look_up(interaction, passage)
        files = []
        if style in citations.STYLES_IN_FILES and not cited.record.erased:
            name, data = citations.file([cited.citation], style, f"dateline-{cited.record.id}")
            files.append(discord.File(io.BytesIO(data), name))
        texts, controls = card.draw(cited, style), card.controls(cited, style)
        await respond.fill(interaction, components.notice(texts, controls, files=_names(files)), files)

    async def press(self, interaction: Interaction, match: re.Match[str]) -> None:
        """A button on a passage; anybody may press it, and only they see what comes."""
        action, passage = match["action"], match["passage"]
        self.count(interaction)
        if action == passage_buttons.WALK:
            await respond.defer_press(interaction)
        else:
            await respond.defer(interaction)
        if action == passage_buttons.CITE:
            await self.show(interaction, passage, citations.DEFAULT_STYLE)
        elif action == passage_buttons.ADD:
            await self._services.hooks.keep(interaction, await self._look_up(interaction, passage))
        else:
            await self._show_context(interaction, passage)

    async def restyle(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows a citation in another style, in place of the one before."""
        if match["style"] not in citations.STYLE_NAMES:
            raise RefusedError("I don't know that style.")
        self.count(interaction)
        await respond.defer_press(interaction)
        await self.show(interaction, match["passage"], cast("index.StyleName", match["style"]))

    async def _look_up(self, interaction: Interaction, passage: str) -> index.Cited:
        """The citation, if its asker may see it; raises `RefusedError` that names the nearest ids."""
        services, asker = self._services, asker_of(interaction)
        scope = services.access.scope(asker, private=True)
        (found,) = await services.cites.run(lambda: services.archive.cite([passage], scope))
        if isinstance(found, index.Unknown):
            raise RefusedError(found.reason)
        record = found.record
        if record.erased:
            return found
        services.recent.note(asker, [RecentPassage.named(record.id, record.path, record.title, record.date)])
        return found

    async def _show_context(self, interaction: Interaction, passage: str) -> None:
        services, asker = self._services, asker_of(interaction)
        scope = services.access.scope(asker, private=True)
        context = await services.cites.run(lambda: services.archive.context(passage, scope))
        services.recent.note(asker, _recent(context))
        await respond.fill(interaction, components.notice(neighbours.draw(context), neighbours.controls(context)))


def _names(files: list[discord.File]) -> list[str]:
    return [file.filename for file in files]


def _recent(context: index.Context) -> list[RecentPassage]:
    return [
        RecentPassage.named(shown.passage.id, context.document, context.title, context.date)
        for shown in context.passages
    ]
