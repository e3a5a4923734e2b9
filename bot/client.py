"""The bot: its intents, its admission, its one error handler and its end. It knows no feature."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import app_commands

from bot import command_sync, errors
from bot.access import asker_of
from bot.services import Services
from bot.settings import BotSettings
from bot.ui import presses
from bot.ui.presses import Press, Presses
from bot.ui.respond import NO_MENTIONS, Interaction

log = logging.getLogger(__name__)

FAREWELL: Final = "I only serve certain servers, and this is not one of them, so I am leaving. Goodbye!"
_UNKNOWN_PRESS: Final = "I don't know this button; it may be of another version of me. Please use a command instead."

PERMISSIONS: Final = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, attach_files=True, read_message_history=True
)
"""What the bot asks for when it is invited; answering a mention by a reply needs the message's history."""


def intents(settings: BotSettings) -> discord.Intents:
    """Servers, their channels and messages, and nothing that needs Discord's approval.

    Without the privileged intent of message contents Discord hands over only messages that mention the bot or are
    sent to it alone (https://discord.com/developers/docs/events/gateway#message-content-intent).
    """
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = settings.mentions
    wanted.dm_messages = settings.mentions and settings.direct_messages
    return wanted


class Tree(app_commands.CommandTree["DatelineClient"]):
    """The commands; every one is admitted first, and every error ends in the one handler."""

    async def interaction_check(self, interaction: discord.Interaction[DatelineClient], /) -> bool:
        self.client.at_work()
        try:
            self.client.admit(interaction)
        except errors.RefusedError as refusal:
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])
            else:
                await errors.answer_fault(interaction, refusal)
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[DatelineClient], error: app_commands.AppCommandError, /
    ) -> None:
        await errors.answer_fault(interaction, error)


class DatelineClient(discord.AutoShardedClient):
    """Answers from an archive. Features add their commands and buttons to it; see `bot.features`."""

    def __init__(
        self, services: Services, *, shard_count: int | None = None, shard_ids: Sequence[int] | None = None
    ) -> None:
        """Connects as these of so many shards; without them as all, and without a number as many as Discord wants."""
        super().__init__(
            intents=intents(services.settings),
            allowed_mentions=NO_MENTIONS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
        )
        if shard_ids:
            self.shard_ids = list(shard_ids)
        self.services = services
        self.tree = Tree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=services.settings.direct_messages, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self.translator: app_commands.Translator | None = None
        """Says in other languages what Discord shows of the commands; a feature sets it."""
        self.connection_changed = asyncio.Event()
        """Set whenever a connection to Discord comes or goes."""
        self._presses = Presses()
        self._connected: set[int] = set()
        self._ending = False
        self._at_work: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        if self.translator is not None:
            await self.tree.set_translator(self.translator)
        await command_sync.sync(self.tree, self.services.data, self.services.commands)
        for begin in self.services.hooks.begin:
            await begin()
        log.info("to invite the bot, open %s", self.invitation())

    def invitation(self) -> str:
        """The address at which whoever manages a server invites the bot."""
        scopes = ("bot", "applications.commands")
        return discord.utils.oauth_url(self.application_id or 0, permissions=PERMISSIONS, scopes=scopes)

    def is_connected(self, shard: int) -> bool:
        """Whether the connection stands and Discord has let us in."""
        known = self.get_shard(shard)
        return known is not None and not known.is_closed() and shard in self._connected

    def has_shard_of(self, guild: int | None) -> bool:
        """Whether a server is on one of this process's connections; direct messages come by the first (shard 0)."""
        if self.shard_ids is None:
            return True
        return (0 if guild is None else (guild >> 22) % (self.shard_count or 1)) in self.shard_ids

    async def on_shard_connect(self, shard: int) -> None:
        self._note_connection(shard, stands=True)

    async def on_shard_resumed(self, shard: int) -> None:
        self._note_connection(shard, stands=True)

    async def on_shard_disconnect(self, shard: int) -> None:
        self._note_connection(shard, stands=False)

    def _note_connection(self, shard: int, *, stands: bool) -> None:
        (self._connected.add if stands else self._connected.discard)(shard)
        self.connection_changed.set()

    async def on_message(self, message: discord.Message) -> None:
        hear = self.services.hooks.hear
        if hear is not None and not self._ending:
            self.at_work()
            await hear(message)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._leave_unserved(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self._leave_unserved(guild)

    async def _leave_unserved(self, guild: discord.Guild) -> None:
        """Leaves a server that isn't served, and says why where new members are greeted."""
        if self.services.access.serves(guild.id) or not self.services.settings.leave_other_servers:
            return
        with contextlib.suppress(discord.HTTPException):
            if guild.system_channel is not None:
                await guild.system_channel.send(FAREWELL, allowed_mentions=NO_MENTIONS)
        try:
            await guild.leave()
            log.info("a server that is not served was left", extra={"guild": guild.id})
        except discord.HTTPException as error:
            log.warning("a server that is not served could not be left", extra={"guild": guild.id}, exc_info=error)

    def admit(self, interaction: Interaction) -> None:
        """Raises `RefusedError` for whom the bot doesn't answer here, or not any more."""
        if self._ending:
            raise errors.RefusedError("I am just restarting. Please try again in a moment.")
        self.services.access.admit(asker_of(interaction))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answers a press: admitted first like a command, with the same error handler last."""
        if interaction.type not in presses.PRESSES:
            return
        self.at_work()
        try:
            self.admit(interaction)
            await self._answer_press(interaction)
        except Exception as error:  # the last stop before discord.py, which would log it and leave the person waiting
            await errors.answer_fault(interaction, error)

    async def _answer_press(self, interaction: Interaction) -> None:
        found = self._presses.find(presses.custom_id_of(interaction))
        if found is None:
            raise errors.RefusedError(_UNKNOWN_PRESS)
        press, match = found
        await press(interaction, match)

    def add_presses(self, template: re.Pattern[str], press: Press) -> None:
        """Has presses of the buttons, selects and forms whose custom ids match `template` answered by `press`."""
        self._presses.add(template, press)

    def at_work(self) -> None:
        """Notes the running task as an answer in the making, which the end waits for."""
        task = asyncio.current_task()
        if task is not None:
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)

    async def end(self, grace: float) -> None:
        """Refuses what comes, gives what runs `grace` seconds to be answered, and leaves Discord."""
        self._ending = True
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=grace)
        self.services.close()
        await self.close()

    async def close(self) -> None:
        """Leaves Discord."""
        for end in self.services.hooks.end:
            end()
        await super().close()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("the event %s failed", event_method)
