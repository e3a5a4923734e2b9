"""What moderators put into the archive and take out of it, and how it comes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeVar

import discord
from discord import app_commands

import index
from bot.access import asker_of
from bot.errors import RefusedError
from bot.moderation.pending_uploads import PendingUploads
from bot.moderation.permission import Permission
from bot.moderation.wording import REINDEX_HINT, bold_path
from bot.services import Services
from bot.ui import completion, dates, limits, respond, text
from bot.ui.components import Control
from bot.ui.respond import Interaction

Result = TypeVar("Result")

MAX_LABEL: Final = 100
"""Most characters of a choice, and of a folder's name."""
_MAX_WHY: Final = 500


class Files:
    """The answers to commands about files, seen by who asked alone."""

    def __init__(self, services: Services, permission: Permission) -> None:
        self._services = services
        self._engine = services.engine
        self._permission = permission
        self._pending = PendingUploads(services.clock)
        services.hooks.forget.append(self._pending.forget)
        services.hooks.expire.append(self._pending.expire)

    async def add(self, interaction: Interaction, file: discord.Attachment, folder: str | None) -> None:
        named = f"{folder}/{file.filename}" if folder else file.filename
        asker = await self._permission.admit(interaction, "add", named)
        archive = self._engine.archive_folder()
        path = archive.path(file.filename, folder)
        self._permission.check_visible(asker, path)
        if file.size > self._engine.most_bytes():
            raise RefusedError("That file is larger than the setting max_file_mib allows.")
        self._services.access.count_cite(asker)
        data = await file.read()
        documents, taken = await self._run(lambda: (archive.look(path, data), archive.holds(path)))
        if taken:
            token = self._pending.keep(asker.user, path, data)
            line = f"There is a document {bold_path(path)} already. Replace it? The old one goes to the trash."
            await respond.say(interaction, [line], [Control(f"ra:replace:{token}", "Replace it")])
            return
        await self._run(lambda: archive.put(path, data))
        await respond.say(interaction, [_added(path, documents)])

    async def replace(self, interaction: Interaction, token: str) -> None:
        upload = self._pending.take(token, interaction.user.id)
        asker = await self._permission.admit(interaction, "replace", upload.path if upload else None)
        if upload is None:
            raise RefusedError("I no longer have that file. Please add it again.")
        self._permission.check_visible(asker, upload.path)
        archive = self._engine.archive_folder()
        undo = await self._run(lambda: archive.put(upload.path, upload.data, replace=True))
        await respond.say(interaction, [f"{bold_path(upload.path)} is replaced.\n{REINDEX_HINT}"], _undo(undo))

    async def remove(self, interaction: Interaction, path: str) -> None:
        asker = await self._permission.admit(interaction, "remove", path)
        self._permission.check_visible(asker, path)
        archive = self._engine.archive_folder()

        def remove() -> tuple[str, str]:
            file = _file_of(archive, path)
            return file, archive.remove(file)

        file, undo = await self._run(remove)
        line = f"{bold_path(file)} is in the trash.\n{REINDEX_HINT} Its citations still resolve."
        await respond.say(interaction, [line], _undo(undo))

    async def restore(self, interaction: Interaction, token: str) -> None:
        """Brings back what was removed or replaced: by a button, or by the command once the button is gone."""
        archive = self._engine.archive_folder()
        kept = await self._run(lambda: archive.kept(token))
        asker = await self._permission.admit(interaction, "restore", kept.path if kept else token)
        if kept is not None:
            self._permission.check_visible(asker, kept.path)
        path = await self._run(lambda: archive.restore(token))
        await respond.say(interaction, [f"{bold_path(path)} is back in the archive.\n{REINDEX_HINT}"])

    async def _run(self, work: Callable[[], Result]) -> Result:
        """Off the event loop, where no search waits for it: reading a file and writing a large one take long."""
        return await self._services.cites.run(work)

    async def offer_documents(
        self, interaction: Interaction, typed: str, *, undated_first: bool = False
    ) -> completion.Choices:
        """Documents that a moderator may see, those without a date first if wanted; others are offered nothing."""
        asker = asker_of(interaction)
        if not self._services.access.moderates(asker):
            return []
        scope = self._services.access.scope(asker, private=True)

        def find() -> completion.Choices:
            found = self._services.archive.named(typed, scope, undated_first=undated_first)
            fitting = [document.path for document in found if len(document.path) <= MAX_LABEL]
            return [app_commands.Choice(name=text.path_line(path), value=path) for path in fitting]

        return await completion.offer(interaction, self._services.look_ups, find)

    async def offer_trash(self, interaction: Interaction, typed: str) -> completion.Choices:
        """What lies in the trash, the latest first, as far as a moderator may see it."""
        asker = asker_of(interaction)
        if not self._services.access.moderates(asker):
            return []
        scope = self._services.access.scope(asker, private=True)

        def find() -> completion.Choices:
            kept = self._engine.archive_folder().trash()
            seen = [file for file in kept if typed.casefold() in file.path.casefold() and scope.sees(file.path)]
            return [app_commands.Choice(name=_choice(file), value=file.token) for file in seen[: limits.CHOICES]]

        return await completion.offer(interaction, self._services.look_ups, find)


def _choice(kept: index.Trashed) -> str:
    """A choice's name: when, then as much of the path's end as fits."""
    at = f"{dates.moment(kept.at)} · "
    room = MAX_LABEL - len(at)
    path = text.path_line(kept.path)
    return at + (path if len(path) <= room else f"…{path[1 - room :]}")


def _file_of(archive: index.ArchiveFolder, path: str) -> str:
    """The file of a document: its own, or the one that holds it with others (`box.mbox#2`)."""
    return path if archive.holds(path) else re.sub(r"#\d+$", "", path)


def _added(path: str, documents: tuple[index.Document, ...]) -> str:
    first = documents[0]
    line = f"{bold_path(path)} is in the archive: {text.label(first.title, MAX_LABEL)}, {dates.span(first.date)}"
    more = f", and {len(documents) - 1:,} more documents in it" if len(documents) > 1 else ""
    return f"{line}{more}.\n{_dating(first)}{REINDEX_HINT}"


def _dating(document: index.Document) -> str:
    """Why a document has no date, and what gives it one; empty for one that has."""
    if document.date is not None:
        return ""
    told = index.undated(document)
    said = f"Why: {told.reason}. To date it, {told.in_chat}."
    return f"-# {text.label(said, _MAX_WHY)}\n"


def _undo(token: str | None) -> list[Control]:
    return [Control(f"ra:undo:{token}", "Undo")] if token else []
