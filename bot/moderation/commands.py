"""`/archive`: what moderators do with the archive, checked with every use and noted in the audit log."""

from __future__ import annotations

import re
from typing import Final, cast

import discord
from discord import app_commands, ui

from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.moderation.files import LABEL, Files
from bot.moderation.generations import Moderation
from bot.moderation.permission import Interaction, Watch
from bot.ports import Workshop
from bot.ui import completion

BUTTON: Final = re.compile(r"ra:(?P<action>cancel|replace|undo):(?P<what>[0-9a-f-]{1,40})")
_NAME: Final = 200
_TOKEN: Final = 40
_Generation = app_commands.Range[int, 1, 999_999]


def install(client: DatelineClient, workshop: Workshop) -> None:
    """Adds the commands and their buttons to the bot, and goes on telling of a reindex that runs."""
    commands = Commands(client, workshop)
    client.tree.add_command(commands.group())
    client.add_dynamic_items(_button(commands))
    client.begins.append(commands.moderation.follower.resume)


class Commands:
    """The commands, and what answers them."""

    def __init__(self, client: DatelineClient, workshop: Workshop) -> None:
        watch = Watch(client)
        self.moderation = Moderation(client, workshop, watch)
        self.files = Files(client, workshop, watch)

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
            await _defer(interaction)
            await self.moderation.status(interaction)

        @group.command(name="reindex", description="Index the archive anew while searches go on")
        @app_commands.describe(force="Publish even if most documents are gone or judged queries fare worse")
        async def reindex(interaction: Interaction, force: bool = False) -> None:
            await _defer(interaction)
            await self.moderation.reindex(interaction, force)

        @group.command(name="report", description="What a reindex did, the latest one by default")
        @app_commands.describe(generation="The number of the generation that it made")
        async def report(interaction: Interaction, generation: _Generation | None = None) -> None:
            await _defer(interaction)
            await self.moderation.report(interaction, generation)

        @group.command(name="rollback", description="Search in an earlier generation again, by default the one before")
        @app_commands.describe(generation="The number of the generation")
        async def rollback(interaction: Interaction, generation: _Generation | None = None) -> None:
            await _defer(interaction)
            await self.moderation.rollback(interaction, generation)

    def _add_files(self, group: app_commands.Group) -> None:
        @group.command(name="add", description="Put a file into the archive; the next reindex makes it found")
        @app_commands.describe(file="A text, Markdown, HTML, PDF, DOCX or mail file", folder="A folder of the archive")
        async def add(
            interaction: Interaction,
            file: discord.Attachment,
            folder: app_commands.Range[str, 1, LABEL] | None = None,
        ) -> None:
            await _defer(interaction)
            await self.files.add(interaction, file, folder)

        @group.command(name="remove", description="Move a document to the trash, which can be undone")
        @app_commands.describe(document="Its path in the archive")
        async def remove(interaction: Interaction, document: app_commands.Range[str, 1, _NAME]) -> None:
            await _defer(interaction)
            await self.files.remove(interaction, document)

        @remove.autocomplete("document")
        async def offer_documents(interaction: Interaction, typed: str) -> completion.Choices:
            return await self.files.offer_documents(interaction, typed)

        @group.command(name="restore", description="Bring a document back from the trash")
        @app_commands.describe(document="What was removed or replaced")
        async def restore(interaction: Interaction, document: app_commands.Range[str, 1, _TOKEN]) -> None:
            await _defer(interaction)
            await self.files.restore(interaction, document)

        @restore.autocomplete("document")
        async def offer_trash(interaction: Interaction, typed: str) -> completion.Choices:
            return await self.files.offer_trash(interaction, typed)


def _button(commands: Commands) -> type[ui.DynamicItem[ui.Button[ui.LayoutView]]]:
    """The buttons: of a reindex's message, which anyone can see, and of answers."""

    class ArchiveButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template=BUTTON):
        @classmethod
        async def from_custom_id(
            cls, interaction: discord.Interaction[discord.Client], item: ui.Item[ui.LayoutView], match: object, /
        ) -> ArchiveButton:
            return cls(cast("ui.Button[ui.LayoutView]", item))

        async def callback(self, interaction: discord.Interaction[discord.Client]) -> None:
            known = cast("Interaction", interaction)
            await known.client.pressed(known, lambda: _press(commands, known, self.custom_id))

    return ArchiveButton


async def _press(commands: Commands, interaction: Interaction, custom_id: str) -> None:
    match = BUTTON.fullmatch(custom_id)
    if match is None:
        raise RefusedError("I don't know that button any more.")
    await _defer(interaction)
    acts = {"cancel": commands.moderation.cancel, "replace": commands.files.replace, "undo": commands.files.restore}
    await acts[match["action"]](interaction, match["what"])


async def _defer(interaction: Interaction) -> None:
    await interaction.response.defer(thinking=True, ephemeral=True)
