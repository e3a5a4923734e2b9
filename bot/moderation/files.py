"""What moderators take out of the archive, and how it comes back; each answer offers to undo what it tells of."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from discord import app_commands

import index
from bot.access import asker_of
from bot.moderation import file_texts
from bot.moderation.file_texts import MAX_LABEL
from bot.moderation.permission import Permission
from bot.services import Services
from bot.ui import completion, limits, respond, text
from bot.ui.components import Control
from bot.ui.respond import Interaction

Result = TypeVar("Result")


class Files:
    """The answers to commands about files, seen by who asked alone."""

    def __init__(self, services: Services, permission: Permission) -> None:
        self._services = services
        self._engine = services.engine
        self._permission = permission

    async def remove(self, interaction: Interaction, path: str) -> None:
        asker = await self._permission.admit(interaction, "remove", path)
        self._permission.check_visible(asker, path)
        archive = self._engine.archive_folder()

        def remove() -> tuple[str, str]:
            file = _file_of(archive, path)
            return file, archive.remove(file)

        file, undo = await self._run(remove)
        await respond.say(interaction, [file_texts.removed(file, self._services.commands)], _undo(undo))

    async def take_back(self, interaction: Interaction, mark: str) -> None:
        """Removes what was added or brought back, if it is still the same."""
        archive = self._engine.archive_folder()
        moderates = self._services.access.moderates(asker_of(interaction))  # nobody else has the archive looked through
        found = await self._run(lambda: archive.marked(mark)) if moderates else None
        asker = await self._permission.admit(interaction, "undo add", found or mark)
        if found is not None:
            self._permission.check_visible(asker, found)
        path, undo = await self._run(lambda: archive.take_back(mark))
        await respond.say(interaction, [file_texts.removed(path, self._services.commands)], _undo(undo))

    async def restore(self, interaction: Interaction, token: str) -> None:
        """Brings back what was removed or replaced: by a button, or by the command once the button is gone."""
        archive = self._engine.archive_folder()
        kept = await self._run(lambda: archive.kept(token))
        asker = await self._permission.admit(interaction, "restore", kept.path if kept else token)
        if kept is not None:
            self._permission.check_visible(asker, kept.path)

        def restore() -> tuple[str, str | None, str]:
            path, replaced = archive.exchange(token)
            return path, replaced, archive.mark(path)

        path, replaced, mark = await self._run(restore)
        undo = _undo(replaced) if replaced else [Control(f"ra:unadd:{mark}", "Undo")]
        await respond.say(
            interaction, [file_texts.restored(path, self._services.commands, replaced=replaced is not None)], undo
        )

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
            return [
                app_commands.Choice(name=file_texts.trashed(file), value=file.token) for file in seen[: limits.CHOICES]
            ]

        return await completion.offer(interaction, self._services.look_ups, find)


def _file_of(archive: index.ArchiveFolder, path: str) -> str:
    """The file of a document: its own, or the one that holds it with others (`box.mbox#2`)."""
    return path if archive.holds(path) else re.sub(r"#\d+$", "", path)


def _undo(token: str) -> list[Control]:
    return [Control(f"ra:undo:{token}", "Undo")]
