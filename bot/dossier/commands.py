"""`/dossier` and `/forget-me`: what a person keeps in a server, shown to nobody else."""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import discord
from discord import app_commands

import index
from bot.access import Asker, asker_of
from bot.client import DatelineClient
from bot.dossier import listing
from bot.errors import RefusedError
from bot.services import Services
from bot.ui import citations, completion, components, limits, respond
from bot.ui.passages import counted
from bot.ui.respond import Interaction

Result = TypeVar("Result")

_MAX_ID: Final = 40
_FORGOTTEN: Final = (
    "Everything I kept about you is erased: your dossiers in every server, your searches, and what you were shown.\n"
    "-# How often you searched is forgotten within a minute."
)


def install(client: DatelineClient, services: Services) -> None:
    """Adds the commands, the pages' buttons, and the keeping of citations to the bot."""
    dossiers = Dossiers(services)
    services.hooks.keep = dossiers.keep
    services.hooks.forget.append(dossiers.forget)
    client.tree.add_command(dossiers.group())
    client.tree.add_command(_forget_me(services))
    client.add_presses(listing.TEMPLATE, dossiers.turn)


class Dossiers:
    """The commands' answers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._dossiers = index.Dossiers(services.data)

    async def keep(self, interaction: Interaction, cited: index.Cited) -> None:
        """Puts a citation into the presser's dossier and says so, in the answer that was deferred."""
        asker, record = asker_of(interaction), cited.record
        if record.erased:
            raise RefusedError("That passage was erased, so there is nothing to keep.")
        done = await self._run(lambda: self._dossiers.add(asker.user, _server(asker), record.id))
        if done == "full":
            raise RefusedError(f"Your dossier is full ({index.MAX_CITATIONS} citations). Export it, or remove some.")
        title = citations.title(record.title, record.title_origin, record.path)
        state = f"is now in your dossier: {title}" if done == "added" else f"is already in your dossier: {title}"
        await respond.say(interaction, [f"`{record.id}` {state}\n-# /dossier show · /dossier export"])

    async def forget(self, person: int) -> None:
        await self._run(lambda: self._dossiers.forget(person))

    def count(self, interaction: Interaction) -> None:
        """Counts what is asked for before it is begun; raises `RefusedError` for one too many."""
        self._services.access.count_cite(asker_of(interaction))

    async def show(self, interaction: Interaction, wanted: int) -> None:
        """Fills the answer that was deferred with a page."""
        cited = self._citing(interaction)

        def find() -> tuple[int, listing.Citations, int]:
            ids = self._ids(asker_of(interaction))
            page, here = listing.on_page(ids, wanted)
            return page, cited(here), len(ids)

        page, found, kept = await self._run(find)
        if not kept:
            await respond.say(interaction, [listing.EMPTY])
            return
        await respond.fill(
            interaction, components.notice(listing.draw(found, page, kept), listing.controls(page, kept))
        )

    async def turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        """A press that turns the page; whoever presses sees their own dossier."""
        self.count(interaction)
        await respond.defer_press(interaction)
        await self.show(interaction, int(match["page"]))

    async def remove(self, interaction: Interaction, typed: str) -> None:
        asker = asker_of(interaction)
        ids = await self._run(lambda: self._ids(asker))
        passage = next((kept for kept in ids if kept == typed.strip().lower()), None)
        if passage is None:
            raise RefusedError("That passage is not in your dossier. /dossier show lists what is.")
        await self._run(lambda: self._dossiers.remove(asker.user, _server(asker), passage))
        await respond.say(interaction, [f"`{passage}` is no longer in your dossier."])

    async def clear(self, interaction: Interaction) -> None:
        asker = asker_of(interaction)
        count = await self._run(lambda: self._dossiers.clear(asker.user, _server(asker)))
        await respond.say(interaction, [f"Your dossier is empty now; {counted(count, 'citation')} removed."])

    async def export(self, interaction: Interaction, form: listing.Form) -> None:
        cited = self._citing(interaction)

        def find() -> tuple[listing.File, int]:
            ids = self._ids(asker_of(interaction))
            return listing.export(cited(ids), form), len(ids)

        (name, data, count), kept = await self._run(find)
        if not kept:
            await respond.say(interaction, [listing.EMPTY])
            return
        if len(data) > interaction.filesize_limit:
            raise RefusedError("Your dossier is too large for a file here. Remove some citations and try again.")
        view = components.notice([listing.exported(form, count, kept)], files=[name])
        await respond.fill(interaction, view, [discord.File(io.BytesIO(data), name)])

    async def complete(self, interaction: Interaction, typed: str) -> completion.Choices:
        """The newest citations in the dossier that may be seen here and hold what is typed."""
        services, asker = self._services, asker_of(interaction)
        scope = services.access.scope(asker, private=True)

        def find() -> completion.Choices:
            newest = self._dossiers.passages(asker.user, _server(asker))[::-1][: limits.CHOICES]
            found = services.archive.records(newest, scope)
            choices = [app_commands.Choice(name=listing.choice(record), value=record.id) for record in found]
            words = typed.casefold().split()
            return [choice for choice in choices if all(word in choice.name.casefold() for word in words)]

        return await completion.offer(interaction, services.look_ups, find)

    def _ids(self, asker: Asker) -> list[str]:
        return self._dossiers.passages(asker.user, _server(asker))

    def _citing(self, interaction: Interaction) -> Callable[[list[str]], listing.Citations]:
        """What says what became of ids, as far as the asker may see it now; it blocks."""
        archive = self._services.archive
        scope = self._services.access.scope(asker_of(interaction), private=True)
        return lambda ids: archive.cite(ids, scope) if ids else ()

    async def _run(self, work: Callable[[], Result]) -> Result:
        """Off the event loop, where no search waits for it."""
        return await self._services.cites.run(work)

    def group(self) -> app_commands.Group:
        """The commands of a dossier."""
        group = app_commands.Group(name="dossier", description="The citations you keep in this server")

        @group.command(name="show", description="Your dossier, and whether its sources still say what you keep")
        async def show(interaction: Interaction) -> None:
            self.count(interaction)
            await respond.defer(interaction)
            await self.show(interaction, 1)

        @group.command(name="remove", description="Take a citation out of your dossier")
        @app_commands.rename(passage="id")
        @app_commands.describe(passage="The passage's id")
        async def remove(interaction: Interaction, passage: app_commands.Range[str, 1, _MAX_ID]) -> None:
            await respond.defer(interaction)
            await self.remove(interaction, passage)

        @remove.autocomplete("passage")
        async def complete(interaction: Interaction, typed: str) -> completion.Choices:
            return await self.complete(interaction, typed)

        @group.command(name="clear", description="Empty your dossier in this server")
        async def clear(interaction: Interaction) -> None:
            await respond.defer(interaction)
            await self.clear(interaction)

        @group.command(name="export", description="Your dossier as a file")
        @app_commands.rename(form="format")
        @app_commands.describe(form="The format of the file")
        @app_commands.choices(form=[app_commands.Choice(name=name, value=form) for form, name in listing.FORMS.items()])
        async def export(interaction: Interaction, form: app_commands.Choice[str]) -> None:
            self.count(interaction)
            await respond.defer(interaction)
            await self.export(interaction, cast("listing.Form", form.value))

        return group


def _forget_me(services: Services) -> app_commands.Command[Any, [], None]:
    @app_commands.command(name="forget-me", description="Erase everything I keep about you, in every server")
    async def forget_me(interaction: Interaction) -> None:
        await respond.defer(interaction)
        for forget in services.hooks.forget:
            done = forget(interaction.user.id)
            if inspect.isawaitable(done):
                await done
        await respond.say(interaction, [_FORGOTTEN])

    return forget_me


def _server(asker: Asker) -> int:
    return index.NO_SERVER if asker.guild is None else asker.guild
