"""`/archive`: what moderators do with the archive, checked with every use and noted in the audit log."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Final, cast

import discord
from discord import app_commands, ui

import index
from bot import completion, dates, render, text
from bot.access import Asker, asker_of
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.reindex import words
from bot.reindex.audit import Audit
from bot.reindex.follow import Follower
from bot.reindex.waiting import Waiting
from bot.reindex.workshop import Workshop
from bot.render import Control
from bot.status._cog import show_status

Interaction = discord.Interaction[DatelineClient]

BUTTON: Final = re.compile(r"ra:(?P<action>cancel|replace|undo):(?P<what>[0-9a-f-]{1,40})")
_NOT_A_MODERATOR: Final = "Only moderators of this server can do that."
_NAME: Final = 200
_LABEL: Final = 100
_NO_MENTIONS: Final = discord.AllowedMentions.none()


def install(client: DatelineClient, workshop: Workshop) -> None:
    """Adds the commands and their buttons to the bot, and goes on telling of a reindex that runs."""
    moderation = Moderation(client, workshop)
    client.tree.add_command(moderation.group())
    client.add_dynamic_items(_button(moderation))
    client.begins.append(moderation.follower.resume)


class Moderation:
    """The commands' answers. All but the message of a reindex are seen by who asked alone."""

    def __init__(self, client: DatelineClient, workshop: Workshop) -> None:
        self._client = client
        self._workshop = workshop
        self._audit = Audit(client.data)
        self._waiting = Waiting(client.clock)
        self._starting = asyncio.Lock()
        self.follower = Follower(client, workshop)

    async def reindex(self, interaction: Interaction, force: bool) -> None:
        await self._admit(interaction, "reindex --force" if force else "reindex")
        async with self._starting:
            await self._refuse_second()
            message = await _post(interaction)
            reindex = await asyncio.to_thread(lambda: self._workshop.start(force=force))
            self.follower.begin(message, reindex)
        await _say(interaction, ["Started. I tell how far it is in the channel; searches go on meanwhile."])

    async def cancel(self, interaction: Interaction, pid: str) -> None:
        await self._admit(interaction, "cancel")
        running = await asyncio.to_thread(self._workshop.find)
        if running is None or str((await asyncio.to_thread(running.step)).pid) != pid:
            raise RefusedError("That reindex has ended already.")
        await asyncio.to_thread(running.cancel)
        await _say(interaction, ["It stops in a moment. What was embedded is kept for the next reindex."])

    async def report(self, interaction: Interaction, generation: int | None) -> None:
        asker = await self._admit(interaction, "report", _number(generation))
        found = await asyncio.to_thread(self._workshop.report, generation)
        seen = words.beside(found, self._client.access.hidden(asker, private=True))
        name = f"report-{found.generation}.txt"
        file = discord.File(io.BytesIO(words.full(seen).encode("utf-8", "replace")), name)
        view = render.notice([words.summary(seen)], files=[name])
        await interaction.edit_original_response(view=view, attachments=[file], allowed_mentions=_NO_MENTIONS)

    async def rollback(self, interaction: Interaction, generation: int | None) -> None:
        await self._admit(interaction, "rollback", _number(generation))
        swap = await asyncio.to_thread(self._workshop.rollback, generation)
        line = f"Generation {swap.generation} is served from now on; before it was {swap.previous}."
        await _say(interaction, [f"{line}\n-# /archive rollback with a number goes back; a reindex makes a new one."])

    async def add(self, interaction: Interaction, file: discord.Attachment, folder: str | None) -> None:
        deposit = self._workshop.deposit()
        path = deposit.path(file.filename, folder)
        asker = await self._admit(interaction, "add", path)
        self._check_visible(asker, path)
        if file.size > self._workshop.most_bytes():
            raise RefusedError("That file is larger than the archive takes (the setting max_file_mib).")
        data = await file.read()
        documents = await asyncio.to_thread(deposit.look, path, data)
        if await asyncio.to_thread(deposit.holds, path):
            token = self._waiting.keep(asker.user, path, data)
            line = f"There is a document {_quoted(path)} already. Replace it? The old one goes to the trash."
            await _say(interaction, [line], [Control(f"ra:replace:{token}", "Replace it")])
            return
        await asyncio.to_thread(deposit.put, path, data)
        await _say(interaction, [_added(path, documents)])

    async def replace(self, interaction: Interaction, token: str) -> None:
        offer = self._waiting.take(token, interaction.user.id)
        await self._admit(interaction, "replace", offer.path if offer else None)
        if offer is None:
            raise RefusedError("I no longer have that file. Please add it again.")
        deposit = self._workshop.deposit()
        undo = await asyncio.to_thread(lambda: deposit.put(offer.path, offer.data, replace=True))
        await _say(interaction, [f"{_quoted(offer.path)} is replaced.\n{_REINDEX}"], _undo(undo))

    async def remove(self, interaction: Interaction, path: str) -> None:
        asker = await self._admit(interaction, "remove", path)
        self._check_visible(asker, path)
        deposit = self._workshop.deposit()
        file = await asyncio.to_thread(_file_of, deposit, path)
        undo = await asyncio.to_thread(deposit.remove, file)
        line = f"{_quoted(file)} is in the trash.\n{_REINDEX} Its citations still resolve then."
        await _say(interaction, [line], _undo(undo))

    async def undo(self, interaction: Interaction, token: str) -> None:
        await self._admit(interaction, "undo", token)
        path = await asyncio.to_thread(self._workshop.deposit().restore, token)
        await _say(interaction, [f"{_quoted(path)} is back in the archive.\n{_REINDEX}"])

    async def complete(self, interaction: Interaction, typed: str) -> completion.Choices:
        """Documents that a moderator may see; others are offered nothing."""
        asker = asker_of(interaction)
        if not self._client.access.moderates(asker):
            return []
        hidden = self._client.access.hidden(asker, private=True)

        def find() -> completion.Choices:
            found = self._client.archive.named(typed, hidden)
            fitting = [one.path for one in found if len(one.path) <= _LABEL]
            return [app_commands.Choice(name=path, value=path) for path in fitting]

        return await completion.offer(interaction, find)

    async def _admit(self, interaction: Interaction, action: str, what: str | None = None) -> Asker:
        """Whoever acts, if they may; either way it is noted."""
        asker = asker_of(interaction)
        allowed = self._client.access.moderates(asker)
        await asyncio.to_thread(lambda: self._audit.note(asker, action, allowed=allowed, what=what))
        if not allowed:
            raise RefusedError(_NOT_A_MODERATOR)
        return asker

    async def _refuse_second(self) -> None:
        running = await asyncio.to_thread(self._workshop.find)
        if running is not None:
            step = await asyncio.to_thread(running.step)
            since = f"{step.since:%-d} {index.MONTHS[step.since.month - 1]}, {step.since:%H:%M} UTC"
            raise RefusedError(f"This archive is being reindexed already, by {step.user} on {step.host} since {since}.")

    def _check_visible(self, asker: Asker, path: str) -> None:
        folder = path.partition("/")[0] if "/" in path else ""
        if folder in self._client.access.hidden(asker, private=True):
            raise RefusedError("That folder is not one you may see.")

    def group(self) -> app_commands.Group:
        """The commands."""
        group = app_commands.Group(
            name="archive",
            description="The archive that is searched here",
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._add_release(group)
        self._add_files(group)
        return group

    def _add_release(self, group: app_commands.Group) -> None:
        @group.command(name="status", description="What the archive holds, and when it was last indexed")
        async def status(interaction: Interaction) -> None:
            await show_status(interaction)

        @group.command(name="reindex", description="Index the archive anew while searches go on")
        @app_commands.describe(force="Publish even if most documents are gone or judged queries fare worse")
        async def reindex(interaction: Interaction, force: bool = False) -> None:
            await _defer(interaction)
            await self.reindex(interaction, force)

        @group.command(name="report", description="What a reindex did, the latest one by default")
        @app_commands.describe(generation="The number of the generation that it made")
        async def report(interaction: Interaction, generation: _Generation | None = None) -> None:
            await _defer(interaction)
            await self.report(interaction, generation)

        @group.command(name="rollback", description="Search in an earlier generation again, by default the one before")
        @app_commands.describe(generation="The number of the generation")
        async def rollback(interaction: Interaction, generation: _Generation | None = None) -> None:
            await _defer(interaction)
            await self.rollback(interaction, generation)

    def _add_files(self, group: app_commands.Group) -> None:
        @group.command(name="add", description="Put a file into the archive; the next reindex makes it found")
        @app_commands.describe(file="A text, Markdown, HTML, PDF, DOCX or mail file", folder="A folder of the archive")
        async def add(
            interaction: Interaction,
            file: discord.Attachment,
            folder: app_commands.Range[str, 1, _LABEL] | None = None,
        ) -> None:
            await _defer(interaction)
            await self.add(interaction, file, folder)

        @group.command(name="remove", description="Move a document to the trash, which can be undone")
        @app_commands.describe(document="Its path in the archive")
        async def remove(interaction: Interaction, document: app_commands.Range[str, 1, _NAME]) -> None:
            await _defer(interaction)
            await self.remove(interaction, document)

        @remove.autocomplete("document")
        async def complete(interaction: Interaction, typed: str) -> completion.Choices:
            return await self.complete(interaction, typed)


_Generation = app_commands.Range[int, 1, 999_999]
_REINDEX: Final = "-# /archive reindex makes the change show in searches."


def _button(moderation: Moderation) -> type[ui.DynamicItem[ui.Button[ui.LayoutView]]]:
    """The buttons: of a reindex's message, which anyone can see, and of answers."""

    class ArchiveButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template=BUTTON):
        @classmethod
        async def from_custom_id(
            cls, interaction: discord.Interaction[discord.Client], item: ui.Item[ui.LayoutView], match: object, /
        ) -> ArchiveButton:
            return cls(cast("ui.Button[ui.LayoutView]", item))

        async def callback(self, interaction: discord.Interaction[discord.Client]) -> None:
            known = cast("Interaction", interaction)
            await known.client.pressed(known, lambda: _press(moderation, known, self.custom_id))

    return ArchiveButton


async def _press(moderation: Moderation, interaction: Interaction, custom_id: str) -> None:
    match = BUTTON.fullmatch(custom_id)
    if match is None:
        raise RefusedError("I don't know that button any more.")
    await _defer(interaction)
    acts = {"cancel": moderation.cancel, "replace": moderation.replace, "undo": moderation.undo}
    await acts[match["action"]](interaction, match["what"])


async def _post(interaction: Interaction) -> discord.Message:
    """The message that will tell how far the reindex is."""
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        raise RefusedError("I can't write messages here. Please use a text channel.")
    try:
        return await channel.send(view=render.notice(["**Reindexing** · Starting"]), allowed_mentions=_NO_MENTIONS)
    except discord.Forbidden as error:
        raise RefusedError("I may not write in this channel. Allow me to, or use another one.") from error


def _file_of(deposit: index.Deposit, path: str) -> str:
    """The file of a document: its own, or the one that holds it with others (`box.mbox#2`)."""
    return path if deposit.holds(path) else re.sub(r"#\d+$", "", path)


def _added(path: str, documents: tuple[index.Document, ...]) -> str:
    first = documents[0]
    line = f"{_quoted(path)} is in the archive: {text.label(first.title, _LABEL)}, {dates.span(first.date)}"
    more = f", and {len(documents) - 1:,} more documents in it" if len(documents) > 1 else ""
    return f"{line}{more}.\n{_REINDEX}"


def _undo(token: str | None) -> list[Control]:
    return [Control(f"ra:undo:{token}", "Undo")] if token else []


def _quoted(path: str) -> str:
    return f"**{text.label(path, _NAME)}**"


def _number(generation: int | None) -> str | None:
    return None if generation is None else str(generation)


async def _defer(interaction: Interaction) -> None:
    await interaction.response.defer(thinking=True, ephemeral=True)


async def _say(interaction: Interaction, texts: list[str], controls: list[Control] | None = None) -> None:
    view = render.notice(texts, [controls or []])
    await interaction.edit_original_response(view=view, allowed_mentions=_NO_MENTIONS)
