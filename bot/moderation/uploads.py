"""Files that moderators put into the archive: read first, asked before one is replaced, and taken back by a press."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Final

import discord

import index
from bot.access import Asker
from bot.attachments import download
from bot.errors import BusyError, RefusedError
from bot.moderation import answers, file_texts
from bot.moderation.answers import Waiting
from bot.moderation.permission import Permission
from bot.moderation.questions import Questions
from bot.moderation.share import Share, majority
from bot.services import Services
from bot.ui import respond
from bot.ui.components import Control
from bot.ui.respond import Interaction

MAX_UPLOADS: Final = 4
"""Files that wait for an answer; their bytes are in memory."""
_UNDONE: Final = "Nothing was added"


@dataclass(frozen=True, slots=True)
class _Upload:
    """A file that was handed over, for a path that is taken."""

    what: str
    data: bytes
    found: index.Contents
    why: None = None


class Uploads:
    """The answers, seen by who asked alone."""

    def __init__(self, services: Services, permission: Permission) -> None:
        self._services = services
        self._engine = services.engine
        self._permission = permission
        self._questions: Questions[_Upload] = Questions(services, permission, "archive add", MAX_UPLOADS)

    async def add(self, interaction: Interaction, file: discord.Attachment, folder: str | None) -> None:
        """Puts a file into the archive, or asks whether it replaces the one that is there."""
        named = f"{folder}/{file.filename}" if folder else file.filename
        asker = await self._permission.admit(interaction, "add", named)
        path = self._engine.archive_folder().path(file.filename, folder)
        self._permission.check_visible(asker, path)
        if file.size > self._engine.most_bytes():
            most = self._engine.most_bytes() // (1024 * 1024)
            raise RefusedError(f"That file is larger than {most} MiB, which is the most I read. Please split it.")
        self._services.access.count_cite(asker)
        async with answers.waiting(interaction) as waiting:
            upload, taken = await self._read(waiting, file, path)
            if taken:
                await self._ask(interaction, asker, upload)
            else:
                await self._put(interaction, asker, upload)

    async def replace(self, interaction: Interaction, token: str) -> None:
        """Puts the file in the place of the one that is there."""
        asker, upload = await self._questions.answered(interaction, token, "replace")
        self._permission.check_visible(asker, upload.what)
        archive = self._engine.archive_folder()
        undo = await self._services.cites.run(lambda: archive.put(upload.what, upload.data, replace=True))
        if undo is None:  # whatever was there is gone by now
            await self._tell(interaction, asker, upload)
            return
        await respond.say(
            interaction,
            [file_texts.replaced(upload.what, upload.found, self._services.commands)],
            [Control(f"ra:undo:{undo}", "Undo")],
        )

    async def _read(self, waiting: Waiting, file: discord.Attachment, path: str) -> tuple[_Upload, bool]:
        """The file with its documents, and whether there is one in its place."""
        archive = self._engine.archive_folder()
        data = await waiting.during(file_texts.downloading(path, file.size), download(file, _UNDONE, "/archive add"))
        work = self._services.cites.run(lambda: (archive.look(path, data), archive.holds(path)))
        said = file_texts.reading(path, may_be_scan=archive.may_be_scan(path))
        found, taken = await waiting.during(said, work)
        return _Upload(path, data, found), taken

    async def _ask(self, interaction: Interaction, asker: Asker, upload: _Upload) -> None:
        texts = file_texts.question(upload.what, await self._share(asker, upload), self._services.commands)
        button = Control(f"ra:replace:{self._questions.ask(asker, upload)}", "Replace it", style="danger")
        await respond.say(interaction, texts, [button])

    async def _put(self, interaction: Interaction, asker: Asker, upload: _Upload) -> None:
        archive = self._engine.archive_folder()
        await self._services.cites.run(lambda: archive.put(upload.what, upload.data))
        await self._tell(interaction, asker, upload)

    async def _tell(self, interaction: Interaction, asker: Asker, upload: _Upload) -> None:
        archive = self._engine.archive_folder()
        mark = await self._services.cites.run(lambda: archive.mark(upload.what))
        texts = file_texts.added(upload.what, upload.found, await self._share(asker, upload), self._services.commands)
        await respond.say(interaction, texts, [Control(f"ra:unadd:{mark}", "Undo")])

    async def _share(self, asker: Asker, upload: _Upload) -> Share | None:
        """Whether the file is most of what its moderator may see; an archive that can't be asked stops no upload."""
        scope = self._services.access.scope(asker, private=True)
        with contextlib.suppress(index.DatelineError, BusyError):
            holdings = await self._services.look_ups.run(lambda: self._services.archive.holdings(scope))
            return majority(upload.found.documents, holdings)
        return None
