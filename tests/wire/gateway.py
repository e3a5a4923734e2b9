"""The websocket side of the loopback Discord: gateway v10 with zlib-stream frames, sessions and their replay.

https://discord.com/developers/docs/events/gateway
"""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import ClientConnectionResetError, WSCloseCode, WSMsgType, web

from tests.wire import payloads
from tests.wire.payloads import Guild, Json
from tests.wire.signals import Signal

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
AUTHENTICATION_FAILED: Final = 4004
DISALLOWED_INTENTS: Final = 4014
UNKNOWN_ERROR: Final = 4000
ACK_AFTER_S: Final = 0.05
"""discord.py notes when it sent a heartbeat after it sent it; an answer that overtakes the note seems to be late."""
_REPLAY: Final = 1000
"""How many events a session keeps for a RESUME."""
_REQUIRED: Final = ("token", "properties", "intents")


@dataclass(eq=False)
class Socket:
    """One websocket; frames are compressed as one zlib stream where that was asked for."""

    response: web.WebSocketResponse
    compress: bool
    resuming: bool
    """Whether it was opened at the address that READY gives for resuming."""
    transport: asyncio.Transport
    closing: asyncio.Future[bool] | None = None
    _stream: Any = field(default_factory=zlib.compressobj)

    async def send(self, op: int, data: Any, event: str | None = None, sequence: int | None = None) -> None:
        text = json.dumps({"op": op, "d": data, "s": sequence, "t": event})
        if self.response.closed:
            return
        with suppress(ClientConnectionResetError):  # whoever has gone gets it by a RESUME, or never
            await self._write(text)

    async def _write(self, text: str) -> None:
        if self.compress:
            packed = self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
            await self.response.send_bytes(packed)
        else:
            await self.response.send_str(text)

    async def close(self, code: int) -> None:
        """Closes with a code and waits until the other side has closed too, so that the code isn't lost on the way."""
        self.closing = asyncio.ensure_future(self.response.close(code=code))
        await self.closing


@dataclass(eq=False)
class Session:
    """What Discord remembers of an identified shard, also while it is disconnected."""

    shard: tuple[int, int]
    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sequence: int = 0
    socket: Socket | None = None
    events: deque[tuple[int, str, Json]] = field(default_factory=lambda: deque(maxlen=_REPLAY))

    async def dispatch(self, event: str, data: Json) -> None:
        """Sends an event, or keeps it for the RESUME."""
        self.sequence += 1
        self.events.append((self.sequence, event, data))
        if self.socket is not None:
            await self.socket.send(DISPATCH, data, event, self.sequence)


class Gateway:
    """Accepts shards, keeps their sessions, and does to them what Discord does."""

    def __init__(self, token: str, guilds: tuple[Guild, ...], signal: Signal) -> None:
        self.url = ""
        self.shards = 1
        self.heartbeat_s = 40.0
        self.refuse_with: int | None = None
        """A close code with which the next IDENTIFYs are refused."""
        self.unavailable = 0
        """How many of the next connections are refused."""
        self.sessions: dict[tuple[int, int], Session] = {}
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        self.resumed_there = 0
        """How many RESUMEs came to the address that READY gives for them."""
        self.heartbeats: list[int | None] = []
        self.faults: list[str] = []
        self._token = token
        self._guilds = guilds
        self._signal = signal
        self._acknowledging: set[asyncio.Task[None]] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from HELLO to its end."""
        if self.unavailable:
            self.unavailable -= 1
            raise web.HTTPServiceUnavailable
        response = web.WebSocketResponse(max_msg_size=0)
        await response.prepare(request)
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            self.faults.append(f"the gateway is asked for {request.query_string!r}, not for v=10 and encoding=json")
        compress = request.query.get("compress") == "zlib-stream"  # any other compression gets plain frames
        transport = request.transport
        assert isinstance(transport, asyncio.Transport), "a served request has a connection"
        socket = Socket(response, compress, request.path.startswith("/resume"), transport)
        await socket.send(HELLO, {"heartbeat_interval": int(self.heartbeat_s * 1000)})
        try:
            await self._listen(socket)
        finally:
            self._forget(socket)
        if socket.closing is not None:
            await socket.closing
        return response

    async def _listen(self, socket: Socket) -> None:
        async for frame in socket.response:
            if frame.type is not WSMsgType.TEXT:
                self.faults.append(f"a gateway frame of type {frame.type!r}")
                return
            message = json.loads(frame.data)
            await self._receive(socket, message["op"], message["d"])
            self._signal.changed()

    async def _receive(self, socket: Socket, op: int, data: Any) -> None:
        match op:
            case 1:
                self.heartbeats.append(data)
                asyncio.get_running_loop().call_later(ACK_AFTER_S, self._acknowledge, socket)
            case 2:
                await self._identify(socket, data)
            case 6:
                await self._resume(socket, data)
            case 3 | 4 | 8:
                pass  # presence, voice, members: nothing here depends on them
            case _:
                self.faults.append(f"a gateway message with op {op}")
                await socket.close(4001)

    def _acknowledge(self, socket: Socket) -> None:
        task = asyncio.create_task(socket.send(ACK, None))
        self._acknowledging.add(task)
        task.add_done_callback(self._acknowledging.discard)

    async def _identify(self, socket: Socket, data: Json) -> None:
        self.faults += [f"IDENTIFY without {key}" for key in _REQUIRED if key not in data]
        self.identified.append(data)
        refusal = AUTHENTICATION_FAILED if data.get("token") != self._token else self.refuse_with
        if refusal is not None:
            await socket.close(refusal)
            return
        number, count = data.get("shard", (0, 1))
        session = Session((number, count), data["intents"], socket=socket)
        self.sessions[number, count] = session
        mine = [guild for guild in self._guilds if (guild.id >> 22) % count == number]
        await session.dispatch("READY", payloads.ready(session.id, f"{self.url}/resume", [number, count], mine))
        for guild in mine:
            await session.dispatch("GUILD_CREATE", payloads.guild(guild))

    async def _resume(self, socket: Socket, data: Json) -> None:
        if data["token"] != self._token:
            await socket.close(AUTHENTICATION_FAILED)
            return
        session = next((known for known in self.sessions.values() if known.id == data["session_id"]), None)
        if session is None or data["seq"] > session.sequence:
            await socket.send(INVALID, data=False)
            return
        missed = [event for event in session.events if event[0] > data["seq"]]
        session.socket = socket
        for sequence, event, body in missed:
            await socket.send(DISPATCH, body, event, sequence)
        await session.dispatch("RESUMED", {})
        self.resumed.append(data)
        self.resumed_there += socket.resuming

    def _forget(self, socket: Socket) -> None:
        for session in self.sessions.values():
            if session.socket is socket:
                session.socket = None
        self._signal.changed()

    # What Discord does of its own accord

    def session_for(self, guild: int | None) -> Session:
        """The session that gets the events of a server; those of direct messages go to shard 0."""
        for (number, count), session in self.sessions.items():
            if ((guild >> 22) % count if guild else 0) == number:
                return session
        raise AssertionError("no shard has identified itself")

    @property
    def connected(self) -> bool:
        """Whether every shard has a session and a socket."""
        return len(self.sessions) >= self.shards and all(session.socket for session in self.sessions.values())

    def drop(self) -> None:
        """Every connection breaks, without a word."""
        for socket in self._sockets():
            socket.transport.abort()

    async def close(self, code: int = UNKNOWN_ERROR) -> None:
        """Closes every connection with a code."""
        await asyncio.gather(*(socket.close(code) for socket in self._sockets()))

    async def ask_to_reconnect(self) -> None:
        """Op 7."""
        await asyncio.gather(*(socket.send(RECONNECT, None) for socket in self._sockets()))

    async def invalidate(self, *, resumable: bool) -> None:
        """Op 9; where it isn't resumable the sessions are forgotten."""
        sockets = self._sockets()
        if not resumable:
            self.sessions.clear()
        await asyncio.gather(*(socket.send(INVALID, resumable) for socket in sockets))

    def forget_sessions(self) -> None:
        """Sessions get new names, so that the next RESUME is refused by op 9."""
        for session in self.sessions.values():
            session.id = secrets.token_hex(16)

    async def revoke(self) -> None:
        """The token is worth nothing any more; whoever is connected with it is closed out."""
        self._token = secrets.token_hex(32)
        await self.close(AUTHENTICATION_FAILED)

    async def stop(self) -> None:
        await self.close(WSCloseCode.GOING_AWAY)

    def _sockets(self) -> list[Socket]:
        return [session.socket for session in self.sessions.values() if session.socket]
