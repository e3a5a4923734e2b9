"""A Discord of our own on the loopback interface, and the people in it.

It speaks as much of REST v10 and gateway v10 as a bot of slash commands needs, so that the real program can be driven
without a network. What people do is asked of Discord's client first: `tests.wire.acts` refuses what it would not offer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Self

from aiohttp import web

from tests.wire import acts, payloads
from tests.wire.acts import File
from tests.wire.chaos import Chaos
from tests.wire.gateway import Gateway
from tests.wire.interactions import ANSWER_WITHIN, AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interaction, Message
from tests.wire.payloads import ALICE, GUILDS, LOBBY, Channel, Guild, Json, Person
from tests.wire.rest import PREFIX, Request, Rest
from tests.wire.signals import DEADLINE, Signal

GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12


class FakeDiscord:
    """The server; use it as an async context manager.

    `clock` counts seconds; interactions grow old by it.
    """

    def __init__(
        self,
        token: str = payloads.TOKEN,
        guilds: tuple[Guild, ...] = GUILDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        self.signal = Signal()
        self.chaos = Chaos()
        self.gateway = Gateway(token, guilds, self.signal)
        self.rest = Rest(token, self.gateway, self.chaos, self.signal)
        self.alive: list[Callable[[], bool]] = []
        """Whether each program that was started still runs; see `connected`."""
        self.handing_over = asyncio.Event()
        """Files that people attach are handed over once it is set."""
        self.handing_over.set()
        self.file_status = 200
        """What whoever asks for such a file is answered with."""
        self._files: dict[str, bytes] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/resume", self.gateway.serve)
        app.router.add_get("/files/{number}/{name}", self._serve_file)
        app.router.add_route("*", PREFIX + "/{path:.*}", self.rest.serve)
        self._runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.rest.base = f"http://{host}:{port}"
        self.gateway.url = f"ws://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def address(self) -> str:
        """Where the API begins, without its version."""
        return self.rest.base

    @property
    def faults(self) -> list[str]:
        """Everything the bot sent that Discord would not take, one line each."""
        return self.rest.faults + self.gateway.faults

    def take_faults(self) -> list[str]:
        """`faults`, which are forgotten with it."""
        faults = self.faults
        self.rest.faults.clear()
        self.gateway.faults.clear()
        return faults

    def forget(self) -> None:
        """Forgets what the bot sent so far, but for its faults."""
        self.rest.requests.clear()
        self.rest.posted.clear()
        self.gateway.identified.clear()
        self.gateway.resumed.clear()
        self.gateway.resumed_there = 0
        self.chaos.failed = 0

    def sent(self, method: str, path: str = "") -> list[Request]:
        """The recorded requests with this method whose path contains `path`."""
        return [request for request in self.rest.requests if request.method == method and path in request.path]

    @property
    def commands(self) -> list[Json]:
        """Every command the bot registered, for all servers or for one."""
        return [command for put in self.rest.commands.values() for command in put]

    # Waiting

    async def until(self, state: Callable[[], bool], what: str, seconds: float = DEADLINE) -> None:
        """Returns when `state` is true, looked at whenever something was received."""
        await self.signal.until(state, what, seconds)

    async def connected(self, seconds: float = DEADLINE) -> None:
        """Every shard is identified and connected; AssertionError at once when no program is left to do that."""

        def over() -> bool:
            return bool(self.alive) and not any(alive() for alive in self.alive)

        await self.until(lambda: self.gateway.connected or over(), "the bot to connect", seconds)
        assert self.gateway.connected, "the program ended before it connected"

    # What people do

    async def slash(
        self, name: str, options: Mapping[str, Any] | None = None, user: Person = ALICE, channel: Channel = LOBBY
    ) -> Interaction:
        """Somebody uses a command; `name` may be `group command`."""
        given = {
            key: self.handed(value) if isinstance(value, File) else value for key, value in (options or {}).items()
        }
        data = acts.slash(self.commands, name, given)
        return await self.send(Interaction(COMMAND, user, channel, self.clock), data)

    async def complete(
        self,
        name: str,
        option: str,
        typed: str,
        *,
        others: Mapping[str, Any] | None = None,
        user: Person = ALICE,
        channel: Channel = LOBBY,
    ) -> Interaction:
        """Somebody is typing an option that the bot completes."""
        data = acts.slash(self.commands, name, {**(others or {}), option: typed}, focused=option)
        return await self.send(Interaction(AUTOCOMPLETE, user, channel, self.clock), data)

    async def menu(
        self, name: str, text: str, user: Person = ALICE, channel: Channel = LOBBY, *, more: Json | None = None
    ) -> Interaction:
        """Somebody uses a command of a message's menu, on a message with this text and what else is in its body."""
        data = acts.menu(self.commands, name, self._written(text, user, channel) | {"content": text} | (more or {}))
        return await self.send(Interaction(COMMAND, user, channel, self.clock), data)

    async def press(self, message: Message, custom_id: str, user: Person = ALICE) -> Interaction:
        """Somebody presses a button that is really on the message."""
        data = acts.press(message, custom_id, user)
        return await self.send(Interaction(COMPONENT, user, message.channel, self.clock, message), data)

    async def choose(self, message: Message, custom_id: str, value: str, user: Person = ALICE) -> Interaction:
        """Somebody chooses an option that is really in a select on the message."""
        data = acts.choose(message, custom_id, value, user)
        return await self.send(Interaction(COMPONENT, user, message.channel, self.clock, message), data)

    async def submit(self, asked: Interaction, values: Mapping[str, str], user: Person = ALICE) -> Interaction:
        """Somebody sends the form that `asked` was answered with."""
        data = acts.submit(asked, values)
        return await self.send(Interaction(SUBMIT, user, asked.channel, self.clock, asked.source), data)

    async def say(self, text: str, user: Person = ALICE, channel: Channel = LOBBY) -> Json:
        """Somebody writes a message; the bot gets it if its intents say so, and its words if it may read them."""
        session = self.gateway.session_for(channel.guild)
        body = self._written(text, user, channel)
        if session.intents & (GUILD_MESSAGES if channel.guild else DIRECT_MESSAGES):
            await session.dispatch("MESSAGE_CREATE", body)
        return body

    async def join(self, guild: Guild) -> None:
        """The bot is invited to one more server."""
        await self.gateway.session_for(guild.id).dispatch("GUILD_CREATE", payloads.guild(guild))

    def _written(self, text: str, user: Person, channel: Channel) -> Json:
        mentioned = f"<@{payloads.BOT}>" in text
        body = Message(channel).payload(self.address) | {"type": 0, "author": payloads.user(user), "content": text}
        del body["webhook_id"], body["application_id"]
        body["mentions"] = [payloads.bot_user()] if mentioned else []
        if channel.guild is not None:
            written = {key: value for key, value in payloads.member(user).items() if key not in {"user", "permissions"}}
            body |= {"guild_id": str(channel.guild), "member": written}
            body["content"] = text if mentioned else ""
        return body

    async def send(self, interaction: Interaction, data: Json) -> Interaction:
        """Hands an interaction to the bot, whatever it carries."""
        self.rest.interactions[interaction.token] = interaction
        asyncio.get_running_loop().call_later(ANSWER_WITHIN, _give_up, interaction)
        session = self.gateway.session_for(interaction.channel.guild)
        await session.dispatch("INTERACTION_CREATE", acts.event(interaction, data, self.address))
        return interaction

    # Files

    def handed(self, file: File) -> File:
        """The file, where the bot can fetch it."""
        path = f"/files/{payloads.snowflake()}/{file.name}"
        self._files[path] = file.data
        return replace(file, url=self.address + path)

    async def _serve_file(self, request: web.Request) -> web.Response:
        if request.path not in self._files:
            raise web.HTTPNotFound
        await self.handing_over.wait()
        return web.Response(status=self.file_status, body=self._files[request.path])


def _give_up(interaction: Interaction) -> None:
    """Discord's client tells the person that the application did not respond."""
    if interaction.callback is None:
        interaction.lost = True
        interaction.signal.changed()
