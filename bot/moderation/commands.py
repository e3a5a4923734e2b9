"""`/archive`: what moderators do with the archive, checked with every use and noted in the audit log."""

from __future__ import annotations

import re
from typing import Final

import discord
from discord import app_commands

from bot.client import DatelineClient
from bot.moderation.clock import Clock
from bot.moderation.date import Date
from bot.moderation.erase import Erase
from bot.moderation.file_texts import MAX_LABEL
from bot.moderation.files import Files
from bot.moderation.generations import Generations
from bot.moderation.permission import Permission
from bot.moderation.questions import SomebodyElsesError
from bot.moderation.rollback import Rollback
from bot.moderation.uploads import Uploads
from bot.services import Services
from bot.ui import completion, respond
from bot.ui.respond import Interaction

BUTTON_TEMPLATE: Final = re.compile(
    r"ra:(?P<action>cancel|replace|undo|unadd|back|forth|erase|gone|undate|redate):(?P<what>[0-9a-f-]{1,40})"
)
_MAX_PATH: Final = 200
_MAX_TOKEN: Final = 40
_MAX_WHY: Final = 300
_MAX_DATE: Final = 60
_Generation = app_commands.Range[int, 1, 999_999]


def install(client: DatelineClient, services: Services) -> None:
    """Adds the commands and their buttons to the bot, goes on telling of reindexes, and looks at the clock."""
    commands = Commands(client, services)
    client.tree.add_command(commands.group())
    client.add_presses(BUTTON_TEMPLATE, commands.press)
    services.hooks.begin.append(commands.generations.progress.resume)
    services.hooks.begin.append(commands.erase.resume)
    services.hooks.end.append(commands.generations.progress.end)
    clock = Clock(client, services)
    services.hooks.begin.append(clock.begin)
    services.hooks.end.append(clock.end)
    services.hooks.forget.append(commands.generations.progress.forget)


class Commands:
    """The commands, and what answers them."""

    def __init__(self, client: DatelineClient, services: Services) -> None:
        permission = Permission(services)
        self.generations = Generations(client, services, permission)
        self.files = Files(services, permission)
        self.uploads = Uploads(services, permission)
        self.rollback = Rollback(services, permission)
        self.erase = Erase(services, permission)
        self.date = Date(services, permission)

    async def press(self, interaction: Interaction, match: re.Match[str]) -> None:
        """A button of a reindex's message, which anyone can see, or of an answer."""
        await respond.defer(interaction)
        acts = {
            "cancel": self.generations.cancel,
            "replace": self.uploads.replace,
            "undo": self.files.restore,
            "unadd": self.files.take_back,
            "back": self.rollback.switch,
            "forth": self.rollback.undo,
            "erase": self.erase.ask_again,
            "gone": self.erase.erase,
            "undate": self.date.undo,
            "redate": self.date.set_again,
        }
        try:
            await acts[match["action"]](interaction, match["what"])
        except SomebodyElsesError as error:
            await respond.say(interaction, [error.line], failed=True)

    def group(self) -> app_commands.Group:
        """The commands."""
        group = app_commands.Group(
            name="archive",
            description="The archive that is searched here",
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._add_release(group)
        self._add_files(group)
        self._add_date(group)
        self._add_erase(group)
        return group

    def _add_release(self, group: app_commands.Group) -> None:
        @group.command(name="status", description="What the archive holds, and when it was last indexed")
        async def status(interaction: Interaction) -> None:
            await respond.defer(interaction)
            await self.generations.status(interaction)

        @group.command(name="reindex", description="Reindex the archive while searches go on")
        @app_commands.describe(force="Publish even if most documents are gone or judged queries are answered worse")
        async def reindex(interaction: Interaction, force: bool = False) -> None:
            await respond.defer(interaction)
            await self.generations.reindex(interaction, force)

        @group.command(name="report", description="What a reindex did, by default the latest")
        @app_commands.describe(generation="The number of the generation that it made")
        async def report(interaction: Interaction, generation: _Generation | None = None) -> None:
            await respond.defer(interaction)
            await self.generations.report(interaction, generation)

        @group.command(name="rollback", description="Search in an earlier generation again, by default the one before")
        @app_commands.describe(generation="The number of the generation")
        async def rollback(interaction: Interaction, generation: _Generation | None = None) -> None:
            await respond.defer(interaction)
            await self.rollback.ask(interaction, generation)

    def _add_files(self, group: app_commands.Group) -> None:
        @group.command(name="add", description="Put a file into the archive; it is found after the next reindex")
        @app_commands.describe(
            file="A file with text: office, PDF, web, mail, chat, book, JSON, CSV and others",
            folder="A folder of the archive",
        )
        async def add(
            interaction: Interaction,
            file: discord.Attachment,
            folder: app_commands.Range[str, 1, MAX_LABEL] | None = None,
        ) -> None:
            await respond.defer(interaction)
            await self.uploads.add(interaction, file, folder)

        @group.command(name="remove", description="Move a document to the trash; this can be undone")
        @app_commands.describe(document="Its path in the archive")
        async def remove(interaction: Interaction, document: app_commands.Range[str, 1, _MAX_PATH]) -> None:
            await respond.defer(interaction)
            await self.files.remove(interaction, document)

        @remove.autocomplete("document")
        async def offer_documents(interaction: Interaction, typed: str) -> completion.Choices:
            return await self.files.offer_documents(interaction, typed)

        @group.command(name="restore", description="Bring a document back from the trash")
        @app_commands.describe(document="What was removed or replaced")
        async def restore(interaction: Interaction, document: app_commands.Range[str, 1, _MAX_TOKEN]) -> None:
            await respond.defer(interaction)
            await self.files.restore(interaction, document)

        @restore.autocomplete("document")
        async def offer_trash(interaction: Interaction, typed: str) -> completion.Choices:
            return await self.files.offer_trash(interaction, typed)

    def _add_date(self, group: app_commands.Group) -> None:
        @group.command(name="date", description="Date a document by hand, whatever its file says; this can be undone")
        @app_commands.describe(
            document="Its path in the archive; those without a date come first",
            date="A day, month or year, such as 1971-05-03, 1971-05 or 1971",
            why="How the date is known",
            undo="Take back the date that was set last",
        )
        async def date(
            interaction: Interaction,
            document: app_commands.Range[str, 1, _MAX_PATH],
            date: app_commands.Range[str, 1, _MAX_DATE] | None = None,
            why: app_commands.Range[str, 1, _MAX_WHY] | None = None,
            undo: bool = False,
        ) -> None:
            await respond.defer(interaction)
            await self.date.date(interaction, document, date, why, undo=undo)

        @date.autocomplete("document")
        async def offer_documents(interaction: Interaction, typed: str) -> completion.Choices:
            return await self.files.offer_documents(interaction, typed, undated_first=True)

    def _add_erase(self, group: app_commands.Group) -> None:
        @group.command(name="erase", description="Erase a document and the words of its citations; asks twice")
        @app_commands.describe(document="Its path in the archive", why="The reason; its citations will give it")
        async def erase(
            interaction: Interaction,
            document: app_commands.Range[str, 1, _MAX_PATH],
            why: app_commands.Range[str, 1, _MAX_WHY],
        ) -> None:
            await respond.defer(interaction)
            await self.erase.ask(interaction, document, why)

        @erase.autocomplete("document")
        async def offer_documents(interaction: Interaction, typed: str) -> completion.Choices:
            return await self.files.offer_documents(interaction, typed)
