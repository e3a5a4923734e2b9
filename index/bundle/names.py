"""The names of documents within a bundle: safe on every system, and telling as far as that goes. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_STEM: Final = 60
_MOST_ENDING: Final = 12


def member(folder: str, number: int, path: str, part: str = "", ending: str = "") -> str:
    """`documents/003-apollo-11.txt`: the number tells apart what has one name, and no system refuses what follows it.

    `part` says which document of a file it is (`#2`), `ending` is put behind the name.
    """
    within = f".{part.lstrip('#')}" if part else ""
    return f"{folder}/{number:03}{_UNSAFE.sub('', within)}-{_plain(path.rpartition('/')[2])}{ending}"


def _plain(name: str) -> str:
    """A file's name in ASCII without what Windows or a shell takes for something else, and not too long."""
    letters = "".join(
        character for character in unicodedata.normalize("NFKD", name) if not unicodedata.combining(character)
    )
    stem, dot, ending = _UNSAFE.sub("_", letters).rpartition(".")
    if not stem:
        stem, dot, ending = ending, "", ""
    return f"{stem[:_MOST_STEM]}{dot}{ending[:_MOST_ENDING]}".strip("._-") or "document"
