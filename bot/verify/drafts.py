"""Drafts to be checked: a file that somebody attached, or a message, read off the event loop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

import discord

import index
from bot.attachments import download
from bot.errors import RefusedError
from bot.services import Services
from bot.verify import check as checks
from bot.verify import message_text
from bot.verify.check import Check
from bot.verify.findings import known_ids

KINDS: Final = (".txt", ".md", ".html", ".htm", ".docx")
"""How the names of drafts end."""
MAX_MIB: Final = 8
"""A draft that is larger is mostly pictures."""
MAX_WHOLE: Final = 1000
"""Characters of a message without quotation marks that is taken for one quotation."""
_OF_A_MESSAGE: Final = "That message"
_UNDONE: Final = "Nothing was checked"
_WHOLE: Final = "the message has no quotation marks, so all of it was taken for one quotation"


def refuse(file: discord.Attachment, most_bytes: int) -> None:
    """Raises `RefusedError` for a file that is no draft, by its name and its size."""
    if not is_draft(file):
        raise RefusedError(f"I check .txt, .md, .html and .docx files, and “{file.filename}” is none of them.")
    most = min(most_bytes, MAX_MIB * 1024 * 1024)
    if file.size > most:
        raise RefusedError(f"That file is larger than {most // (1024 * 1024)} MiB, which is the most I check.")


def is_draft(file: discord.Attachment) -> bool:
    """Whether a file is of a kind that is checked."""
    return PurePosixPath(file.filename.lower()).suffix in KINDS


class Drafts:
    """Reads drafts on behalf of a person, within what they may see."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def of_file(self, asker: int, file: discord.Attachment, scope: index.Scope, again: str = "/verify") -> Check:
        """All that an attached file quotes; raises `RefusedError` or `index.DraftError` where there is nothing."""
        found = await self._read(asker, file, scope, again)
        if not (found.quotations or found.ids):
            raise RefusedError(_quotes_nothing(f"“{file.filename}”", found))
        return found

    async def of_message(self, asker: int, message: discord.Message, scope: index.Scope) -> Check:
        """All that a message and what is attached to it quote; raises `RefusedError` where there is nothing."""
        again = "Check the quotations"
        words, draft = await self._services.checks.run(lambda: _read_message(message))
        found = await self._known(checks.without_places(checks.of_draft(asker, draft)), scope)
        files = [file for file in message_text.files(message) if is_draft(file)]
        if files:
            refuse(files[0], self._services.engine.most_bytes())
            if not (found.quotations or found.ids):
                return _noting(await self.of_file(asker, files[0], scope, again), files)
            found = _noting(checks.together(found, await self._read(asker, files[0], scope, again)), files)
        return found if found.quotations or found.ids else _whole(asker, words, found)

    async def _read(self, asker: int, file: discord.Attachment, scope: index.Scope, again: str) -> Check:
        data = await download(file, _UNDONE, again)
        engine = self._services.engine
        draft = await self._services.drafts.run(lambda: engine.read_draft(data, file.filename))
        return await self._known(checks.of_draft(asker, draft), scope)

    async def _known(self, check: Check, scope: index.Scope) -> Check:
        """The check with those ids alone that are ids."""
        return checks.with_ids(check, await known_ids(self._services, check.ids, scope))


def _noting(check: Check, files: Sequence[discord.Attachment]) -> Check:
    """Says that of several files one was checked."""
    return checks.noting(check, f"of the files only “{files[0].filename}” was checked") if len(files) > 1 else check


def _read_message(message: discord.Message) -> tuple[str, index.Draft]:
    words = message_text.of_message(message)
    return words, index.draft_of(words, _OF_A_MESSAGE)


def _quotes_nothing(name: str, found: Check) -> str:
    """Why there is nothing to check, and what there might have been."""
    unclosed = f" ({found.notes[0]})" if found.notes else ""
    return f"{name} quotes nothing: it has no quotation marks, no block quotes and no passage ids{unclosed}."


def _whole(asker: int, words: str, found: Check) -> Check:
    """A message that marks no quotation, as one; raises `RefusedError` for one without words or too long."""
    if not any(map(str.isalnum, words)):
        raise RefusedError("That message has no words to check.")
    if len(words) > MAX_WHOLE:
        raise RefusedError(_quotes_nothing("that message", found))
    return checks.noting(checks.of_text(asker, words.strip()), _WHOLE)
