"""The bot: its intents, its commands' registration, its admission, its one error handler and its end."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import discord
from discord import app_commands

import index
from bot import errors
from bot.access import MINUTE, Access, access, asker_of
from bot.language.translator import Translator
from bot.ports import Archive
from bot.recent_passages import Recent
from bot.search.answer_cache import Memory
from bot.settings import BotSettings
from bot.ui import buttons
from bot.ui.respond import NO_MENTIONS
from bot.work_queue import Desk

log = logging.getLogger(__name__)

FAREWELL: Final = "I serve certain servers only, and this one is not among them, so I am leaving. Goodbye!"

LOOK_UPS_AT_ONCE: Final = 1
LOOK_UPS_WAITING: Final = 32

_SYNCED: Final = "bot-commands.json"
"""In the data folder: the fingerprint of the command definitions Discord has, by application."""


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
        self,
        settings: BotSettings,
        archive: Archive,
        data: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        shard_count: int | None = None,
    ) -> None:
        super().__init__(
            intents=intents(settings),
            allowed_mentions=NO_MENTIONS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
        )
        self.settings = settings
        self.archive = archive
        self.clock = clock
        self.desk = Desk(settings.concurrent_searches, settings.waiting_searches)
        self.look_ups = Desk(LOOK_UPS_AT_ONCE, LOOK_UPS_WAITING)
        """For what takes milliseconds, so that it never waits behind searches."""
        self.memory = Memory(settings.kept_answers, settings.result_minutes * MINUTE, clock)
        self.recent = Recent()
        self.keeps: Callable[[discord.Interaction[DatelineClient], index.Cited], Awaitable[None]] = _nowhere
        """What a feature does with a citation that someone wants to keep."""
        self.forgets: list[Callable[[int], Awaitable[None] | None]] = [self.memory.forget, self.recent.forget]
        """Each erases what one part of the bot keeps of a person."""
        self.access: Access = access(settings, clock)
        self.tree = Tree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=settings.direct_messages, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self.hears: Callable[[discord.Message], Awaitable[None]] | None = None
        """What a feature does with messages that people send."""
        self.stirred = asyncio.Event()
        """Set whenever a connection to Discord comes or goes."""
        self.begins: list[Callable[[], Awaitable[None]]] = []
        """What features do once the bot can speak to Discord."""
        self._welcomed: set[int] = set()
        self.data = data
        self._ending = False
        self._at_work: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        await self.tree.set_translator(Translator())
        await self._sync_commands()
        for begin in self.begins:
            await begin()
        log.info("to invite the bot, open %s", self.invitation())

    def invitation(self) -> str:
        """The address at which whoever manages a server invites the bot."""
        scopes = ("bot", "applications.commands")
        return discord.utils.oauth_url(self.application_id or 0, permissions=PERMISSIONS, scopes=scopes)

    def is_connected(self, shard: int) -> bool:
        """Whether the connection stands and Discord has let us in."""
        known = self.get_shard(shard)
        return known is not None and not known.is_closed() and shard in self._welcomed

    async def on_shard_connect(self, shard: int) -> None:
        self._stir(shard, welcomed=True)

    async def on_shard_resumed(self, shard: int) -> None:
        self._stir(shard, welcomed=True)

    async def on_shard_disconnect(self, shard: int) -> None:
        self._stir(shard, welcomed=False)

    def _stir(self, shard: int, *, welcomed: bool) -> None:
        (self._welcomed.add if welcomed else self._welcomed.discard)(shard)
        self.stirred.set()

    async def on_message(self, message: discord.Message) -> None:
        if self.hears is not None and not self._ending:
            self.at_work()
            await self.hears(message)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._leave_unserved(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self._leave_unserved(guild)

    async def _leave_unserved(self, guild: discord.Guild) -> None:
        """Leaves a server that isn't served, with a word of why where new members are greeted."""
        if self.access.serves(guild.id) or not self.settings.leave_other_servers:
            return
        with contextlib.suppress(discord.HTTPException):
            if guild.system_channel is not None:
                await guild.system_channel.send(FAREWELL, allowed_mentions=NO_MENTIONS)
        try:
            await guild.leave()
            log.info("a server that is not served was left", extra={"guild": guild.id})
        except discord.HTTPException as error:
            log.warning("a server that is not served could not be left", extra={"guild": guild.id}, exc_info=error)

    def admit(self, interaction: discord.Interaction[Any]) -> None:
        """Raises `RefusedError` for whom the bot doesn't answer here, or not any more."""
        if self._ending:
            raise errors.RefusedError("I am just restarting. Please try again in a moment.")
        self.access.admit(asker_of(interaction))

    async def pressed(
        self, interaction: discord.Interaction[DatelineClient], answer: Callable[[], Awaitable[None]]
    ) -> None:
        """Answers a button or a form: admitted first like a command, with the same error handler last."""
        self.at_work()
        try:
            self.admit(interaction)
            await answer()
        except Exception as error:  # the last stop before discord.py, which would log it and leave the person waiting
            await errors.answer_fault(interaction, error)

    def add_buttons(
        self,
        template: re.Pattern[str],
        press: Callable[[discord.Interaction[DatelineClient], re.Match[str]], Awaitable[None]],
    ) -> None:
        """Has presses of the buttons whose custom ids match `template` answered by `press`."""

        async def answer(interaction: discord.Interaction[DatelineClient], match: re.Match[str]) -> None:
            await self.pressed(interaction, lambda: press(interaction, match))

        self.add_dynamic_items(buttons.answering(template, answer))

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
        self.desk.close()
        self.look_ups.close()
        await self.close()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("the event %s failed", event_method)

    async def search(self, query: index.Query) -> index.Answer:
        """The archive's answer, found off the event loop."""
        return await self.desk.run(lambda: self.archive.search(query))

    async def _sync_commands(self) -> None:
        """Tells Discord the commands, only when they differ from what it was told last."""
        fingerprint = await self._fingerprint()
        path = self.data / _SYNCED
        known = await asyncio.to_thread(_read_json, path)
        application = str(self.application_id)
        if known.get(application) == fingerprint:
            return
        await self.tree.sync()
        await asyncio.to_thread(_write_json, path, known | {application: fingerprint})
        log.info("Discord was told the commands")

    async def _fingerprint(self) -> str:
        translator = self.tree.translator
        commands = self.tree.get_commands()
        payload = [
            await command.get_translated_payload(self.tree, translator) if translator else command.to_dict(self.tree)
            for command in commands
        ]
        return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


async def _nowhere(interaction: discord.Interaction[DatelineClient], cited: index.Cited) -> None:
    raise errors.RefusedError("I can't keep citations here.")


def _read_json(path: Path) -> dict[str, str]:
    """The object in the file; empty where there is none or it is damaged, which costs one sync too many."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_json(path: Path, value: dict[str, str]) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(value), "utf-8")
    beside.replace(path)
