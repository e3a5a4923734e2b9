"""The words of somebody's message as a query in which nothing acts. Pure."""

from __future__ import annotations

from typing import Final

import regex

import index

_MARKUP = regex.compile(
    r"<(?:@[!&]?|#|a?:\w+:|t:|/[^:>]+:|id:)[^>\s]*>"  # mentions, emoji, times, commands: https://discord.com/developers/docs/reference#message-formatting
    r"|https?://\S+"
)
_OPERATOR = regex.compile(r"(?<![\p{L}\p{N}])(?:since|until|after|before|during|title|in):", regex.IGNORECASE)
_CAPITALS: Final = frozenset({"AND", "OR", "NOT"})
"""Words that act in a query, written so."""
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[.'’-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*")
"""A mark that stands on no letter, such as a lone combining vowel, is no word."""


def of_message(content: str) -> str:
    """The message's words, without all that a query's operators, quotes and exclusions are made of.

    A time that it says in plain words is read like any other: the page shows it, and it can be dropped.
    """
    words = _WORD.findall(_OPERATOR.sub(" ", _MARKUP.sub(" ", index.clean(content))))
    return _begin([word.lower() if word in _CAPITALS else word for word in words])


def _begin(words: list[str]) -> str:
    taken = ""
    for word in words:
        longer = f"{taken} {word}".strip()
        if len(longer) > index.MAX_CHARACTERS:
            return taken or word[: index.MAX_CHARACTERS]
        taken = longer
    return taken
