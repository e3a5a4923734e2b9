"""`/cite` and the buttons on passages: every press is admitted and answered within what its presser may see."""

from __future__ import annotations

import io
import re
from typing import Any, Final, cast

import discord
from discord import app_commands

import index
from bot.access import Asker, asker_of, may_write
from bot.cite import card, nearest
from bot.client import DatelineClient
from bot.errors import NotYoursError, RefusedError
from bot.recent_passages import RecentPassage
from bot.services import Services
from bot.ui import citations, completion, components, passage_buttons, presses, respond
from bot.ui.respond import Interaction

_MAX_ID: Final = 40
_STYLES: Final = [app_commands.Choice(name=name, value=style) for style, name in citations.STYLE_NAMES.items()]
_MAY_NOT_SPEAK: Final = "You may not write in this channel, so I can't post it here for you."
_NOT_FOR_ALL: Final = "Not everyone in this channel may see the folder of that passage, so I can't post it here."


def install(client: DatelineClient, services: Services) -> None:
    """Adds the command and its buttons to the bot."""
    citing = Citing(services)
    client.tree.add_command(_command(citing))
    client.add_presses(passage_buttons.TEMPLATE, citing.press)
    client.add_presses(passage_buttons.REFERENCE, citing.refer)
    client.add_presses(passage_buttons.NEAREST, citing.choose)
    client.add_presses(passage_buttons.DELETE, _delete)


def _command(citing: Citing) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="cite", description="The words, the reference and the state of a passage, by its id")
    @app_commands.rename(passage="id")
    @app_commands.describe(passage="The passage's id, as Read shows it", style="The form of the reference")
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
    """The answers to the command and the buttons, seen by who asked alone, but for what they post."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._actions = {
            passage_buttons.READ: self._read,
            passage_buttons.OLD_CONTEXT: self._read,
            passage_buttons.OLD_CITE: self._cite,
            passage_buttons.WALK: self._walk,
            passage_buttons.ADD: self._add,
            passage_buttons.POST: self._post,
            passage_buttons.DOCUMENT: self._document,
            passage_buttons.LIKE: self._like,
        }

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

    async def press(self, interaction: Interaction, match: re.Match[str]) -> None:
        """A button on a passage; anybody may press it, and sees of it what they may see."""
        self.count(interaction)
        await self._actions[match["action"]](interaction, match["passage"])

    async def refer(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Shows a passage's reference in the style that was chosen, in place of the one before."""
        style = match["style"] or presses.chosen(interaction)
        if style not in citations.STYLE_NAMES:
            raise RefusedError("I don't know that style. Please choose one from the list.")
        self.count(interaction)
        await respond.defer_press(interaction)
        await self.show(interaction, match["passage"], cast("index.StyleName", style))

    async def choose(self, interaction: Interaction, match: re.Match[str]) -> None:
        """One of the passages whose ids are like the one that was typed."""
        self.count(interaction)
        await respond.defer_press(interaction)
        await self.show(interaction, presses.chosen(interaction)[:_MAX_ID], citations.DEFAULT_STYLE)

    async def _read(self, interaction: Interaction, passage: str) -> None:
        await respond.defer(interaction)
        await self.show(interaction, passage)

    async def _cite(self, interaction: Interaction, passage: str) -> None:
        await respond.defer(interaction)
        await self.show(interaction, passage, citations.DEFAULT_STYLE)

    async def _walk(self, interaction: Interaction, passage: str) -> None:
        await respond.defer_press(interaction)
        await self.show(interaction, passage)

    async def _add(self, interaction: Interaction, passage: str) -> None:
        await respond.defer(interaction)
        await self._services.hooks.keep(interaction, await self._look_up(interaction, passage))

    async def _document(self, interaction: Interaction, passage: str) -> None:
        await respond.defer(interaction)
        cited = await self._look_up(interaction, passage)
        now = cited.stored.now
        await self._services.hooks.document(interaction, now.path if now else cited.record.path)

    async def _like(self, interaction: Interaction, passage: str) -> None:
        await self._services.hooks.like(interaction, passage)

    async def _post(self, interaction: Interaction, passage: str) -> None:
        """Posts one passage into the channel, if everyone there may see it."""
        asker = asker_of(interaction)
        if asker.guild is None or not may_write(interaction):
            raise RefusedError(_MAY_NOT_SPEAK)
        await respond.defer(interaction)
        everyone = self._services.access.scope(asker, private=False)
        cited = await self._services.cites.run(lambda: self._found(passage, everyone))
        if isinstance(cited, index.Unknown):
            await self._cited(asker, passage)  # which says so where the asker may not see it either
            raise RefusedError(_NOT_FOR_ALL)
        self._note(asker, cited)
        if cited.record.erased:
            raise RefusedError("That passage was erased, so there is nothing to post.")
        buttons = [passage_buttons.read(passage), components.Control(passage_buttons.delete_id(asker.user), "Delete")]
        await respond.post(interaction, components.notice(card.posted(cited, asker.user), [buttons]))

    async def show(self, interaction: Interaction, passage: str, style: index.StyleName | None = None) -> None:
        """Fills the answer that was deferred with a passage to read, and its reference if a style is wanted."""
        services, asker = self._services, asker_of(interaction)
        scope = services.access.scope(asker, private=True)
        cited, context = await services.cites.run(lambda: (self._found(passage, scope), self._context(passage, scope)))
        if isinstance(cited, index.Unknown):
            await self._offer_nearest(interaction, cited, scope)
            return
        self._note(asker, cited)
        texts = card.draw(cited, context, style, services.recent.why(asker, cited.record.id))
        rows = card.controls(cited, context, style, posts=asker.guild is not None, links=services.links)
        files = [_file(cited, style)] if style and not cited.record.erased and not card.fits(cited, style) else []
        view = components.notice(texts, rows, files=[file.filename for file in files])
        await respond.fill(interaction, view, files)

    async def _offer_nearest(self, interaction: Interaction, unknown: index.Unknown, scope: index.Scope) -> None:
        """The passages with similar ids to choose from; raises `RefusedError` where there is none."""
        services = self._services
        records = await services.look_ups.run(lambda: services.archive.records(unknown.nearest, scope))
        if not records:
            raise RefusedError(unknown.reason)
        await respond.fill(interaction, components.notice([nearest.draw(unknown)], [nearest.select(records)]))

    async def _look_up(self, interaction: Interaction, passage: str) -> index.Cited:
        return await self._cited(asker_of(interaction), passage)

    async def _cited(self, asker: Asker, passage: str) -> index.Cited:
        """The citation, if its asker may see it; raises `RefusedError`."""
        scope = self._services.access.scope(asker, private=True)
        found = await self._services.cites.run(lambda: self._found(passage, scope))
        if isinstance(found, index.Unknown):
            raise RefusedError(found.reason)
        self._note(asker, found)
        return found

    def _found(self, passage: str, scope: index.Scope) -> index.Cited | index.Unknown:
        (found,) = self._services.archive.cite([passage], scope)
        return found

    def _context(self, passage: str, scope: index.Scope) -> index.Context | None:
        """Where in its document a passage is; None where the document no longer has it."""
        try:
            return self._services.archive.context(passage, scope)
        except index.CitationError:
            return None

    def _note(self, asker: Asker, cited: index.Cited) -> None:
        """Notes what is being shown, as it is proposed later."""
        record = cited.record
        if not record.erased:
            shown = RecentPassage.named(record.id, record.path, record.title, record.date)
            self._services.recent.note(asker, [shown])


def _file(cited: index.Cited, style: index.StyleName) -> discord.File:
    """A reference too long to be shown."""
    name, data = citations.file([cited.citation], style, f"dateline-{cited.record.id}")
    return discord.File(io.BytesIO(data), name)


async def _delete(interaction: Interaction, match: re.Match[str]) -> None:
    """Deletes what was posted, for who posted it."""
    if interaction.user.id != int(match["person"]):
        raise NotYoursError("Only whoever posted that can delete it", int(match["person"]))
    await interaction.response.defer()
    await interaction.delete_original_response()
