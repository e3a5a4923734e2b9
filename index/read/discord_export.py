"""Channels as DiscordChatExporter writes them to JSON, read message by message.

https://github.com/Tyrrrz/DiscordChatExporter: an object with `guild`, `channel` and `messages`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from index.read.chat import Answered, Authors, Chat, ChatMessage, read_chat
from index.read.decode import decode
from index.read.protocol import Parts, UnreadableError

LINK: Final = "https://discord.com/channels/{}/{}/{}"
DIRECT: Final = "@me"
"""Stands for the server in links to direct messages, whose server has the number 0."""
DAMAGED: Final = "it is a damaged export of a Discord channel; export it again"
CUT_OFF: Final = "the export ends in the middle of a message, and what came after it is missing; export it again"

_BEGINS = re.compile(r'\s*\{\s*"guild"\s*:\s*\{')
_MESSAGES = re.compile(r',?\s*"messages"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_NUMBER = re.compile(r"\d{1,20}")
_NOTICES = frozenset(
    (
        *("RecipientAdd", "RecipientRemove", "Call", "ChannelNameChange", "ChannelIconChange"),
        *("ChannelPinnedMessage", "GuildMemberJoin", "ThreadCreated"),
        *map(str, range(1, 19)),
    )
)
"""The kinds of messages that Discord itself writes, by name or by number."""

Json = Mapping[str, Any]


def is_discord_export(head: str) -> bool:
    """Whether a text begins as such an export does."""
    return _BEGINS.match(head) is not None


def read_discord_export(data: bytes, max_characters: int, authors: Authors = "names") -> Parts:
    """A document a day, with each message's address. No more is read than the file holds, whatever `max_characters`."""
    text, notes = decode(data)
    begins = _MESSAGES.search(text)
    if begins is None:
        raise UnreadableError(DAMAGED)
    try:
        about = json.loads(text[: begins.start()] + "}")
        server, channel = about["guild"], about["channel"]
        found, whole = _messages(text, begins.end())
        messages = _Messages(found, str(server.get("id")), str(channel.get("id")))
        chat = Chat(_name(channel), [*messages], messages.people, (*notes, *(() if whole else (CUT_OFF,))))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise UnreadableError(DAMAGED) from error
    return read_chat("discord", chat, authors)


def _messages(text: str, at: int) -> tuple[list[Json], bool]:
    """The messages from `at` on, each without what is not read of it, and whether the list is whole."""
    decoder, found = json.JSONDecoder(), list[Json]()
    while True:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr] # it matches nothing, too
        if text[at : at + 1] == "]":
            return found, True
        try:
            message, at = decoder.raw_decode(text, at)
        except ValueError:
            return found, False
        found.append({name: message[name] for name in _READ if message.get(name)})


_READ: Final = (
    *("id", "type", "timestamp", "timestampEdited", "isPinned", "content", "author", "attachments", "embeds"),
    *("stickers", "reference", "forwardedMessage", "mentions"),
)


def _name(channel: Json) -> str:
    """#general of Town hall, where the channel has a category or is a thread; direct messages have a person's name."""
    name = str(channel.get("name") or "channel")
    mark = "" if str(channel.get("type", "")).startswith("Direct") else "#"
    parent = channel.get("category")
    return f"{mark}{name} in {parent}" if parent else f"{mark}{name}"


class _Messages:
    """Messages as they are read, in their order."""

    def __init__(self, messages: Sequence[Json], server: str, channel: str) -> None:
        self._messages = messages
        self._by_id = {str(message.get("id")): message for message in messages}
        self._place = (DIRECT if server == "0" else server, channel)
        self.people = {_person(one) for message in messages for one in message.get("mentions") or ()}

    def __iter__(self) -> Iterator[ChatMessage]:
        return map(self._read, self._messages)

    def _read(self, message: Json) -> ChatMessage:
        time = _time(message["timestamp"])
        text = "\n".join(filter(None, _texts(message)))
        return ChatMessage(
            time,
            _person(message["author"]),
            text,
            tuple(_remarks(message, time)),
            self._link(message),
            self._answered(message, time),
        )

    def _link(self, message: Json) -> str | None:
        numbers = (*self._place, str(message.get("id")))
        return LINK.format(*numbers) if all(one == DIRECT or _NUMBER.fullmatch(one) for one in numbers) else None

    def _answered(self, message: Json, time: dt.datetime) -> Answered | None:
        number = (message.get("reference") or {}).get("messageId")
        if number is None or "forwardedMessage" in message or str(message.get("type")) in _NOTICES:
            return None
        if not (answered := self._by_id.get(str(number))):
            return Answered("", "a message that is not in the export")
        return Answered(_person(answered["author"]), _when(_time(answered["timestamp"]), time))


def _remarks(message: Json, time: dt.datetime) -> Iterator[str]:
    if str(message.get("type")) in _NOTICES:
        yield "notice"
    if edited := message.get("timestampEdited"):
        yield f"edited {_when(_time(edited), time)}"
    if message.get("isPinned"):
        yield "pinned"


def _texts(message: Json) -> Iterator[str]:
    """The message's own words, then those of what it forwards, its embeds, and the names of what is attached."""
    yield str(message.get("content") or "")
    if forwarded := message.get("forwardedMessage"):
        words = "\n".join(filter(None, _texts(forwarded)))
        yield f"Forwarded: {words}" if words else ""
    for embed in message.get("embeds") or ():
        yield from _embedded(embed)
    for attachment in message.get("attachments") or ():
        yield f"[attached: {attachment.get('fileName') or 'a file'}]"
    for sticker in message.get("stickers") or ():
        yield f"[sticker: {sticker.get('name') or 'without a name'}]"


def _embedded(embed: Json) -> Iterator[str]:
    author, footer = (embed.get(name) or {} for name in ("author", "footer"))
    yield from (str(words or "") for words in (author.get("name"), embed.get("title"), embed.get("description")))
    for field in embed.get("fields") or ():
        yield ": ".join(filter(None, (str(field.get("name") or ""), str(field.get("value") or ""))))
    yield str(footer.get("text") or "")


def _person(person: Json) -> str:
    return str(person.get("nickname") or person.get("name") or "unknown")


def _time(written: str) -> dt.datetime:
    return dt.datetime.fromisoformat(written)


def _when(time: dt.datetime, seen_from: dt.datetime) -> str:
    """The hour and minute, and the day where it is another one."""
    if time.date() == seen_from.date():
        return f"{time:%H:%M}"
    return f"{time:%Y-%m-%d %H:%M}"
