"""The HTTP side of the loopback Discord: REST v10, as far as a bot of slash commands needs it.

Every request is recorded and its body validated; what Discord would refuse is refused with its own codes.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import BodyPartReader, web

from tests import openapi
from tests.wire import payloads
from tests.wire.chaos import Chaos, answer
from tests.wire.gateway import Gateway
from tests.wire.interactions import CHOICES, DEFERRED, MESSAGE, MODAL, UPDATE, Interaction, Message, RefusalError
from tests.wire.payloads import Json
from tests.wire.signals import Signal

PREFIX: Final = "/api/v10"
_NO_CONTENT: Final = 204


@dataclass(frozen=True)
class Request:
    """What the bot asked for; `path` begins after the API's version, `time` is `time.monotonic`."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    files: dict[str, bytes]
    authorized: bool
    time: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


Handler = Callable[["Rest", Request, re.Match[str]], Awaitable[web.Response]]


class Rest:
    """Answers requests from what was said and posted."""

    def __init__(self, token: str, gateway: Gateway, chaos: Chaos, signal: Signal) -> None:
        self.base = ""
        self.requests: list[Request] = []
        self.faults: list[str] = []
        self.commands: dict[str, list[Json]] = {}
        """What was registered, by the path it was put to."""
        self.interactions: dict[str, Interaction] = {}
        """By token."""
        self.posted: list[Message] = []
        """Messages written to channels, without an interaction."""
        self.left: list[int] = []
        self.keeps_requests = True
        self._token = token
        self._gateway = gateway
        self._chaos = chaos
        self._signal = signal

    async def serve(self, web_request: web.Request) -> web.Response:
        """One request, from its recording to its answer."""
        request = await self._record(web_request)
        failure = self._chaos.before(request.path)
        if failure is not None:
            return failure
        try:
            response = await self._answer(request)
        except RefusalError as refusal:
            response = answer(refusal.body, refusal.status)
        self._signal.changed()
        return await self._chaos.after(request.path, response)

    async def _record(self, web_request: web.Request) -> Request:
        body, files = await _read(web_request)
        authorized = web_request.headers.get("Authorization") == f"Bot {self._token}"
        path = web_request.path.removeprefix(PREFIX)
        request = Request(web_request.method, path, dict(web_request.query), body, files, authorized)
        if self.keeps_requests:
            self.requests.append(request)
        return request

    async def _answer(self, request: Request) -> web.Response:
        handler, match = _route(request)
        if handler is None or match is None:
            self.faults.append(f"{request}: not served here")
            raise RefusalError(404, 0, "404: Not Found")
        if handler not in _BY_TOKEN and not request.authorized:
            raise RefusalError(401, 0, "401: Unauthorized")
        wrong = openapi.faults(request.method, request.path, request.body)
        if wrong:
            self.faults += [f"{request}: {line}" for line in wrong]
            raise RefusalError(400, 50035, "Invalid Form Body: " + "; ".join(wrong))
        return await handler(self, request, match)

    # What each request does

    async def user(self, _request: Request, _match: re.Match[str]) -> web.Response:
        return answer(payloads.bot_user())

    async def application(self, _request: Request, _match: re.Match[str]) -> web.Response:
        return answer(payloads.application())

    async def gateway(self, _request: Request, _match: re.Match[str]) -> web.Response:
        starts = {"total": 1000, "remaining": 999, "reset_after": 14400000, "max_concurrency": 1}
        url = f"{self._gateway.url}/gateway"
        return answer({"url": url, "shards": self._gateway.shards, "session_start_limit": starts})

    async def put_commands(self, request: Request, _match: re.Match[str]) -> web.Response:
        self.commands[request.path] = [_registered(command) for command in request.body]
        return answer(self.commands[request.path])

    async def list_commands(self, request: Request, _match: re.Match[str]) -> web.Response:
        return answer(self.commands.get(request.path, []))

    async def leave(self, _request: Request, match: re.Match[str]) -> web.Response:
        self.left.append(int(match["guild"]))
        return web.Response(status=_NO_CONTENT)

    async def member(self, _request: Request, match: re.Match[str]) -> web.Response:
        people = (payloads.ALICE, payloads.BOB, payloads.MODERATOR)
        found = next((person for person in people if person.id == int(match["person"])), None)
        if found is None:
            raise RefusalError(404, 10007, "Unknown Member")
        return answer(payloads.member(found))

    async def callback(self, request: Request, match: re.Match[str]) -> web.Response:
        interaction = self._interaction(match, 10062, "Unknown interaction")
        interaction.answer(request.body, request.files)
        wanted = request.query.get("with_response") in {"1", "true"}
        return answer(self._taken(interaction)) if wanted else web.Response(status=_NO_CONTENT)

    def _taken(self, interaction: Interaction) -> Json:
        kind = (interaction.callback or {})["type"]
        taken: Json = {"interaction": {"id": str(interaction.id), "type": interaction.kind}}
        message = interaction.original
        if message is None or kind in {CHOICES, MODAL}:
            return taken
        taken["interaction"] |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.reader is not None,
        }
        if kind in {MESSAGE, DEFERRED, UPDATE}:
            taken["resource"] = {"type": kind, "message": message.payload(self.base)}
        return taken

    async def follow_up(self, request: Request, match: re.Match[str]) -> web.Response:
        message = self._interaction(match, 10015, "Unknown Webhook").follow_up(request.body, request.files)
        return answer(message.payload(self.base))

    async def message(self, request: Request, match: re.Match[str]) -> web.Response:
        """Reads, edits or deletes a message of an interaction."""
        interaction = self._interaction(match, 10015, "Unknown Webhook")
        message = interaction.find(match["message"])
        if request.method == "DELETE":
            interaction.delete(message)
            return web.Response(status=_NO_CONTENT)
        if request.method == "PATCH":
            interaction.edit(message, request.body, request.files)
        return answer(message.payload(self.base))

    def _interaction(self, match: re.Match[str], code: int, words: str) -> Interaction:
        interaction = self.interactions.get(match["token"])
        if interaction is None:
            raise RefusalError(404, code, words)
        return interaction

    async def post(self, request: Request, match: re.Match[str]) -> web.Response:
        message = Message(_channel(int(match["channel"])))
        message.write(request.body, request.files)
        self.posted.append(message)
        return answer(message.payload(self.base))

    async def history(self, request: Request, match: re.Match[str]) -> web.Response:
        """The first messages after one, the latest of them first, as Discord lists them."""
        after, most = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
        here = [one for one in self.posted if one.channel.id == int(match["channel"]) and not one.deleted]
        found = sorted((one for one in here if one.id > after), key=lambda one: one.id)[:most]
        return answer([one.payload(self.base) for one in reversed(found)])

    async def posted_message(self, request: Request, match: re.Match[str]) -> web.Response:
        message = next(
            (posted for posted in self.posted if str(posted.id) == match["message"] and not posted.deleted), None
        )
        if message is None:
            raise RefusalError(404, 10008, "Unknown Message")
        if request.method == "DELETE":
            message.deleted = True
            return web.Response(status=_NO_CONTENT)
        if request.method == "PATCH":
            message.write(request.body, request.files)
        return answer(message.payload(self.base))

    async def typing(self, _request: Request, _match: re.Match[str]) -> web.Response:
        return web.Response(status=_NO_CONTENT)


_BY_TOKEN: Final = {Rest.callback, Rest.follow_up, Rest.message}
"""These are authorised by the interaction's token, not by the bot's."""
_WEBHOOK: Final = rf"/webhooks/{payloads.APPLICATION}/(?P<token>[^/]+)"
_COMMANDS: Final = rf"/applications/{payloads.APPLICATION}(/guilds/\d+)?/commands"
_CHANNEL: Final = r"/channels/(?P<channel>\d+)"
_ROUTES: Final[list[tuple[str, re.Pattern[str], Handler]]] = [
    ("GET", re.compile("/users/@me"), Rest.user),
    ("GET", re.compile("/(oauth2/)?applications/@me"), Rest.application),
    ("GET", re.compile("/gateway/bot"), Rest.gateway),
    ("PUT", re.compile(_COMMANDS), Rest.put_commands),
    ("GET", re.compile(_COMMANDS), Rest.list_commands),
    ("DELETE", re.compile(r"/users/@me/guilds/(?P<guild>\d+)"), Rest.leave),
    ("GET", re.compile(r"/guilds/\d+/members/(?P<person>\d+)"), Rest.member),
    ("POST", re.compile(r"/interactions/\d+/(?P<token>[^/]+)/callback"), Rest.callback),
    ("POST", re.compile(_WEBHOOK), Rest.follow_up),
    *(
        (method, re.compile(rf"{_WEBHOOK}/messages/(?P<message>@original|\d+)"), Rest.message)
        for method in ("GET", "PATCH", "DELETE")
    ),
    ("POST", re.compile(rf"{_CHANNEL}/messages"), Rest.post),
    ("GET", re.compile(rf"{_CHANNEL}/messages"), Rest.history),
    ("POST", re.compile(rf"{_CHANNEL}/typing"), Rest.typing),
    *(
        (method, re.compile(rf"{_CHANNEL}/messages/(?P<message>\d+)"), Rest.posted_message)
        for method in ("GET", "PATCH", "DELETE")
    ),
]


def _route(request: Request) -> tuple[Handler | None, re.Match[str] | None]:
    for method, pattern, handler in _ROUTES:
        match = pattern.fullmatch(request.path)
        if match and method == request.method:
            return handler, match
    return None, None


async def _read(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """The JSON body and the files, whether sent plain or as multipart with `payload_json`."""
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return (json.loads(text) if text else None), {}
    body, files = None, {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader), "Discord takes no nested multipart"
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files[part.filename or str(part.name)] = data
    return body, files


def _registered(command: Json) -> Json:
    """A command as Discord returns it; fields it fills in by itself are added."""
    given = {"id": str(payloads.snowflake()), "application_id": str(payloads.APPLICATION)}
    filled: Json = {"type": 1, "description": "", "default_member_permissions": None, "version": "1"}
    return filled | command | given | {"options": _optional(command.get("options") or [])}


def _optional(options: list[Json]) -> list[Json]:
    return [{"required": False, **option} for option in options]


def _channel(number: int) -> payloads.Channel:
    known = [channel for guild in payloads.GUILDS for channel in guild.channels] + [payloads.DIRECT]
    for channel in known:
        if channel.id == number:
            return channel
    raise RefusalError(404, 10003, "Unknown Channel")
