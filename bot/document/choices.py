"""Documents to choose from: what each is called, and a value that leads back to it. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Final

import index
from bot.ui import limits, text
from bot.ui.components import Control, Option, Select

TEMPLATE: Final = re.compile(r"o:d")
"""A select of documents."""
HISTORY: Final = re.compile(r"o:h:(.+)", re.DOTALL)
"""A button that shows a document's history."""
_HISTORY: Final = "o:h:"
_LONG: Final = "//"
"""Begins the value of a path that is too long to be one; no path in an archive begins so."""
_DIGEST: Final = 16

Find = Callable[[str], Iterable[index.Named]]
"""Documents whose path or title holds all of some words."""


def select(found: Iterable[index.Named]) -> Select:
    """At most as many documents as Discord shows."""
    options = [_option(document) for document in list(found)[: limits.CHOICES]]
    return Select(TEMPLATE.pattern, "Choose a document", options)


def history(path: str) -> Control:
    """The button that shows the history of the document at a path."""
    return Control(_HISTORY + value(path, limits.CUSTOM_ID - len(_HISTORY)), "History")


def _option(document: index.Named) -> Option:
    path, title = text.path_line(document.path), index.one_line(document.title)
    return Option(value(document.path), title or path, path if title else "")


def value(path: str, most: int = limits.CHOICE_NAME) -> str:
    """The path where it can be a value of at most so many characters.

    Else its digest and a part of it, by which it is found among what is seen.
    """
    plain = path.isprintable() and path.strip() == path and not path.startswith(_LONG)
    if plain and limits.length(path) <= most:
        return path
    return _LONG + _digest(path) + _part(path, most - len(_LONG) - _DIGEST)


def _part(path: str, most: int) -> str:
    """The end of a path, which tells most of it; of that the longest part without characters that can't be sent."""
    end = path[-most:]
    while limits.length(end) > most:
        end = end[1:]
    sent = "".join(character if character.isprintable() else "\0" for character in end)
    return max(sent.split("\0"), key=len).strip()


def path(chosen: str, find: Find) -> str | None:
    """The path that a value stands for; None for that of a document that `find` doesn't find any more."""
    if not chosen.startswith(_LONG):
        return chosen
    digest, end = chosen[len(_LONG) :][:_DIGEST], chosen[len(_LONG) + _DIGEST :]
    return next((document.path for document in find(end) if _digest(document.path) == digest), None)


def _digest(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
