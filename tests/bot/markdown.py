"""What Discord shows of a message, by Discord's own parser of its Markdown: a second reader of what is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from discord_markdown import Syntax, parse

_SYNTAX = Syntax.ALL & ~Syntax.UNICODE_EMOJI
"""All but emoji that stand in a text as characters: they are words of it. Those written as :names: are none."""
_OF_TEXT = {"paragraph", "empty"}


class Shown(NamedTuple):
    """The words of a message, without white space, and how many nodes of each other kind it has."""

    words: str
    kinds: Counter[str]


def shown(message: str) -> Shown:
    """What stands for words besides text (a mention, an emoji, code) is counted, and is no word."""
    kinds: Counter[str] = Counter()
    words = "".join(_texts(parse(message, flags=_SYNTAX), kinds))
    return Shown("".join(words.split()), kinds)


def _texts(nodes: list[dict[str, Any]], kinds: Counter[str]) -> Iterator[str]:
    for node in nodes:
        if node["type"] == "text":
            yield node["value"]
            continue
        kinds.update({node["type"]} - _OF_TEXT)
        yield from _texts(_children(node.get("value")), kinds)


def _children(value: Any) -> list[dict[str, Any]]:
    """The nodes within a node's value: a list of them, its content, or its items' contents."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    items = [node for item in value.get("items", []) for node in item["content"]]
    content = value.get("content", [])
    return items + (content if isinstance(content, list) else [])
