"""What was said to the bot and what it answered, by Discord's own rules. Pure but for the clock it is given."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests.wire import limits, payloads
from tests.wire.payloads import Channel, Json, Person
from tests.wire.signals import DEADLINE, Signal

ANSWER_WITHIN: Final = 3.0
TOKEN_LIVES: Final = 15 * 60.0
EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7

PONG, MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
_ANSWERS_TO: Final = {
    COMMAND: {MESSAGE, DEFERRED, MODAL},
    COMPONENT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    SUBMIT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE},
}
_KEPT: Final = ("content", "embeds", "components", "allowed_mentions")


class RefusalError(Exception):
    """A request that Discord refuses: the HTTP status, and the code and words of its error's body."""

    def __init__(self, status: int, code: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.body: Json = {"message": words, "code": code}


@dataclass(eq=False)
class Message:
    """A message as it stands now; `edits` counts its changes."""

    channel: Channel
    flags: int = 0
    reader: Person | None = None
    """The only person who sees it, for an ephemeral one."""
    id: int = field(default_factory=payloads.snowflake)
    body: Json = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    edits: int = 0
    deleted: bool = False

    def write(self, body: Json, files: dict[str, bytes]) -> None:
        """Applies what a request says; raises `RefusalError` for what Discord would not do to a message."""
        flags = self.flags | ((body.get("flags") or 0) & limits.V2)
        after = self.body | {key: body[key] for key in _KEPT if key in body}
        if flags & limits.V2 and (after.get("content") or after.get("embeds")):
            raise RefusalError(400, 50035, "Invalid Form Body: content and embeds don't go with Components V2")
        kept = self.files if body.get("attachments") is None else {}
        if not (any(after.get(key) for key in ("content", "embeds", "components")) or files or kept):
            raise RefusalError(400, 50006, "Cannot send an empty message")
        self.flags, self.body, self.files = flags & ~LOADING, after, kept | files
        self.edits += 1

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def components(self) -> list[Json]:
        return list(limits.walk(self.body.get("components")))

    @property
    def text(self) -> str:
        """All that is to be read: the content and every text display, a line each."""
        shown = [self.body.get("content") or "", *(part.get("content", "") for part in self.components)]
        return "\n".join(part for part in shown if part)

    def buttons(self) -> dict[str, Json]:
        """Buttons by label; of equal labels the first."""
        found: dict[str, Json] = {}
        for part in self.components:
            if part["type"] == limits.BUTTON:
                found.setdefault(part.get("label") or "", part)
        return found

    def payload(self, base: str) -> Json:
        """As Discord sends it."""
        files = [
            payloads.attachment(place, name, len(data), f"{base}/files/{self.id}/{name}")
            for place, (name, data) in enumerate(self.files.items())
        ]
        return {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": 20,
            "author": payloads.bot_user(),
            "application_id": str(payloads.APPLICATION),
            "webhook_id": str(payloads.APPLICATION),
            "content": self.body.get("content") or "",
            "embeds": self.body.get("embeds") or [],
            "components": self.body.get("components") or [],
            "attachments": files,
            "flags": self.flags,
            "timestamp": "2024-01-01T00:00:00.000000+00:00",
            "edited_timestamp": None,
            **dict.fromkeys(("pinned", "tts", "mention_everyone"), False),
            **{key: [] for key in ("mentions", "mention_roles")},
        }


@dataclass(eq=False)
class Interaction:
    """One thing a person did with the bot, and everything the bot made of it."""

    kind: int
    person: Person
    channel: Channel
    clock: Callable[[], float]
    source: Message | None = None
    id: int = field(default_factory=payloads.snowflake)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    callback: Json | None = None
    first_answer_s: float | None = None
    """Seconds from the dispatch to the answer that Discord took."""
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    signal: Signal = field(default_factory=Signal)
    lost: bool = False
    """Whether Discord told the person that the application did not respond."""

    def __post_init__(self) -> None:
        self.sent = self.clock()
        self._edits_before = self.source.edits if self.source else 0

    @property
    def age(self) -> float:
        return self.clock() - self.sent

    def outdate(self, seconds: float) -> None:
        """Lets it have been sent so much earlier."""
        self.sent -= seconds
        self.signal.changed()

    def answer(self, callback: Json, files: dict[str, bytes]) -> None:
        """Takes the bot's first answer; raises `RefusalError` for one that is late, the second, or of a wrong kind."""
        if self.callback is not None:
            raise RefusalError(400, 40060, "Interaction has already been acknowledged.")
        if self.lost or self.age > ANSWER_WITHIN:
            self.lost = True
            self.signal.changed()
            raise RefusalError(404, 10062, "Unknown interaction")
        if callback["type"] not in _ANSWERS_TO[self.kind] or not self._may(callback["type"]):
            raise RefusalError(400, 50035, f"Invalid Form Body: type {callback['type']} doesn't answer this")
        self._take(callback, files)
        self.callback, self.first_answer_s = callback, self.age
        self.signal.changed()

    def _may(self, answer: int) -> bool:
        return answer not in {UPDATE, DEFERRED_UPDATE} or self.source is not None

    def _take(self, callback: Json, files: dict[str, bytes]) -> None:
        data = callback.get("data") or {}
        match callback["type"]:
            case 4:
                message = self._message(data.get("flags") or 0)
                message.write(data, files)
                self.original = message
            case 5:
                self.original = self._message(data.get("flags") or 0)
                self.original.flags |= LOADING
            case 6:
                self.original = self.source
            case 7 if self.source is not None:
                self.source.write(data, files)
                self.original = self.source

    def _message(self, flags: int) -> Message:
        hidden = flags & EPHEMERAL
        return Message(self.channel, flags & (EPHEMERAL | limits.V2), self.person if hidden else None)

    def check_token(self) -> None:
        """Raises `RefusalError` where the webhook can't be used: not answered yet, or too old."""
        if self.age > TOKEN_LIVES:
            raise RefusalError(401, 50027, "Invalid Webhook Token")
        if self.callback is None:
            raise RefusalError(404, 10015, "Unknown Webhook")

    def follow_up(self, body: Json, files: dict[str, bytes]) -> Message:
        """One more message. While the bot is still thinking it takes the place, and the publicity, of the answer
        that is awaited (https://github.com/discord/discord-api-docs/issues/2742)."""
        self.check_token()
        waiting = self.original if self.original and self.original.loading else None
        message = waiting or self._message(body.get("flags") or 0)
        message.write(body, files)
        if waiting is None:
            self.followups.append(message)
        self.signal.changed()
        return message

    def edit(self, message: Message, body: Json, files: dict[str, bytes]) -> None:
        message.write(body, files)
        self.signal.changed()

    def delete(self, message: Message) -> None:
        message.deleted = True
        self.signal.changed()

    def find(self, name: str) -> Message:
        """The message `@original` or with that id; raises `RefusalError` when there is none."""
        self.check_token()
        known = [self.original] if name == "@original" else [self.original, *self.followups]
        for message in known:
            if message is not None and not message.deleted and name in {"@original", str(message.id)}:
                return message
        raise RefusalError(404, 10008, "Unknown Message")

    def messages(self) -> Iterator[Message]:
        """What stands there now, the first answer first."""
        for message in (self.original, *self.followups):
            if message is not None and not message.deleted and not message.loading:
                yield message

    async def answered(self, seconds: float = DEADLINE) -> Json:
        """The first answer as the bot sent it; AssertionError when none comes or it came too late."""
        await self.signal.until(lambda: self.callback is not None or self.lost, "a first answer", seconds)
        assert self.callback is not None, "the interaction was answered too late"
        return self.callback

    async def shown(self, seconds: float = DEADLINE) -> Message:
        """The message that answers, once there is more to see than that the bot is thinking."""
        await self.answered(seconds)
        await self.signal.until(lambda: any(map(self._is_answer, self.messages())), "a message that answers", seconds)
        return next(filter(self._is_answer, self.messages()))

    def _is_answer(self, message: Message) -> bool:
        return message is not self.source or message.edits > self._edits_before

    async def told(self, words: str, seconds: float = DEADLINE) -> Message:
        """The message in which these words stand."""
        await self.signal.until(
            lambda: any(words in message.text for message in self.messages()), f"an answer with {words!r}", seconds
        )
        return next(message for message in self.messages() if words in message.text)

    @property
    def choices(self) -> list[Any]:
        """What was offered to complete an option."""
        return list((self.callback or {}).get("data", {}).get("choices", []))
