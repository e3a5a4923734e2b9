"""What a person does with their dossier: showing, adding, removing, noting, emptying and exporting."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TypeVar

import discord
from discord import app_commands

import index
from bot.access import Asker, asker_of
from bot.dossier import custom_ids, exports, listing, wording
from bot.errors import RefusedError
from bot.services import Services
from bot.ui import citations, completion, components, limits, respond
from bot.ui.components import Block, Control, Section
from bot.ui.respond import Interaction

Result = TypeVar("Result")


class Dossiers:
    """Fills answers that were deferred, for their asker alone."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.kept = index.Dossiers(services.data)

    async def keep(self, interaction: Interaction, cited: index.Cited) -> None:
        """Puts a citation into the presser's dossier, and says so."""
        asker, record = asker_of(interaction), cited.record
        if record.erased:
            raise RefusedError("That passage was erased, so there is nothing to keep.")
        done = await self._run(lambda: self.kept.add(asker.user, _server(asker), record.id))
        if done == "full":
            raise RefusedError(f"Your dossier is full ({index.MAX_CITATIONS} citations). Export it, or remove some.")
        title = citations.title(record.title, record.title_origin, record.path)
        controls = [Control(custom_ids.action(custom_ids.NOTE, asker.user, about=record.id), "Write a note")]
        if done == "added":
            controls.append(Control(custom_ids.action(custom_ids.REMOVE, asker.user, about=record.id), "Undo"))
        await respond.say(interaction, [wording.added(title, done, self._services.commands)], controls)

    async def forget(self, person: int) -> None:
        await self._run(lambda: self.kept.forget(person))

    def count(self, interaction: Interaction) -> None:
        """Counts what is asked for before it is begun; raises `RefusedError` for one too many."""
        self._services.access.count_cite(asker_of(interaction))

    async def show(self, interaction: Interaction, wanted: int, done: Block | None = None) -> None:
        """A page, below what was just done."""
        asker = asker_of(interaction)
        cited = self._citing(asker)

        def find() -> tuple[listing.Page, listing.Found]:
            page = listing.Page.of(self._entries(asker), wanted)
            return page, cited(page.ids)

        page, found = await self._run(find)
        above = [done] if done else []
        blocks = listing.draw(page, found, above) if page.kept else [*above, listing.EMPTY]
        rows = listing.controls(page, found, asker.user) if page.kept else []
        await respond.fill(interaction, components.page(blocks, rows))

    async def remove(self, interaction: Interaction, passage: str, page: int) -> None:
        """Takes an entry out and offers Undo, above the page on which that was asked for."""
        asker = asker_of(interaction)
        done = await self._run(lambda: self.kept.remove(asker.user, _server(asker), passage))
        if done is None:
            raise RefusedError("That passage isn't in your dossier. /dossier show lists what is.")
        undo = Control(custom_ids.action(custom_ids.UNDO, asker.user, page, done.number), "Undo")
        await self._answer(interaction, page, Section(wording.removed(await self.named(asker, passage)), undo))

    async def undo(self, interaction: Interaction, number: int, page: int) -> None:
        """Brings back what a removal took."""
        asker = asker_of(interaction)
        done = await self._run(lambda: self.kept.restore(asker.user, _server(asker), number))
        if done == "full":
            raise RefusedError("Your dossier has no room for what was removed. Remove some citations and try again.")
        if not done:
            raise RefusedError("There is nothing left to bring back: it is in your dossier, or was erased after a day.")
        await self._answer(interaction, page, wording.restored(done))

    async def write_note(self, interaction: Interaction, passage: str, note: str, page: int) -> None:
        """Keeps what was written on an entry, in place of the note before."""
        asker, kept = asker_of(interaction), note.strip()
        if len(kept) > index.MAX_NOTE:
            raise RefusedError(f"A note has at most {index.MAX_NOTE} characters.")
        if not await self._run(lambda: self.kept.write_note(asker.user, _server(asker), passage, kept)):
            raise RefusedError("That passage isn't in your dossier any more, so the note has no place.")
        if page:
            await self.show(interaction, page)
        else:
            await respond.say(interaction, [wording.noted(await self.named(asker, passage), kept)])

    async def note(self, interaction: Interaction, passage: str) -> str | None:
        """The note on an entry; None where the entry is not there. In time for an answer that is not deferred."""
        asker = asker_of(interaction)
        entries = await self._services.look_ups.run(lambda: self._entries(asker))
        return next((entry.note for entry in entries if entry.passage == passage), None)

    async def ask_to_clear(self, interaction: Interaction) -> None:
        """Says what would go, and asks."""
        asker = asker_of(interaction)
        entries = await self._run(lambda: self._entries(asker))
        if not entries:
            await respond.say(interaction, [listing.EMPTY])
            return
        notes = sum(bool(entry.note) for entry in entries)
        clear = custom_ids.action(custom_ids.CLEAR, asker.user, about=len(entries))
        controls = [Control(clear, "Empty my dossier", style="danger"), wording.cancel(asker.user)]
        await respond.say(interaction, [wording.asked_to_clear(len(entries), notes)], controls)

    async def clear(self, interaction: Interaction, asked_of: int) -> None:
        """Empties the dossier, if it is what was asked about; else asks again."""
        asker = asker_of(interaction)
        if len(await self._run(lambda: self._entries(asker))) != asked_of:
            await self.ask_to_clear(interaction)
            return
        done = await self._run(lambda: self.kept.clear(asker.user, _server(asker)))
        if done is None:
            await respond.say(interaction, [listing.EMPTY])
            return
        undo = Control(custom_ids.action(custom_ids.UNDO, asker.user, about=done.number), "Undo")
        await respond.fill(interaction, components.page([Section(wording.cleared(done.entries), undo)]))

    async def export(self, interaction: Interaction, wanted: exports.Wanted) -> None:
        asker = asker_of(interaction)
        cited = self._citing(asker)

        def find() -> tuple[exports.Exported, int]:
            entries = self._entries(asker)
            notes = {entry.passage: entry.note for entry in entries if entry.note}
            return exports.export(cited([entry.passage for entry in entries]), notes, wanted), len(entries)

        exported, kept = await self._run(find)
        if not kept:
            await respond.say(interaction, [listing.EMPTY])
            return
        if max(map(len, exported.files.values())) > interaction.filesize_limit:
            raise RefusedError("Your dossier is too large for a file here. Remove some citations and try again.")
        files = [discord.File(io.BytesIO(data), name) for name, data in exported.files.items()]
        view = components.notice([exports.caption(exported, wanted, kept)], files=exported.files)
        await respond.fill(interaction, view, files)

    async def bundle(self, interaction: Interaction) -> None:
        """Fills the answer that was deferred with an evidence bundle of all entries that may be seen here."""
        asker, archive, stream = asker_of(interaction), self._services.archive, io.BytesIO()
        scope, most = self._services.access.scope(asker, private=True), interaction.filesize_limit

        def make() -> index.Bundled | None:
            kept = [entry.passage for entry in self._entries(asker)]
            return archive.bundle(kept, stream, scope, most_bytes=most, lenient=True) if kept else None

        done = await self._run(make)
        if done is None:
            await respond.say(interaction, [listing.EMPTY])
            return
        stream.seek(0)
        view = components.notice([exports.bundle_caption(done)], files=[exports.BUNDLE])
        await respond.fill(interaction, view, [discord.File(stream, exports.BUNDLE)])

    async def complete(self, interaction: Interaction, typed: str) -> completion.Choices:
        """The newest citations in the dossier that may be seen here and hold what is typed."""
        services, asker = self._services, asker_of(interaction)
        scope = services.access.scope(asker, private=True)

        def find() -> completion.Choices:
            newest = [entry.passage for entry in self._entries(asker)[::-1][: limits.CHOICES]]
            found = services.archive.records(newest, scope)
            choices = [app_commands.Choice(name=listing.choice(record), value=record.id) for record in found]
            words = typed.casefold().split()
            return [choice for choice in choices if all(word in choice.name.casefold() for word in words)]

        return await completion.offer(interaction, services.look_ups, find)

    async def named(self, asker: Asker, passage: str) -> str:
        """A passage's title to be shown, or its id where it has none or may not be seen."""
        services = self._services
        scope = services.access.scope(asker, private=True)
        found = await services.look_ups.run(lambda: services.archive.records([passage], scope))
        if not found or found[0].erased:
            return f"`{passage}`"
        return f"**{citations.title(found[0].title, found[0].title_origin, found[0].path)}**"

    async def _answer(self, interaction: Interaction, page: int, done: Block) -> None:
        if page:
            await self.show(interaction, page, done)
        else:
            await respond.fill(interaction, components.page([done]))

    def _entries(self, asker: Asker) -> list[index.DossierEntry]:
        return self.kept.entries(asker.user, _server(asker))

    def _citing(self, asker: Asker) -> Callable[[list[str]], listing.Found]:
        """What says what became of ids, as far as the asker may see it now; it blocks."""
        archive = self._services.archive
        scope = self._services.access.scope(asker, private=True)
        return lambda ids: archive.cite(ids, scope) if ids else ()

    async def _run(self, work: Callable[[], Result]) -> Result:
        """Off the event loop, where no search waits for it."""
        return await self._services.cites.run(work)


def _server(asker: Asker) -> int:
    return index.NO_SERVER if asker.guild is None else asker.guild
