"""The words of somebody's message, as a text whose quotations can be found. Pure but for Discord's objects it reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import discord

import index

_REST_QUOTED: Final = re.compile(r"^>>> ?(?P<rest>.*)\Z", re.MULTILINE | re.DOTALL)
_MARKUP: Final = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/[^:>]+:|id:)[^>\s]*>")
"""Mentions, emoji, times, commands: https://discord.com/developers/docs/reference#message-formatting"""
_LINK: Final = re.compile(r"\[(?P<words>[^\]\n]+)\]\(<?https?://[^)\s]+\)")
_MARKED: Final = (
    *(
        re.compile(rf"(?<!\\){mark}(?=\S)(?P<words>.+?)(?<=[^\s\\]){mark}", re.DOTALL)
        for mark in (r"\*\*\*", r"\*\*", "__", "~~", r"\|\|", r"\*")
    ),
    re.compile(r"(?<![\w\\])_(?=\S)(?P<words>[^_\n]+)(?<=[^\s\\])_(?!\w)"),
)
"""Emphasis of each kind, in pairs: a mark that stands alone is one of the words."""
_ESCAPED: Final = re.compile(r"\\([^0-9A-Za-z\s])")
_SMALL: Final = re.compile(r"^(?:-# |#{1,3} )", re.MULTILINE)


def of_message(message: discord.Message) -> str:
    """All that a message says: its text, what it forwards, its embeds, and the texts of its components."""
    return "\n\n".join(plain(part) for part in _parts(message) if part.strip())


def _parts(message: discord.Message) -> Iterator[str]:
    yield message.content
    yield from _embedded(message.embeds)
    yield from _components(message.components)
    for forwarded in message.message_snapshots:
        yield forwarded.content
        yield from _embedded(forwarded.embeds)
        yield from _components(forwarded.components)


def _embedded(embeds: Iterable[discord.Embed]) -> Iterator[str]:
    for embed in embeds:
        yield from filter(None, (embed.title, embed.description))
        yield from (field.value for field in embed.fields if field.value)


def _components(components: Iterable[object]) -> Iterator[str]:
    """Every text of Components V2, wherever in it."""
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _components(getattr(component, "children", ()))


def files(message: discord.Message) -> list[discord.Attachment]:
    """What is attached to a message or to what it forwards."""
    forwarded = [file for one in message.message_snapshots for file in one.attachments]
    return [*message.attachments, *forwarded]


def plain(content: str) -> str:
    """A text of Discord's Markdown without what formats it; quotations keep the marks by which they are found."""
    quoted = _REST_QUOTED.sub(lambda found: "> " + found["rest"].replace("\n", "\n> "), index.clean(content))
    bare = _LINK.sub(lambda found: found["words"], _MARKUP.sub("", _SMALL.sub("", quoted)))
    for emphasis in _MARKED:
        bare = emphasis.sub(lambda found: found["words"], bare)
    return _ESCAPED.sub(r"\1", bare)
